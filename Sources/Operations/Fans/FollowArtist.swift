public import Smartlink

/// Where a fan's wish to follow the artist goes.
public enum FollowStart: Sendable {
    /// It is remembered on the save and carried out after it.
    case wanted(fan: Fan, link: Link, save: Save)
    /// To the platform's own page: following is a permission of its own.
    case authorise(fan: Fan, link: Link, url: String, browser: String)
    /// There is no pre-save of the fan's any more that it could follow on.
    case late
}

extension FanActions {
    /// Whether, and on which terms, the artist can be followed once a save has been saved.
    public func followTerms(_ save: Save, of link: Link) -> FollowTerms {
        // Of a playlist nobody is the artist; of what is being saved by now, the grant is as good as gone.
        let isToCome = save.state == .queued && save.dueAt > surroundings.now()
        guard link.kind != .playlist, save.mode == .direct, isToCome || save.state == .waiting
        else { return .unsupported }
        return platforms()[save.platform]?.followTerms ?? .unsupported
    }

    /// Remembers that the fan a token names wants to follow a link's artist on a platform, or sends them there to agree
    /// to it.
    ///
    /// Errors: `not_found` for a forged token, an erased fan, an unknown link; `unavailable`.
    public func follow(
        _ token: String, of name: String, on platform: String
    ) async throws(Failure) -> FollowStart {
        guard let id = fan(of: token), let fan = try await fans.fan(id), let code = Code(name),
            let link = try await links.link(code)
        else { throw Self.lapsed }
        guard !link.isDisabled, var save = try await save(of: fan, link, on: platform) else {
            return .late
        }
        switch followTerms(save, of: link) {
        case .unsupported: return .late
        case .asked where save.follow != .wanted:
            guard let adapter = platforms()[platform] else { return .late }
            let begun = try await begin(.follow, fan, code, on: platform)
            let url = adapter.followURL(
                state: begun.state, challenge: begun.challenge, redirect: redirect(to: platform))
            guard let url else { return .late }
            return .authorise(fan: fan, link: link, url: url, browser: begun.browser)
        case .asked, .covered:
            guard try await fans.follow(link: link.id, on: platform, of: fan.id) else {
                return .late
            }
            save.follow = .wanted
            return .wanted(fan: fan, link: link, save: save)
        }
    }

    /// The fan's save that a follow would hang on, in whatever state; nil if there is none, or it was taken back.
    func save(of fan: Fan, _ link: Link, on platform: String) async throws(Failure) -> Save? {
        try await fans.holdings(of: fan.id)?.saves.map(\.save).first { save in
            save.link == link.id && save.platform == platform && save.state != .revoked
        }
    }
}
