import Bytes
public import Smartlink

/// Where a fan goes who wants a pre-save.
public enum PresaveStart: Sendable {
    /// To the platform's own page; `browser` is the secret of the cookie that binds the answer to this browser.
    case authorise(fan: Fan, link: Link, url: String, browser: String)
    /// To a page of ours where the browser asks by script (Apple Music).
    case script(fan: Fan, link: Link, state: String, browser: String)
    /// To the form for a reminder: nothing can be saved directly there.
    case remind(link: Link)
    /// The music is out for this fan: to the link.
    case released(link: Link)
}

extension FanActions {
    /// Begins a pre-save on a platform.
    ///
    /// Errors: `not_found` for an unknown link or platform, `unavailable`.
    public func startPresave(
        _ name: String, on platform: String, _ trace: FanTrace
    ) async throws(Failure) -> PresaveStart {
        guard let code = Code(name), let link = try await links.link(code) else {
            throw Failure(.notFound, "There is no link “\(name)”.")
        }
        guard surroundings.catalogue().platforms.contains(where: { $0.id == platform }) else {
            throw Failure(.notFound, "There is no platform “\(platform)”.")
        }
        let now = surroundings.now()
        guard mode(of: platform, for: link, at: now) == .direct,
            let adapter = platforms()[platform]
        else { return .remind(link: link) }
        let fan = try await fan(of: trace)
        guard due(link, for: fan) != nil else { return .released(link: link) }

        let begun = try await begin(.save, fan, code, on: platform)
        let url = adapter.authorizeURL(
            state: begun.state, challenge: begun.challenge, redirect: redirect(to: platform))
        guard let url else {
            return .script(fan: fan, link: link, state: begun.state, browser: begun.browser)
        }
        return .authorise(fan: fan, link: link, url: url, browser: begun.browser)
    }

    /// What goes out with a fan who is sent to a platform; `browser` is the secret of the cookie.
    struct Begun {
        var state: String
        var challenge: String
        var browser: String
    }

    /// Writes down that an authorisation has begun.
    func begin(
        _ wish: Authorisation.Wish, _ fan: Fan, _ code: Code, on platform: String
    ) async throws(Failure) -> Begun {
        let state = tokens.make([randomID(), randomID()], for: .state)
        let browser = base64URL(surroundings.random(24))
        // RFC 7636 §4.1, §4.2.
        let verifier = base64URL(surroundings.random(32))
        var authorisation = Authorisation(
            state: surroundings.sha256(Array(state.utf8)),
            browser: surroundings.sha256(Array(browser.utf8)), fan: fan.id, code: code,
            platform: platform, verifier: verifier, createdAt: surroundings.now())
        authorisation.wish = wish
        try await fans.begin(authorisation)
        let challenge = base64URL(surroundings.sha256(Array(verifier.utf8)))
        return Begun(state: state, challenge: challenge, browser: browser)
    }
}
