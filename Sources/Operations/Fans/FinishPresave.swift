public import Smartlink

/// What came back from a platform: a code, a token from a script, or a refusal.
public enum PresaveAnswer: Sendable {
    case code(String)
    /// Apple's Music-User-Token.
    case token(String)
    /// The `error` of RFC 6749 §4.1.2.1.
    case refusal(String)
}

/// How a pre-save ended.
public enum PresaveFinish: Sendable {
    case queued(fan: Fan, link: Link, save: Save)
    /// The fan agreed to following too; the save is queued anew with what they gave.
    case follows(fan: Fan, link: Link, save: Save)
    /// Following came to nothing; the save is queued as it was.
    case stays(fan: Fan, link: Link, save: Save)
    /// It came to nothing; `link` where that much is certain, so that the page can lead back.
    case failed(PresaveFailure, link: Link?)
}

/// Why a fan's way through a platform ended without a save.
public enum PresaveFailure: Error, Equatable, Sendable {
    /// The fan said no.
    case denied
    /// The state is not ours, was used already, or is older than ten minutes.
    case stale
    /// It began in another browser.
    case otherBrowser
    /// The platform gave no grant.
    case unreachable
    /// The platform cannot be saved on any more, or the fan has been erased.
    case closed
    /// The artist deleted the link or switched it off.
    case gone
}

extension FanActions {
    /// Ends a pre-save that `startPresave` began: takes the state, redeems the code, seals the grant, queues the save.
    ///
    /// `authorised` is called once the platform has given a grant to save with. Errors: `unavailable`.
    public func finishPresave(
        on platform: String, state: String, browser: String?, _ answer: PresaveAnswer,
        authorised: (Link) -> Void
    ) async throws(Failure) -> PresaveFinish {
        guard tokens.numbers(of: state, for: .state) != nil else {
            return .failed(.stale, link: nil)
        }
        let now = surroundings.now()
        let hash = surroundings.sha256(Array(state.utf8))
        guard let begun = try await fans.take(state: hash, at: now), begun.platform == platform
        else { return .failed(.stale, link: nil) }
        guard let link = try await links.link(begun.code) else {
            return .failed(.gone, link: nil)
        }
        // Hashes of unguessable secrets: comparing them in plain time gives nothing away.
        guard let browser, surroundings.sha256(Array(browser.utf8)) == begun.browser else {
            return .failed(.otherBrowser, link: link)
        }
        if link.isDisabled { return .failed(.gone, link: link) }
        guard let adapter = platforms()[platform], let fan = try await fans.fan(begun.fan) else {
            return .failed(.closed, link: link)
        }
        let grant: TokenGrant
        do throws(PresaveFailure) {
            grant = try await self.grant(answer, begun, adapter)
        } catch {
            guard begun.wish == .follow, let held = try await save(of: fan, link, on: platform)
            else { return .failed(error, link: link) }
            return .stays(fan: fan, link: link, save: held)
        }
        switch begun.wish {
        case .save: authorised(link)
        case .follow:
            // Taken back, or saved, while the fan was at the platform.
            guard let held = try await save(of: fan, link, on: platform) else {
                return .failed(.closed, link: link)
            }
            guard followTerms(held, of: link) != .unsupported else {
                return .stays(fan: fan, link: link, save: held)
            }
        }
        // Where the music came out while the fan was at the platform, it is saved at once.
        var save = Save(
            id: randomID(), fan: fan.id, link: link.id, platform: platform, mode: .direct,
            dueAt: due(link, for: fan) ?? now, createdAt: now)
        save.diesAt = adapter.dies(grant)
        save.nextAt = save.wakesAt(now)
        if begun.wish == .follow { save.follow = .wanted }
        let sealed = try vault.seal(grant.bytes, row: save.id)
        // Saved already: nothing waits for it any more.
        if try await !fans.queue(save, sealed: sealed) { save.state = .saved }
        return begun.wish == .follow
            ? .follows(fan: fan, link: link, save: save) : .queued(fan: fan, link: link, save: save)
    }

    /// What the platform gives for what came back from it.
    private func grant(
        _ answer: PresaveAnswer, _ begun: Authorisation, _ adapter: any SavingPlatform
    ) async throws(PresaveFailure) -> TokenGrant {
        let code: String
        switch answer {
        case .refusal(let error): throw error == "access_denied" ? .denied : .unreachable
        case .code(let text): code = text
        case .token(let token):
            // Apple's adapter takes the token for a code: it asks which storefront it is good for.
            guard (1...OperationLimits.handedTokenBytesMax).contains(token.utf8.count) else {
                throw .unreachable
            }
            code = token
        }
        do throws(GrantRefusal) {
            return try await adapter.redeem(
                code: code, verifier: begun.verifier, redirect: redirect(to: begun.platform),
                at: surroundings.now())
        } catch {
            refused(begun.platform, error)
            throw error == .invalidGrant ? .stale : .unreachable
        }
    }
}
