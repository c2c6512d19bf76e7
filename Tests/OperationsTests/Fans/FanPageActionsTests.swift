import Operations
import Smartlink
import Store
import Testing

struct FanPageActionsTests {
    private func fan(_ desk: FanDesk, _ code: String = "summer") async throws -> (
        id: Int64, token: String
    ) {
        let begun = try await desk.begin(code)
        try await desk.finish(begun)
        return (begun.fan.id, desk.actions.tokens.make([begun.fan.id], for: .fan))
    }

    private func code(_ body: () async throws -> Void) async throws -> Failure.Code? {
        do { try await body() } catch let failure as Failure { return failure.code }
        return nil
    }

    @Test func `a fan sees what is held on them and nobody else's`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let mine = try await fan(desk)
        let others = try await fan(desk)
        let holdings = try await desk.actions.holdings(mine.token)
        #expect(holdings.fan.id == mine.id && holdings.saves.count == 1)
        #expect(desk.actions.path(of: mine.id) == "/me/\(mine.token)")
        #expect(desk.actions.fan(of: others.token) == others.id)
    }

    @Test func `a revoked save is ended and its grant destroyed`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let mine = try await fan(desk)
        let save = try #require(try await desk.saves(of: mine.id).first)
        try await desk.actions.revoke(save: save.id, mine.token)
        #expect(try await desk.saves(of: mine.id).first?.state == .revoked)
        #expect(try desk.number("SELECT count(*) FROM grants") == 0)
        // Twice is once.
        try await desk.actions.revoke(save: save.id, mine.token)
    }

    @Test func `nobody revokes or ends what is another's`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link { $0.emailCapture = true }
        let mine = try await fan(desk)
        let others = try await fan(desk)
        var trace = FanDesk.trace
        trace.fan = others.id
        let order = SignUp(
            address: "mira@example.org", platform: nil, wantsReminder: false, wantsNews: true,
            wording: "n1.de")
        _ = try await desk.actions.signUp(order, at: "summer", trace)
        let save = try #require(try await desk.saves(of: others.id).first)
        try await desk.actions.revoke(save: save.id, mine.token)
        #expect(try await desk.saves(of: others.id).first?.state == .queued)
        let subscription = try #require(try await desk.subscriptions(of: others.id).first)
        #expect(
            try await code { try await desk.actions.unsubscribe(subscription.id, mine.token) }
                == .notFound)
        #expect(try await desk.subscriptions(of: others.id).first?.endedAt == nil)
        try await desk.actions.unsubscribe(subscription.id, others.token)
        #expect(try await desk.subscriptions(of: others.id).first?.endedAt != nil)
    }

    @Test func `erasing leaves no row of the fan and everything of others`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let mine = try await fan(desk)
        let others = try await fan(desk)
        try await desk.actions.erase(mine.token)
        #expect(try desk.number("SELECT count(*) FROM saves") == 1)
        #expect(try desk.number("SELECT count(*) FROM grants") == 1)
        #expect(try desk.number("SELECT count(*) FROM fans") == 1)
        #expect(try await code { _ = try await desk.actions.holdings(mine.token) } == .notFound)
        #expect(try await desk.saves(of: others.id).count == 1)
        // Twice is once.
        try await desk.actions.erase(mine.token)
    }

    @Test func `forged tokens, and tokens of another purpose, open nobody's page`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let mine = try await fan(desk)
        let tokens = desk.actions.tokens
        let forged = [
            "", "x", "\(mine.token)A", String(mine.token.dropLast()),
            tokens.make([mine.id], for: .stop), tokens.make([mine.id], for: .state),
            // Of no or too many numbers.
            tokens.make([], for: .fan), tokens.make([mine.id, mine.id], for: .fan),
        ]
        for token in forged {
            #expect(desk.actions.fan(of: token) == nil)
            #expect(try await code { _ = try await desk.actions.holdings(token) } == .notFound)
            #expect(try await code { try await desk.actions.erase(token) } == .notFound)
            #expect(try await code { try await desk.actions.revoke(save: 1, token) } == .notFound)
        }
        #expect(try await desk.saves(of: mine.id).count == 1)
    }
}
