import Operations
import Smartlink
import Store
import Testing

struct SubscriptionsTests {
    private func signUp(
        _ desk: FanDesk, news: Bool = true, fan: Int64? = nil
    ) async throws -> (fan: Int64, ids: [Int64]) {
        let order = SignUp(
            address: "mira@example.org", platform: nil, wantsReminder: true, wantsNews: news,
            wording: "r1.de")
        var trace = FanDesk.trace
        trace.fan = fan
        let signedUp = try await desk.actions.signUp(order, at: "summer", trace)
        let held = try await desk.subscriptions(of: signedUp.fan.id)
        return (signedUp.fan.id, held.map(\.id))
    }

    private func desk() async throws -> FanDesk {
        let desk = try await FanDesk()
        _ = try await desk.link { $0.emailCapture = true }
        return desk
    }

    private func code(_ body: () async throws -> Void) async throws -> Failure.Code? {
        do { try await body() } catch let failure as Failure { return failure.code }
        return nil
    }

    @Test func `a token confirms what it speaks of, and the second time is not the first`()
        async throws
    {
        let desk = try await desk()
        let (fan, ids) = try await signUp(desk)
        let token = desk.actions.token(ids, of: fan, for: .confirm)
        // Looking does nothing.
        let named = try await desk.actions.subscriptions(token, for: .confirm)
        #expect(named.subscriptions.count == 2 && named.link.code.text == "summer")
        #expect(try await desk.subscriptions(of: fan).allSatisfy { $0.confirmedAt == nil })
        desk.wait(ms: 1_000)
        let first = try await desk.actions.confirm(token)
        #expect(first.isFirst && first.named.subscriptions.allSatisfy { $0.confirmedAt != nil })
        let second = try await desk.actions.confirm(token)
        #expect(!second.isFirst && second.named.subscriptions.count == 2)
        let moment = Instant(ms: FanDesk.start.ms + 1_000)
        #expect(try await desk.subscriptions(of: fan).allSatisfy { $0.confirmedAt == moment })
    }

    @Test func `an address is forgotten everywhere once nothing goes there any more`() async throws
    {
        let desk = try await desk()
        let (fan, ids) = try await signUp(desk)
        try await desk.actions.unsubscribe(desk.actions.token([ids[0]], of: fan, for: .stop))
        #expect(desk.forgotten.isEmpty)
        let page = desk.actions.tokens.make([fan], for: .fan)
        try await desk.actions.unsubscribe(ids[1], page)
        #expect(desk.forgotten == [["mira@example.org"]])
        // Twice is once.
        try await desk.actions.unsubscribe(desk.actions.token(ids, of: fan, for: .stop))
        #expect(desk.forgotten.count == 1)
    }

    @Test func `two days later there is nothing to confirm, erased already or not`() async throws {
        let desk = try await desk()
        let (fan, ids) = try await signUp(desk)
        let token = desk.actions.token(ids, of: fan, for: .confirm)
        desk.wait(ms: Subscription.unconfirmedMsMax + 1)
        #expect(try await code { _ = try await desk.actions.confirm(token) } == .notFound)
        #expect(try await desk.subscriptions(of: fan).allSatisfy { $0.confirmedAt == nil })
        try await desk.store.sweep(at: Instant(ms: FanDesk.start.ms + 3 * 86_400_000))
        #expect(try await code { _ = try await desk.actions.confirm(token) } == .notFound)
        #expect(try desk.number("SELECT count(*) FROM subscriptions") == 0)
    }

    @Test func `the first letter still counts when the form was sent again from another browser`()
        async throws
    {
        let desk = try await desk()
        let (fan, ids) = try await signUp(desk)
        let token = desk.actions.token(ids, of: fan, for: .confirm)
        desk.wait(ms: 1_000)
        let (other, others) = try await signUp(desk)
        #expect(other != fan && Set(others) == Set(ids))
        let (named, isFirst) = try await desk.actions.confirm(token)
        #expect(isFirst && named.subscriptions.allSatisfy { $0.fan == other })
    }

    @Test func `what is asked for with no letter of its own keeps the time of its letter`()
        async throws
    {
        let desk = try await desk()
        let (fan, _) = try await signUp(desk, news: false)
        desk.wait(ms: 60_000)
        _ = try await signUp(desk, fan: fan)
        let held = try await desk.subscriptions(of: fan).sorted { $0.askedAt < $1.askedAt }
        #expect(held.map(\.purpose) == [.reminder, .news])
        #expect(held.map(\.askedAt.ms) == [FanDesk.start.ms, FanDesk.start.ms + 60_000])
    }

    @Test func `stopping erases the address, and twice is once`() async throws {
        let desk = try await desk()
        let (fan, ids) = try await signUp(desk)
        _ = try await desk.actions.confirm(desk.actions.token(ids, of: fan, for: .confirm))
        let token = desk.actions.token([ids[0]], of: fan, for: .stop)
        try await desk.actions.unsubscribe(token)
        let held = try await desk.subscriptions(of: fan)
        #expect(held.first { $0.id == ids[0] }?.address == "")
        #expect(held.first { $0.id == ids[0] }?.endedAt != nil)
        // The other one stays.
        #expect(held.first { $0.id == ids[1] }?.endedAt == nil)
        try await desk.actions.unsubscribe(token)
        #expect(
            try await code { _ = try await desk.actions.subscriptions(token, for: .stop) }
                == .notFound)
        // What was ended is not confirmed again.
        let confirm = desk.actions.token([ids[0]], of: fan, for: .confirm)
        #expect(try await code { _ = try await desk.actions.confirm(confirm) } == .notFound)
    }

    @Test func `forged tokens, and tokens of another purpose, are none`() async throws {
        let desk = try await desk()
        let (fan, ids) = try await signUp(desk)
        let actions = desk.actions
        let stop = actions.token(ids, of: fan, for: .stop)
        let confirm = actions.token(ids, of: fan, for: .confirm)
        let forged = ["", "x", stop, "\(confirm)A", String(confirm.dropFirst())]
        for token in forged + [actions.tokens.make([fan] + ids, for: .fan)] {
            #expect(
                try await code { _ = try await actions.confirm(token) } == .notFound, "\(token)")
        }
        #expect(try await code { try await actions.unsubscribe(confirm) } == .notFound)
        #expect(try await desk.subscriptions(of: fan).allSatisfy { $0.confirmedAt == nil })
        #expect(try await desk.subscriptions(of: fan).allSatisfy { $0.endedAt == nil })
    }
}
