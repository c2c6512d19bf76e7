import Operations
import Smartlink
import Telemetry

extension SaveRunner {
    /// Tries one save: the save as it is afterwards, and what the platform said; nil where none was asked.
    func attempt(_ leased: LeasedSave, _ link: Link) async -> (LeasedSave, SaveOutcome?) {
        let surroundings = actions.surroundings
        let now = surroundings.now()
        let canRemind = leased.reminder != nil
        var changed = leased
        // The artist may have moved the release since it was queued.
        let due = dueMoment(of: link, for: leased.fan, zones: actions.zones)
        if due > now, leased.save.dueAt == due, !leased.save.isOutlivedByGrant {
            changed.save = leased.save.expired(at: now, canRemind: canRemind)
            return (changed, nil)
        }
        if due > now || link.isDisabled {
            changed.save.dueAt = due
            // A link that is switched off waits until it is on again.
            changed.save.nextAt =
                link.isDisabled
                ? max(due, Instant(ms: now.ms + Limits.disabledMs)) : changed.save.wakesAt(now)
            changed.save.state = .queued
            // Its time has not begun.
            changed.save.attempts = 0
            changed.save.triedAt = nil
            return (changed, nil)
        }
        guard leased.save.mode == .direct else {
            changed.save = leased.save.reminding(at: now, canRemind: canRemind)
            return (changed, nil)
        }
        let outcome = await outcome(of: leased, link)
        let random = surroundings.random(8).reduce(0) { $0 << 8 | UInt64($1) }
        changed.save = leased.save.after(
            outcome, at: surroundings.now(), jitter: random, canRemind: canRemind)
        return (changed, outcome)
    }

    private func outcome(of leased: LeasedSave, _ link: Link) async -> SaveOutcome {
        let id = leased.save.id
        guard let platform = actions.platforms()[leased.save.platform] else { return .unreachable }
        guard let sealed = leased.sealed, let secret = try? actions.vault.open(sealed, row: id),
            let grant = TokenGrant(bytes: secret)
        else { return .refused(.invalidGrant) }
        let target = SaveTarget(link, on: platform.id)
        // The same for a repetition whose answer was lost, another one for a new look: platforms replay the old answer.
        let key = "segue-\(String(id, radix: 16))-\(leased.save.attempts)"
        do {
            let renewed = try await renew(grant, of: id, at: platform)
            let first = await platform.save(target, with: renewed, key: key)
            guard first == .unauthorised else { return first }
            // The platform ended the access token before its time: once more with a new one.
            var spent = renewed
            spent.expiresAt = Instant(ms: 0)
            let fresh = try await renew(spent, of: id, at: platform)
            guard fresh.access != renewed.access else { return .refused(.invalidGrant) }
            return await platform.save(target, with: fresh, key: key)
        } catch let refusal as GrantRefusal {
            return switch refusal {
            case .invalidGrant: .refused(.invalidGrant)
            case .misconfigured: .misconfigured
            case .unreachable: .unreachable
            }
        } catch {
            return .unreachable
        }
    }

    /// A grant that is good for a while. A new one is in the store before it is used: some platforms take a refresh token
    /// once only.
    private func renew(
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
