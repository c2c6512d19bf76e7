// Many links in one transaction, a savepoint each: one that is refused leaves nothing behind, and the others stand.
// Nobody is told of new links: no loop remembers a code that leads nowhere.
public import Smartlink
import Synchronization

extension Store: TransferStore {
    public var draftsMax: Int { Limits.draftsMax }

    public func create(
        _ drafts: [LinkDraft], at now: Instant
    ) async throws(Failure) -> [DraftOutcome] {
        let preparation = preparation.withLock { $0 }
        return try await write { connection throws(StoreFailure) in
            var outcomes: [DraftOutcome] = []
            outcomes.reserveCapacity(drafts.count)
            for draft in drafts {
                try connection.run("SAVEPOINT draft")
                do throws(StoreFailure) {
                    outcomes.append(
                        try DraftRecords(connection, at: now).make(draft, preparation))
                } catch {
                    guard case .domain(let failure) = error else { throw error }
                    try connection.run("ROLLBACK TO draft")
                    outcomes.append(.refused(failure))
                }
                try connection.run("RELEASE draft")
            }
            return outcomes
        }
    }

    public func link(from origin: Origin, of account: Int64) async throws(Failure) -> Link? {
        try await read { connection throws(StoreFailure) in
            guard let id = try OriginRecords(connection).link(origin.key, of: account),
                let link = try LinkRecords(connection).link(id: id), link.deletedAt == nil
            else { return nil }
            return link
        }
    }

    public func keep(
        _ origin: Origin, for link: Int64, of account: Int64
    ) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try OriginRecords(connection).keep(origin, for: link, of: account)
        }
    }

    public func artwork(
        hash: String, fileExtension: String
    ) async throws(Failure) -> [UInt8]? {
        guard let file = await artworkFile(hash: hash, fileExtension: fileExtension) else {
            return nil
        }
        return try await read { _ throws(StoreFailure) in try DataFolder.read(file.path) }
    }

    public func codesAlike(of account: Int64) async throws(Failure) -> Set<String> {
        try await read { connection throws(StoreFailure) in
            var codes: Set<String> = []
            try connection.rows(
                """
                SELECT group_concat(code, ' ') FROM links WHERE account = ? AND deletedAt IS NULL
                GROUP BY lower(code) HAVING count(*) > 1
                """, [.integer(account)]
            ) { codes.formUnion($0.text(0).split(separator: " ").map(String.init)) }
            return codes
        }
    }
}

/// One draft, in the caller's transaction.
private struct DraftRecords {
    let connection: Connection
    let now: Instant

    init(_ connection: Connection, at now: Instant) {
        self.connection = connection
        self.now = now
    }

    func make(
        _ draft: LinkDraft, _ preparation: RoutePreparation?
    ) throws(StoreFailure) -> DraftOutcome {
        let link = draft.link
        if let origin = draft.origin,
            let id = try OriginRecords(connection).link(origin.key, of: link.account),
            let present = try LinkRecords(connection).link(id: id)
        {
            return .isThere(present.deletedAt == nil ? present : nil)
        }
        if let owner = try connection.integer(
            "SELECT link FROM codes WHERE code = ?", .text(link.code.text))
        {
            let present = try LinkRecords(connection).link(id: owner)
            if draft.origin != nil, let present, present.account == link.account,
                present.deletedAt == nil
            {
                return .isThere(present)
            }
            throw .domain(LinkRecords.taken(link.code))
        }
        try AccountRecords(connection).spend(
            draft.cost, of: link.account, for: link.code, at: now)
        let made = try LinkRecords(connection).insert(link, preparation)
        if let origin = draft.origin {
            try OriginRecords(connection).keep(origin, for: made.id, of: link.account)
        }
        if let pursueAt = draft.pursueAt {
            try PursuitRecords(connection).keep(link: made.id, rounds: 0, nextAt: pursueAt)
        }
        return .made(made)
    }
}

/// What was imported, by the identity of its row.
struct OriginRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func link(_ key: [UInt8], of account: Int64) throws(StoreFailure) -> Int64? {
        try connection.integer(
            "SELECT link FROM origins WHERE account = ? AND origin = ?", .integer(account),
            .blob(key))
    }

    /// One whose link is gone for good is another's from here on.
    func keep(_ origin: Origin, for link: Int64, of account: Int64) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO origins (account, origin, link, batch) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET link = excluded.link, batch = excluded.batch
            """,
            .integer(account), .blob(origin.key), .integer(link), .blob(origin.batch))
    }
}
