internal import HTTP
internal import Operations
internal import Pages
internal import Smartlink

extension PresaveDoor {
    /// Remembers that the fan wants to follow the artist, or sends them to the platform to agree to it.
    func follow(
        _ token: String, _ form: [String: String], _ visitor: Visitor
    ) async throws(Failure) -> Response {
        try pay(visitor)
        guard let name = form["link"], let platform = form["platform"] else {
            throw FanActions.lapsed
        }
        switch try await actions.follow(token, of: name, on: platform) {
        case .late: return visitor.redirect(to: "/me/\(token)")
        case .wanted(let fan, let link, let save):
            return try await done(fan, link, save, visitor)
        case .authorise(let fan, let link, let url, let browser):
            return ask(fan, link, platform, at: url, browser: browser, visitor)
        }
    }

    /// What the success page says of following; nil where nobody can be followed.
    func offer(_ save: Save, _ link: Link) -> FollowOffer? {
        switch (actions.followTerms(save, of: link), save.follow) {
        case (.unsupported, _): nil
        case (_, .wanted): .wanted
        case (.covered, _): .offered
        case (.asked, _): .offeredAnew
        }
    }

    private func ask(
        _ fan: Fan, _ link: Link, _ id: String, at url: String, browser: String,
        _ visitor: Visitor
    ) -> Response {
        let cookies = [
            visitor.browserCookie(browser, id), visitor.fanCookie(self.token(of: fan.id)),
        ]
        guard let platform = visitor.tables.catalogue.platforms.first(where: { $0.id == id }) else {
            return visitor.redirect(to: "/link/\(link.code)")
        }
        var response = visitor.page(
            FollowPage.html(visitor.setting(), link, platform, url: url), cookies: cookies)
        // `form-action` stops a redirect to another site; this is not one.
        response.fields["Refresh"] = "0;url=\(url)"
        return response
    }
}
