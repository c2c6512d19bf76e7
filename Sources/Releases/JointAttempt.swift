// One fan's saves on one platform that are due together: an album and its single, or several artists on one day.
// Where the platform takes several things in a request they go in one, under the newest of the fan's grants there, and
// each keeps its own outcome. What the platform refuses as a whole is tried one by one.
//
// Together goes only what goes to the same account: a fan is a browser, and of two people who share one, neither must
// find the other's music in their library.
import Operations
import Smartlink

/// A leased save and its link.
struct SaveErrand: Sendable {
    var leased: LeasedSave
    var link: Link
}

extension SaveRunner {
    /// The errands in the order they came; those that fit into one request together.
    func together(_ errands: [SaveErrand]) -> [[SaveErrand]] {
        struct Key: Hashable {
            var fan: Int64
            var platform: String
        }
        let platforms = actions.platforms()
        let keys = errands.map { Key(fan: $0.leased.save.fan, platform: $0.leased.save.platform) }
        let counts = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
        var groups: [[SaveErrand]] = []
        var open: [Key: [(place: Int, grant: TokenGrant)]] = [:]
        for (errand, key) in zip(errands, keys) {
            let most = platforms[key.platform]?.togetherMax ?? 1
            // Most fans have one thing due, whose seal need not be opened for this.
            guard errand.leased.save.mode == .direct, most > 1, counts[key, default: 1] > 1,
                let grant = grant(of: errand.leased)
            else {
                groups.append([errand])
                continue
            }
            let fitting = open[key]?.first {
                groups[$0.place].count < most && $0.grant.opensSameLibrary(as: grant)
            }
            if let fitting {
                groups[fitting.place].append(errand)
            } else {
                open[key, default: []].append((groups.count, grant))
                groups.append([errand])
            }
        }
        return groups
    }

    /// Tries what goes together, or the one that goes alone; `since` is when it was leased.
    func attempt(_ errands: [SaveErrand], since: Instant) async -> [SaveAttempt] {
        if errands.count == 1 { return [await attempt(errands[0].leased, errands[0].link)] }
        var attempts: [SaveAttempt] = []
        var due: [SaveErrand] = []
        for errand in errands {
            if let settled = settledUnasked(errand.leased, errand.link) {
                attempts.append((settled, nil))
            } else {
                due.append(errand)
            }
        }
        // In the order of their ids, so that a repetition is the same request to the letter.
        due.sort { $0.leased.save.id < $1.leased.save.id }
        if due.count > 1, let joint = await joint(&due) { return attempts + joint }
        for errand in due {
            guard !Task.isCancelled, isHeld(since: since) else {
                attempts.append((errand.leased.putBack(until: since), nil))
                continue
            }
            attempts.append(await attempt(errand.leased, errand.link))
        }
        return attempts
    }

    /// Nil where it has to be tried one by one.
    private func joint(_ errands: inout [SaveErrand]) async -> [SaveAttempt]? {
        guard let platform = actions.platforms()[errands[0].leased.save.platform] else {
            return nil
        }
        var grants: [TokenGrant] = []
        for errand in errands {
            guard let grant = grant(of: errand.leased) else { return nil }
            grants.append(grant)
        }
        guard
            let newest = grants.indices.max(by: {
                grants[$0].authorisedAt < grants[$1].authorisedAt
            }),
            let renewed = try? await renew(
                grants[newest], of: errands[newest].leased.save.id, at: platform)
        else { return nil }
        if renewed != grants[newest] {
            // Alone, too, it must not be renewed by what was good once.
            errands[newest].leased.sealed = try? actions.vault.seal(
                renewed.bytes, row: errands[newest].leased.save.id)
        }
        grants[newest] = renewed
        let outcomes = await platform.save(
            errands.map { SaveTarget($0.link, on: platform.id) }, with: renewed,
            key: key(of: errands))
        guard let outcomes, outcomes.count == errands.count, !outcomes.contains(.unauthorised)
        else { return nil }
        var attempts: [SaveAttempt] = []
        for (place, errand) in errands.enumerated() {
            // To follow may be agreed to under the save's own grant only.
            var own: TokenGrant? = grants[place]
            if outcomes[place] == .saved, errand.leased.save.follow == .wanted, place != newest {
                own = try? await renew(
                    grants[place], of: errand.leased.save.id, at: platform)
            }
            attempts.append(
                (await settled(errand.leased, errand.link, outcomes[place], own), outcomes[place]))
        }
        return attempts
    }

    /// The same for a repetition of the same batch.
    private func key(of errands: [SaveErrand]) -> String {
        let keys = errands.map { key(of: $0.leased.save) }.joined(separator: " ")
        let digest = actions.surroundings.sha256(Array(keys.utf8)).prefix(16)
        return "segue-" + digest.map { String(Int($0) | 0x100, radix: 16).suffix(2) }.joined()
    }
}
