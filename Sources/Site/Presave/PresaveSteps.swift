internal import HTTP
internal import Operations
internal import Pages
internal import Smartlink

extension PresaveDoor {
    /// Sends the fan to the platform. A crawler that follows the button gets the page back and begins nothing.
    func begin(
        _ code: String, _ platform: String, _ visitor: Visitor
    ) async throws(Failure) -> Response {
        guard let name = Code(code) else { throw FanActions.lapsed }
        guard visitor.agent.kind == .human else { return visitor.redirect(to: "/link/\(name)") }
        try pay(visitor)
        let zone = visitor.form()?["zone"]
        let trace = trace(visitor, zone: zone)
        switch try await actions.startPresave(code, on: platform, trace) {
        case .remind(let link): return visitor.redirect(to: "/link/\(link.code)?choose#remind")
        case .released(let link): return visitor.redirect(to: "/link/\(link.code)")
        case .authorise(let fan, let link, let url, let browser):
            steps.record(.presaveStarted, link, platform, visitor, country: trace.country)
            return visitor.redirect(
                to: url,
                cookies: departureCookies(browser, platform, fan, link, visitor))
        case .script(let fan, let link, let state, let browser):
            steps.record(.presaveStarted, link, platform, visitor, country: trace.country)
            return try script(
                link, platform, state, visitor,
                cookies: departureCookies(browser, platform, fan, link, visitor))
        }
    }

    /// What a fan takes along who leaves for a platform.
    private func departureCookies(
        _ browser: String, _ platform: String, _ fan: Fan, _ link: Link, _ visitor: Visitor
    ) -> [String] {
        [visitor.browserCookie(browser, platform), visitor.fanCookie(token(of: fan.id))]
            + visitor.carried(to: "/oauth/\(platform)", link, seconds: Visitor.awaySecondsMax)
    }

    private func script(
        _ link: Link, _ id: String, _ state: String, _ visitor: Visitor, cookies: [String]
    ) throws(Failure) -> Response {
        let presaves = visitor.tables.presaves
        guard let platform = visitor.tables.catalogue.platforms.first(where: { $0.id == id }),
            let developerToken = presaves.developerToken()
        else { throw Failure(.unavailable, "There is no key for \(id).") }
        let facts = AppleMusicFacts(
            setting: visitor.setting(), link: link, platform: platform,
            developerToken: developerToken, state: state, scriptURL: presaves.scriptURL,
            action: "/oauth/\(id)/callback")
        return visitor.page(
            AppleMusicPage.html(facts), cookies: cookies,
            fields: visitor.tables.policy.appleMusicFields(scriptURL: presaves.scriptURL))
    }

    /// Takes what the platform sends back with the fan.
    func finish(_ platform: String, _ visitor: Visitor) async throws(Failure) -> Response {
        guard let form = visitor.form(), let state = form["state"] else {
            return failed(.stale, nil, platform, visitor)
        }
        let answer: PresaveAnswer
        if let error = form["error"] ?? form["error_reason"] {
            answer = .refusal(error == "user_denied" ? "access_denied" : error)
        } else if let code = form["code"] {
            answer = .code(code)
        } else if let token = form["token"], visitor.request.method == .post {
            answer = .token(token)
        } else {
            return failed(.stale, nil, platform, visitor)
        }
        let country = visitor.country(countries)
        let finish = try await actions.finishPresave(
            on: platform, state: state, browser: visitor.cookie("segue_oauth_\(platform)"), answer
        ) { link in
            steps.record(.presaveAuthorised, link, platform, visitor, country: country)
        }
        switch finish {
        case .failed(let failure, let link):
            if let link {
                steps.record(
                    .presaveFailed, link, platform, visitor, country: country, why: "\(failure)")
            }
            return failed(failure, link, platform, visitor)
        case .queued(let fan, let link, let save):
            steps.record(.presaveQueued, link, platform, visitor, country: country)
            return try await done(fan, link, save, visitor)
        // Steps of the follow are none of the pre-save's.
        case .follows(let fan, let link, let save), .stays(let fan, let link, let save):
            return try await done(fan, link, save, visitor)
        }
    }

    /// The page after a pre-save, and after what was said to its offers.
    func done(
        _ fan: Fan, _ link: Link, _ save: Save, _ visitor: Visitor
    ) async throws(Failure) -> Response {
        let platforms = visitor.tables.catalogue.platforms
        guard let platform = platforms.first(where: { $0.id == save.platform }) else {
            return visitor.redirect(to: "/link/\(link.code)")
        }
        let held = try await actions.fans.holdings(of: fan.id)?.subscriptions ?? []
        let hasSignedUp = held.contains {
            $0.subscription.link == link.id && $0.subscription.endedAt == nil
        }
        var facts = PresaveDoneFacts(
            setting: visitor.setting(), link: link, platform: platform, mode: save.mode,
            fanURL: actions.path(of: fan.id), emailCapture: link.emailCapture && !hasSignedUp)
        facts.follow = offer(save, link)
        return visitor.page(
            PresaveDonePage.html(facts),
            cookies: [visitor.choiceCookie(platform.id), visitor.fanCookie(token(of: fan.id))])
    }

    private func failed(
        _ failure: PresaveFailure, _ link: Link?, _ id: String, _ visitor: Visitor
    ) -> Response {
        if failure == .gone { return visitor.notice(link == nil ? .notFound : .gone) }
        let trouble: PresaveTrouble =
            switch failure {
            case .denied: .denied
            case .stale: .expired
            case .otherBrowser: .wrongBrowser
            case .unreachable: .unreachable
            case .closed, .gone: .closed
            }
        var facts = PresaveFailedFacts(setting: visitor.setting(), trouble: trouble)
        facts.link = link
        facts.platform = visitor.tables.catalogue.platforms.first { $0.id == id }
        if let link { facts.retryHref = "/link/\(link.code)/presave/\(id)" }
        return visitor.page(PresaveFailedPage.html(facts), status: trouble.status)
    }
}
