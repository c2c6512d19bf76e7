public import Smartlink

extension Store {
    /// Gives every grant that wants one another seal, a few hundred at a time; how many got one.
    ///
    /// `reseal` answers nil for a seal that may stay. A grant that is renewed meanwhile keeps what it was renewed to.
    /// Errors: those of `reseal`; what was written until then stays written.
    public func resealGrants(
        _ reseal: (_ sealed: [UInt8], _ save: Int64) throws(Failure) -> [UInt8]?
    ) async throws(Failure) -> Int {
        var last = Int64.min
        var count = 0
        while true {
            let page = try await grants(after: last)
            guard let end = page.last?.save else { break }
            last = end
            var changes: [GrantSeal] = []
            for grant in page {
                guard let fresh = try reseal(grant.sealed, grant.save) else { continue }
                changes.append(GrantSeal(save: grant.save, sealed: grant.sealed, fresh: fresh))
            }
            count += try await replace(changes)
        }
        // The log still holds the old seals.
        emptyDestroyed()
        return count
    }

    private func grants(after last: Int64) async throws(Failure) -> [GrantSeal] {
        try await read { connection throws(StoreFailure) in
            var page: [GrantSeal] = []
            try connection.rows(
                "SELECT save, sealed FROM grants WHERE save > ? ORDER BY save LIMIT ?",
                [.integer(last), .integer(Limits.rowsMovedMax)]
            ) { page.append(GrantSeal(save: $0.integer(0), sealed: $0.bytes(1))) }
            return page
        }
    }

    private func replace(_ changes: [GrantSeal]) async throws(Failure) -> Int {
        if changes.isEmpty { return 0 }
        let count = try await write { connection throws(StoreFailure) in
            var count = 0
            for change in changes {
                try connection.run(
                    "UPDATE grants SET sealed = ? WHERE save = ? AND sealed = ?",
                    .blob(change.fresh), .integer(change.save), .blob(change.sealed))
                count += connection.changedRows
            }
            return count
        }
        noteDestroyed()
        return count
    }
}

/// A grant's seal, and the one it is to get.
private struct GrantSeal: Sendable {
    var save: Int64
    var sealed: [UInt8]
    var fresh: [UInt8] = []
}
