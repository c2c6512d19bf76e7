internal import HTTP
internal import Operations
internal import Pages
internal import Smartlink

extension PresaveDoor {
    func fanPage(_ token: String, _ visitor: Visitor) async throws(Failure) -> Response {
        let holdings = try await actions.holdings(token)
        let links = try await links(of: holdings)
        let saves = holdings.saves.map { save, code in
            HeldSave(
                save: save, code: code, title: links[code]?.title ?? code.text,
                artist: links[code]?.artist ?? "",
                platformName: visitor.tables.catalogue.platforms.first { $0.id == save.platform }?
                    .name ?? save.platform)
        }
        let subscriptions = holdings.subscriptions.map { subscription, code in
            HeldSubscription(
                subscription: subscription, code: code, title: links[code]?.title ?? code.text,
                artist: links[code]?.artist ?? "")
        }
        let facts = FanPageFacts(
            setting: visitor.setting(), path: "/me/\(token)", saves: saves,
            subscriptions: subscriptions)
        return visitor.page(FanPage.html(facts))
    }

    private func links(of holdings: Holdings) async throws(Failure) -> [Code: Link] {
        var links: [Code: Link] = [:]
        let codes = holdings.saves.map(\.code) + holdings.subscriptions.map(\.code)
        for code in codes where links[code] == nil {
            links[code] = try await actions.links.link(code)
        }
        return links
    }

    /// Everything held on the fan, as JSON (GDPR art. 15 and 20).
    func export(_ token: String, _ visitor: Visitor) async throws(Failure) -> Response {
        let holdings = try await actions.holdings(token)
        return Response(
            status: 200,
            fields: [
                "Content-Type": "application/json", "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
                "Content-Disposition": "attachment; filename=\"segue-fan.json\"",
            ], body: .bytes(FanExport.json(holdings)))
    }

    func perform(
        _ act: FanAct, _ token: String, _ visitor: Visitor
    ) async throws(Failure) -> Response {
        guard let form = visitor.form() else { throw FanActions.lapsed }
        switch act {
        case .revoke:
            guard let save = form["save"].flatMap({ Int64($0) }) else { throw FanActions.lapsed }
            try await actions.revoke(save: save, token)
        case .unsubscribe:
            guard let number = form["subscription"].flatMap({ Int64($0) }) else {
                throw FanActions.lapsed
            }
            try await actions.unsubscribe(number, token)
        case .follow: return try await follow(token, form, visitor)
        case .erase:
            guard form["sure"] == "1" else {
                guard actions.fan(of: token) != nil else { throw FanActions.lapsed }
                return visitor.redirect(to: "/me/\(token)")
            }
            try await actions.erase(token)
            return visitor.page(
                ErasedPage.html(visitor.setting()), cookies: [visitor.noFanCookie])
        }
        return visitor.redirect(to: "/me/\(token)")
    }
}
