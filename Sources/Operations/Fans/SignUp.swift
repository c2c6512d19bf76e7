public import Smartlink

/// What a fan leaves on a link's page: an address and what it may be used for.
public struct SignUp: Equatable, Sendable {
    public var address: String
    /// Where the reminder shall lead; nil for the link's page.
    public var platform: String?
    public var wantsReminder: Bool
    public var wantsNews: Bool
    /// The consent text the fan saw (`Wording.consentVersion`).
    public var wording: String

    public init(
        address: String, platform: String?, wantsReminder: Bool, wantsNews: Bool, wording: String
    ) {
        self.address = address
        self.platform = platform
        self.wantsReminder = wantsReminder
        self.wantsNews = wantsNews
        self.wording = wording
    }
}

/// What became of a sign-up.
public struct SignedUp: Sendable {
    public var fan: Fan
    public var link: Link
    public var purposes: [Subscription.Purpose]
}

extension FanActions {
    /// Keeps an address until it is confirmed, and has the letter written that asks for it. Whether the address is
    /// known already does not show.
    ///
    /// Errors: `not_found`; `invalid_field` for an address nothing can be sent to, or if nothing is wanted.
    public func signUp(
        _ order: SignUp, at name: String, _ trace: FanTrace
    ) async throws(Failure) -> SignedUp {
        guard let code = Code(name), let link = try await links.link(code), !link.isDisabled else {
            throw Failure(.notFound, "There is no link “\(name)”.")
        }
        guard let address = EmailAddress(order.address) else {
            throw Failure(
                .invalidField, "This is no address a letter can be sent to.", field: "address")
        }
        let fan = try await fan(of: trace)
        let due = due(link, for: fan)
        var purposes: [Subscription.Purpose] = []
        if order.wantsReminder, due != nil { purposes.append(.reminder) }
        if order.wantsNews, link.emailCapture { purposes.append(.news) }
        guard !purposes.isEmpty else {
            throw Failure(
                .invalidField, "Choose what the letters shall be about.", field: "purpose")
        }
        let now = surroundings.now()
        if let due, purposes.contains(.reminder) {
            let known = surroundings.catalogue().platforms.contains { $0.id == order.platform }
            let save = Save(
                id: randomID(), fan: fan.id, link: link.id,
                platform: known ? order.platform ?? "" : "", mode: .reminder, dueAt: due,
                createdAt: now)
            _ = try await fans.queue(save, sealed: nil)
        }
        for purpose in purposes {
            let subscription = Subscription(
                id: randomID(), fan: fan.id, link: link.id, address: address.text,
                purpose: purpose,
                wording: String(order.wording.prefix(OperationLimits.wordingCharactersMax)),
                askedAt: now)
            let letter = Letter(
                id: randomID(), kind: .confirmation, subscription: subscription.id, nextAt: now,
                createdAt: now)
            try await fans.subscribe(subscription, letter: letter)
        }
        return SignedUp(fan: fan, link: link, purposes: purposes)
    }
}
