import Operations
import Smartlink
import Telemetry

/// A save as it is after an attempt, and what the platform said; nil where none was asked.
typealias SaveAttempt = (leased: LeasedSave, outcome: SaveOutcome?)

extension SaveRunner {
    /// Tries one save.
    func attempt(_ leased: LeasedSave, _ link: Link) async -> SaveAttempt {
        if let settled = settledUnasked(leased, link) { return (settled, nil) }
        let (outcome, grant) = await outcome(of: leased, link)
        return (await settled(leased, link, outcome, grant), outcome)
    }

    /// What becomes of a save without asking its platform; nil where that has to be asked.
    func settledUnasked(_ leased: LeasedSave, _ link: Link) -> LeasedSave? {
        let now = actions.surroundings.now()
        let canRemind = leased.reminder != nil
        var changed = leased
        // The artist may have moved the release since it was queued.
        let due = dueMoment(of: link, for: leased.fan, zones: actions.zones)
        if due > now, leased.save.dueAt == due, !leased.save.isOutlivedByGrant {
            changed.save = leased.save.expired(at: now, canRemind: canRemind)
            return changed
        }
        // A link that is switched off, or deleted and can be restored, waits until it is there again.
        let isOff = link.isDisabled || link.deletedAt != nil
        if due > now || isOff {
            changed.save.dueAt = due
            changed.save.nextAt =
                isOff
                ? max(due, Instant(ms: now.ms + Limits.disabledMs)) : changed.save.wakesAt(now)
            changed.save.state = .queued
            // Its time has not begun.
            changed.save.attempts = 0
            changed.save.triedAt = nil
            return changed
        }
        guard leased.save.mode == .direct else {
            changed.save = leased.save.reminding(at: now, canRemind: canRemind)
            return changed
        }
        return nil
    }

    /// A save after an attempt; where it was saved, the follow that was wished with it is carried out.
    func settled(
        _ leased: LeasedSave, _ link: Link, _ outcome: SaveOutcome, _ grant: TokenGrant?
    ) async -> LeasedSave {
        let surroundings = actions.surroundings
        var changed = leased
        let random = surroundings.random(8).reduce(0) { $0 << 8 | UInt64($1) }
        changed.save = leased.save.after(
            outcome, at: surroundings.now(), jitter: random, canRemind: leased.reminder != nil)
        if changed.save.state == .saved, changed.save.follow == .wanted {
            changed.save.follow = await follow(changed.save, link, with: grant)
        }
        return changed
    }

    /// What a save's attempt came to, and the grant it was made with, as renewed.
    private func outcome(
        of leased: LeasedSave, _ link: Link
    ) async -> (SaveOutcome, TokenGrant?) {
        let id = leased.save.id
        guard let platform = actions.platforms()[leased.save.platform] else {
            return (.unreachable, nil)
        }
        guard let grant = grant(of: leased) else { return (.refused(.invalidGrant), nil) }
        let target = SaveTarget(link, on: platform.id)
        let key = key(of: leased.save)
        do {
            let renewed = try await renew(grant, of: id, at: platform)
            let first = await platform.save(target, with: renewed, key: key)
            guard first == .unauthorised else { return (first, renewed) }
            // The platform ended the access token before its time: once more with a new one.
            var spent = renewed
            spent.expiresAt = Instant(ms: 0)
            let fresh = try await renew(spent, of: id, at: platform)
            guard fresh.access != renewed.access else { return (.refused(.invalidGrant), nil) }
            return (await platform.save(target, with: fresh, key: key), fresh)
        } catch let refusal as GrantRefusal {
            let outcome: SaveOutcome =
                switch refusal {
                case .invalidGrant: .refused(.invalidGrant)
                case .misconfigured: .misconfigured
                case .unreachable: .unreachable
                }
            return (outcome, nil)
        } catch {
            return (.unreachable, nil)
        }
    }

    /// The grant of a leased save, out of its seal; nil if there is none that opens.
    func grant(of leased: LeasedSave) -> TokenGrant? {
        guard let sealed = leased.sealed,
            let secret = try? actions.vault.open(sealed, row: leased.save.id)
        else { return nil }
        return TokenGrant(bytes: secret)
    }

    /// The same for a repetition whose answer was lost, another one for a new look: platforms replay the old answer.
    func key(of save: Save) -> String {
        "segue-\(String(save.id, radix: 16))-\(save.attempts)"
    }

    /// A grant that is good for a while. A new one is in the store before it is used: some platforms take a refresh token
    /// once only.
    func renew(
        _ grant: TokenGrant, of save: Int64, at platform: any SavingPlatform
    ) async throws -> TokenGrant {
        let renewed = try await platform.renew(grant, at: actions.surroundings.now())
        guard renewed != grant else { return grant }
        try await actions.fans.replaceGrant(
            of: save, sealed: actions.vault.seal(renewed.bytes, row: save))
        return renewed
    }
}

extension SaveTarget {
    /// What a link knows of its music for one platform.
    init(_ link: Link, on platform: String) {
        let url = link.destinations.first { $0.platform == platform && $0.status == .verified }?.url
        self.init(
            kind: link.kind, title: link.title, artist: link.artist, isrc: link.isrc, upc: link.upc,
            url: url)
    }
}
