// A deleted link is gone for everybody but its artist, who can have it back for 30 days. Its queued saves wait as they
// do for a link that is switched off (SaveAttempt), and end with it.
public import Smartlink
import Synchronization

extension Store {
    public func restore(
        _ code: Code, of account: Int64, at now: Instant
    ) async throws(Failure) -> Link {
        let preparation = preparation.withLock { $0 }
        return try await write(changing: code) { connection throws(StoreFailure) in
            let records = LinkRecords(connection)
            guard var link = try records.kept(code), link.account == account else {
                throw .domain(Self.noLink(code))
            }
            guard let deletedAt = link.deletedAt else { return link }
            // The next sweep takes it.
            if now.ms - deletedAt.ms >= Link.restorableMs { throw .domain(Self.noLink(code)) }
            try connection.run(
                "UPDATE links SET deletedAt = NULL WHERE id = ?", .integer(link.id))
            link.deletedAt = nil
            link.updatedAt = now
            link.version += 1
            try records.update(link, preparation)
            return link
        }
    }

    /// Takes links away that nobody restored in time, some at once; false if there were none. What fans queued and
    /// subscribed to is then ended as an orphan's.
    func purgeDeleted(at now: Instant) async throws(Failure) -> Bool {
        let ended = now.ms - Link.restorableMs
        let isDue = try await read { connection throws(StoreFailure) in
            try connection.integer(
                "SELECT 1 FROM links WHERE deletedAt <= ? LIMIT 1", .integer(ended)) != nil
        }
        guard isDue else { return false }
        return try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                DELETE FROM links WHERE id IN (
                    SELECT id FROM links WHERE deletedAt <= ? LIMIT ?)
                """, .integer(ended), .integer(Limits.linksPurgedMax))
            return connection.changedRows > 0
        }
    }
}
