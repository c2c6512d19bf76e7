public import Smartlink
import Synchronization

extension Store: LinkStore {
    public func create(
        _ link: Link, cost: Int64, once: Once?, pursueAt: Instant?
    ) async throws(Failure) -> (link: Link, isRepeat: Bool) {
        let preparation = preparation.withLock { $0 }
        let now = settings.now()
        return try await write(changing: link.code) { connection throws(StoreFailure) in
            let receipts = ReceiptRecords(connection)
            if let once, let link = try receipts.link(once, of: link.account) {
                return (link, true)
            }
            let taken = try connection.integer(
                "SELECT link FROM codes WHERE code = ?", .text(link.code.text))
            if taken != nil {
                throw .domain(LinkRecords.taken(link.code))
            }
            try AccountRecords(connection).spend(
                cost, of: link.account, for: link.code, at: link.createdAt)
            let created = try LinkRecords(connection).insert(link, preparation)
            if let once {
                try receipts.keep(once, for: created.id, of: link.account, at: now)
            }
            if let pursueAt {
                try PursuitRecords(connection).keep(link: created.id, rounds: 0, nextAt: pursueAt)
            }
            return (created, false)
        }
    }

    public func link(madeBy once: Once, of account: Int64) async throws(Failure) -> Link? {
        try await read { connection throws(StoreFailure) in
            try ReceiptRecords(connection).link(once, of: account)
        }
    }

    public func link(_ code: Code) async throws(Failure) -> Link? {
        try await read { connection throws(StoreFailure) in try LinkRecords(connection).link(code) }
    }

    public func link(id: Int64) async throws(Failure) -> Link? {
        try await read { connection throws(StoreFailure) in
            try LinkRecords(connection).link(id: id)
        }
    }

    public func links(of account: Int64, _ query: LinkQuery) async throws(Failure) -> Page<Link> {
        let listing: LinkListing
        do throws(StoreFailure) {
            listing = try LinkListing(of: account, query, at: settings.now())
        } catch {
            throw error.failure
        }
        return try await read { connection throws(StoreFailure) in try listing.page(connection) }
    }

    public func replace(_ link: Link, at now: Instant) async throws(Failure) -> Link {
        let preparation = preparation.withLock { $0 }
        return try await write(changing: link.code) { connection throws(StoreFailure) in
            let records = LinkRecords(connection)
            guard let present = try records.link(link.code), present.account == link.account else {
                throw .domain(Self.noLink(link.code))
            }
            guard present.version == link.version else {
                throw .domain(
                    Failure(
                        .preconditionFailed,
                        "The link was changed meanwhile (version \(present.version), not "
                            + "\(link.version)): read it again and repeat the change."))
            }
            var changed = link
            changed.id = present.id
            changed.createdAt = present.createdAt
            changed.updatedAt = now
            changed.version += 1
            try records.update(changed, preparation)
            return changed
        }
    }

    public func delete(
        _ code: Code, of account: Int64, at now: Instant
    ) async throws(Failure) {
        try await write(changing: code) { connection throws(StoreFailure) in
            let records = LinkRecords(connection)
            guard let present = try records.link(code), present.account == account else {
                throw .domain(Self.noLink(code))
            }
            try records.delete(present.id, at: now)
        }
    }

    public func keepArtwork(_ bytes: [UInt8], _ artwork: Artwork) async throws(Failure) {
        guard ArtworkFiles.isHash(artwork.hash) else {
            throw Failure(.invalidField, "An artwork's hash is 64 hexadecimal digits.")
        }
        let path = ArtworkFiles.path(
            artwork.hash, artwork.type.fileExtension, in: folder)
        // The file before its row: a row always has its file.
        try await read { _ throws(StoreFailure) in
            if DataFolder.size(of: path) != bytes.count {
                try DataFolder.write(bytes, to: path)
            }
        }
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                INSERT INTO artworks (hash, type, width, height, bytes) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                .text(artwork.hash), .text(artwork.type.rawValue), .integer(Int64(artwork.width)),
                .integer(Int64(artwork.height)), .integer(Int64(bytes.count)))
        }
    }

    public func artworkFile(hash: String, fileExtension: String) async -> (
        path: String, bytes: Int
    )? {
        guard ArtworkFiles.isHash(hash),
            Artwork.ImageType.allCases.contains(where: { $0.fileExtension == fileExtension })
        else { return nil }
        let path = ArtworkFiles.path(hash, fileExtension, in: folder)
        return DataFolder.size(of: path).map { (path, $0) }
    }

    static func noLink(_ code: Code) -> Failure {
        Failure(.notFound, "There is no link \(code).")
    }
}

/// Where images lie: `artwork/<hash>.<ext>`.
enum ArtworkFiles {
    /// Whether this is a SHA-256 in lower-case hexadecimal, and so safe in a path.
    static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    static func path(_ hash: String, _ fileExtension: String, in folder: DataFolder) -> String {
        "\(folder.artwork)/\(hash).\(fileExtension)"
    }
}
