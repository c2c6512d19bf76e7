import Operations
import Smartlink
import Store
import Testing

struct SignUpTests {
    private func order(
        _ address: String = "mira@example.org", reminder: Bool = true, news: Bool = false,
        platform: String? = nil
    ) -> SignUp {
        SignUp(
            address: address, platform: platform, wantsReminder: reminder, wantsNews: news,
            wording: "r1.de")
    }

    private func failure(_ desk: FanDesk, _ order: SignUp) async throws -> Failure? {
        do throws(Failure) {
            _ = try await desk.actions.signUp(order, at: "summer", FanDesk.trace)
            return nil
        } catch {
            return error
        }
    }

    @Test func `an address is kept with its proof, unconfirmed, and asked for in one letter each`()
        async throws
    {
        let desk = try await FanDesk()
        _ = try await desk.link { $0.emailCapture = true }
        let signedUp = try await desk.actions.signUp(
            order(news: true, platform: "bandcamp"), at: "summer", FanDesk.trace)
        #expect(signedUp.purposes == [.reminder, .news])
        let held = try await desk.subscriptions(of: signedUp.fan.id)
        #expect(held.allSatisfy { $0.confirmedAt == nil && $0.wording == "r1.de" })
        #expect(held.allSatisfy { $0.askedAt == FanDesk.start && $0.address == "mira@example.org" })
        #expect(held.count == 2)
        #expect(try desk.number("SELECT count(*) FROM letters WHERE kind = 'confirmation'") == 2)
        let save = try #require(try await desk.saves(of: signedUp.fan.id).first)
        #expect(save.mode == .reminder && save.platform == "bandcamp")
        #expect(save.dueAt == FanDesk.release)
    }

    @Test(arguments: [
        "", "mira", "mira@example.org\r\nBcc: all@example.org", "mira@example.org\n",
        "a@b.org, c@d.org", "Mira <mira@example.org>", "\"a b\"@example.org", "mira@[127.0.0.1]",
        "mira@exämple.org", String(repeating: "a", count: 255) + "@example.org", "mira@example",
        "mira\u{0}@example.org",
    ])
    func `an address nothing can be sent to is refused, and nothing is kept`(
        address: String
    ) async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let failure = try await failure(desk, order(address))
        #expect(failure?.code == .invalidField && failure?.field == "address")
        #expect(try desk.number("SELECT count(*) FROM subscriptions") == 0)
        #expect(try desk.number("SELECT count(*) FROM fans") == 0)
        // What was refused is not repeated: it may end up in a log.
        #expect(address.isEmpty || failure?.message.contains(address) == false)
    }

    @Test func `who chooses nothing is asked to choose`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let failure = try await failure(desk, order(reminder: false))
        #expect(failure?.code == .invalidField && failure?.field == "purpose")
        #expect(try desk.number("SELECT count(*) FROM subscriptions") == 0)
    }

    @Test func `news is taken only where the artist asks for addresses`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        #expect(try await failure(desk, order(reminder: false, news: true))?.field == "purpose")
        let signedUp = try await desk.actions.signUp(
            order(news: true), at: "summer", FanDesk.trace)
        #expect(signedUp.purposes == [.reminder])
    }

    @Test func `a release that is out reminds nobody, its news go on`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link { link in
            link.releaseAt = FanDesk.start
            link.emailCapture = true
        }
        #expect(try await failure(desk, order())?.field == "purpose")
        let signedUp = try await desk.actions.signUp(
            order(news: true), at: "summer", FanDesk.trace)
        #expect(signedUp.purposes == [.news])
        #expect(try await desk.saves(of: signedUp.fan.id).isEmpty)
    }

    @Test(arguments: ["winter", "", "../../x"])
    func `there is no signing up at a link that is not there`(code: String) async throws {
        let desk = try await FanDesk()
        let failure = await #expect(throws: Failure.self) {
            try await desk.actions.signUp(order(), at: code, FanDesk.trace)
        }
        #expect(failure?.code == .notFound)
    }

    @Test func `a link that is switched off takes no addresses`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link { $0.isDisabled = true }
        #expect(try await failure(desk, order())?.code == .notFound)
    }

    @Test func `the same address twice is one, and one letter in ten minutes`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        for _ in 0..<5 {
            #expect(try await failure(desk, order()) == nil)
            desk.wait(ms: 60_000)
        }
        #expect(try desk.number("SELECT count(*) FROM subscriptions") == 1)
        #expect(try desk.number("SELECT count(*) FROM letters") == 1)
    }

    @Test func `a platform that is none is not kept, nor is an endless wording`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        var order = order(platform: "'; DROP TABLE saves --")
        order.wording = String(repeating: "x", count: 10_000)
        let signedUp = try await desk.actions.signUp(order, at: "summer", FanDesk.trace)
        #expect(try await desk.saves(of: signedUp.fan.id).first?.platform == "")
        let wording = try await desk.subscriptions(of: signedUp.fan.id).first?.wording
        #expect(wording?.count == 64)
    }

    @Test func `a save that is queued directly needs no reminder`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        try await desk.finish(begun)
        var trace = FanDesk.trace
        trace.fan = begun.fan.id
        _ = try await desk.actions.signUp(order(platform: "tidal"), at: "summer", trace)
        let saves = try await desk.saves(of: begun.fan.id)
        #expect(saves.map(\.mode) == [.direct])
        #expect(try desk.grant() != nil)
    }
}
