public import Smartlink

/// The subscriptions a token speaks of, and the link they are about.
public struct NamedSubscriptions: Sendable {
    public var subscriptions: [Subscription]
    public var link: Link
}

extension FanActions {
    /// What a token of a letter is about, without doing anything: the page behind it.
    ///
    /// Errors: `not_found` for a forged one, and for what has been erased or ended meanwhile.
    public func subscriptions(
        _ token: String, for purpose: FanTokens.Purpose
    ) async throws(Failure) -> NamedSubscriptions {
        var named: [CodedSubscription] = []
        // By number alone: who asked again from another browser is another fan, and the first letter still counts.
        for id in try ids(of: token, for: purpose) {
            guard let held = try await fans.subscription(id), held.subscription.endedAt == nil
            else { continue }
            named.append(held)
        }
        guard let first = named.first, let link = try await links.link(first.code) else {
            throw Self.lapsed
        }
        return NamedSubscriptions(subscriptions: named.map(\.subscription), link: link)
    }

    /// Confirms every address a token speaks of; `isFirst` says whether any was not confirmed before.
    ///
    /// Errors: `not_found` for a forged token, and for what has been erased, ended, or not confirmed in 48 hours.
    public func confirm(
        _ token: String
    ) async throws(Failure) -> (named: NamedSubscriptions, isFirst: Bool) {
        var named = try await subscriptions(token, for: .confirm)
        let isFirst = named.subscriptions.contains { $0.confirmedAt == nil }
        let now = surroundings.now()
        var confirmed: [Subscription] = []
        for subscription in named.subscriptions {
            guard let (done, _) = try await fans.confirm(subscription: subscription.id, at: now)
            else { continue }
            confirmed.append(done)
        }
        // Older than 48 hours and not erased yet.
        if confirmed.isEmpty { throw Self.lapsed }
        named.subscriptions = confirmed
        return (named, isFirst)
    }

    /// Ends every subscription a token speaks of and erases its address; twice is once.
    public func unsubscribe(_ token: String) async throws(Failure) {
        for id in try ids(of: token, for: .stop) { try await end(id) }
    }

    /// Ends one; what lies outside the store under its address goes, unless the fan still gets something there.
    func end(_ subscription: Int64) async throws(Failure) {
        let held = try await fans.subscription(subscription)?.subscription
        _ = try await fans.unsubscribe(subscription: subscription, at: surroundings.now())
        guard let held, held.endedAt == nil else { return }
        let others = try await fans.holdings(of: held.fan)?.subscriptions ?? []
        let address = held.address.lowercased()
        if !others.contains(where: {
            $0.subscription.endedAt == nil && $0.subscription.address.lowercased() == address
        }) {
            forget([held.address])
        }
    }

    /// A token for subscriptions of one fan.
    public func token(
        _ subscriptions: [Int64], of fan: Int64, for purpose: FanTokens.Purpose
    ) -> String {
        tokens.make([fan] + subscriptions, for: purpose)
    }

    /// Numbers of subscriptions; the fan's comes first.
    private func ids(
        of token: String, for purpose: FanTokens.Purpose
    ) throws(Failure) -> [Int64] {
        guard let numbers = tokens.numbers(of: token, for: purpose) else { throw Self.lapsed }
        return Array(numbers.dropFirst())
    }

    public static let lapsed = Failure(.notFound, "This address is not valid any more.")
}
