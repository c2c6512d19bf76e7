public import Smartlink

extension FanActions {
    /// Everything held on the fan whose token it is.
    ///
    /// Errors: `not_found` for a forged token and an erased fan.
    public func holdings(_ token: String) async throws(Failure) -> Holdings {
        guard let holdings = try await fans.holdings(of: fan(token)) else { throw Self.lapsed }
        return holdings
    }

    /// Ends one pre-save and destroys its grant; one that has ended stays as it is.
    public func revoke(save: Int64, _ token: String) async throws(Failure) {
        _ = try await fans.revoke(save: save, of: fan(token), at: surroundings.now())
    }

    /// Ends one subscription from the fan's own page.
    public func unsubscribe(_ subscription: Int64, _ token: String) async throws(Failure) {
        let held = try await holdings(token).subscriptions
        guard held.contains(where: { $0.subscription.id == subscription }) else {
            throw Self.lapsed
        }
        try await end(subscription)
    }

    /// Erases everything held on the fan; what was counted stays counted.
    public func erase(_ token: String) async throws(Failure) {
        let fan = try fan(token)
        let held = try await fans.holdings(of: fan)?.subscriptions ?? []
        try await fans.erase(fan: fan)
        forget(Set(held.map(\.subscription.address)))
    }

    /// The address of a fan's own page, from the server's root.
    public func path(of fan: Int64) -> String {
        "/me/\(tokens.make([fan], for: .fan))"
    }

    /// The fan a token names; nil for a forged one.
    public func fan(of token: String) -> Int64? {
        guard let numbers = tokens.numbers(of: token, for: .fan), numbers.count == 1 else {
            return nil
        }
        return numbers[0]
    }

    private func fan(_ token: String) throws(Failure) -> Int64 {
        guard let fan = fan(of: token) else { throw Self.lapsed }
        return fan
    }
}
