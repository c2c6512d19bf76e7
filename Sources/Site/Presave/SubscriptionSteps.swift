internal import HTTP
internal import Operations
internal import Pages
internal import Smartlink

extension PresaveDoor {
    /// Keeps an address until it is confirmed. The answer is the same whether it is known already or not.
    func subscribe(_ code: String, _ visitor: Visitor) async throws(Failure) -> Response {
        try pay(visitor)
        guard let form = visitor.form() else {
            throw Failure(.invalidField, "The form cannot be read.", field: "address")
        }
        let order = SignUp(
            address: form["address"] ?? "", platform: form["platform"],
            wantsReminder: form["reminder"] == "1", wantsNews: form["news"] == "1",
            wording: form["wording"] ?? "")
        let signedUp = try await actions.signUp(
            order, at: code, trace(visitor, zone: form["zone"]))
        let facts = SubscriptionFacts(
            setting: visitor.setting(), link: signedUp.link, purposes: signedUp.purposes)
        return visitor.page(
            ReminderAskedPage.html(facts, address: order.address),
            cookies: [visitor.fanCookie(token(of: signedUp.fan.id))]
                + visitor.carried(
                    to: "/confirm", signedUp.link,
                    seconds: Int(Subscription.unconfirmedMsMax / 1_000)))
    }

    /// Opening the address shows a button; only the button confirms, because scanners open every address in a letter.
    func confirm(_ token: String, _ visitor: Visitor) async throws(Failure) -> Response {
        if visitor.request.method != .post {
            let named = try await actions.subscriptions(token, for: .confirm)
            let facts = facts(of: named, visitor, action: "/confirm/\(token)")
            return visitor.page(ConfirmPage.html(facts))
        }
        let (named, isFirst) = try await actions.confirm(token)
        if isFirst {
            steps.record(
                .signup, named.link, nil, visitor, country: visitor.country(countries))
        }
        var facts = facts(of: named, visitor, action: "")
        facts.fanURL = named.subscriptions.first.map { actions.path(of: $0.fan) }
        return visitor.page(ConfirmedPage.html(facts))
    }

    func unsubscribe(_ token: String, _ visitor: Visitor) async throws(Failure) -> Response {
        if visitor.request.method != .post {
            let named = try await actions.subscriptions(token, for: .stop)
            let facts = facts(of: named, visitor, action: "/unsubscribe/\(token)")
            return visitor.page(UnsubscribePage.html(facts))
        }
        let named = try? await actions.subscriptions(token, for: .stop)
        try await actions.unsubscribe(token)
        guard let named else { return visitor.page(LapsedPage.html(visitor.setting())) }
        return visitor.page(UnsubscribedPage.html(facts(of: named, visitor, action: "")))
    }

    private func facts(
        of named: NamedSubscriptions, _ visitor: Visitor, action: String
    ) -> SubscriptionFacts {
        SubscriptionFacts(
            setting: visitor.setting(), link: named.link,
            purposes: named.subscriptions.map(\.purpose), action: action)
    }
}
