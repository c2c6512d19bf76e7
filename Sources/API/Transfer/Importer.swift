// A file becomes links, a batch at a time: as many as the store makes in one transaction. What stands between two
// batches (an image, a link's counts) keeps its order, because counts go to links that are there.
//
// A row that cannot be a link costs nobody anything but its line in the report. Only want of credits, a heading that
// means nothing and a store that fails end an import early; the same file again goes on where it stopped, because every
// row is known by what it says.
internal import JSONText
public import Operations
public import Smartlink

/// Imports one file.
public struct Importer: Sendable {
    public enum Run: Sendable { case real, dry }

    /// Gives the next piece of the file; nil at its end.
    public typealias Pull = () async throws(Failure) -> [UInt8]?
    /// Hears of every row, and how far the import has come.
    public struct Watch {
        var row: (RowReport) async -> Void
        var progress: (ImportRecord) async throws(Failure) -> Void

        public init(
            row: @escaping (RowReport) async -> Void = { _ in },
            progress: @escaping (ImportRecord) async throws(Failure) -> Void = { _ in }
        ) {
            self.row = row
            self.progress = progress
        }
    }

    private let transfer: TransferActions
    private let account: Account
    private let terms: ImportTerms
    private let format: ImportFormat
    private let run: Run
    private let baseURL: String

    private var record: ImportRecord
    private var report: [JSON] = []
    private var batch: [UInt8] = []
    /// In the file's order, so that the report is too.
    private var pending: [(line: Int, link: Result<ImportedLink, Failure>)] = []
    private var searches: [(line: Int, music: ListedMusic, origin: Origin)] = []
    private var kept: [String: Artwork] = [:]

    public init(
        _ transfer: TransferActions, for account: Account, _ terms: ImportTerms,
        format: ImportFormat, run: Run, baseURL: String, record: ImportRecord? = nil
    ) {
        self.transfer = transfer
        self.account = account
        self.terms = terms
        self.format = format
        self.run = run
        self.baseURL = baseURL
        self.record =
            record
            ?? ImportRecord(
                account: account.id, format: format.rawValue, at: transfer.surroundings.now())
    }

    /// Works to the end of the file; what it came to.
    ///
    /// Errors: only `watch`'s own, and the store's where it cannot even be told how far it came.
    public mutating func work(
        start: [UInt8], pull: Pull, watch: Watch
    ) async throws(Failure) -> ImportRecord {
        do throws(Failure) {
            try await work(from: start, pull, watch)
            record.state = .done
            await weighCredits()
        } catch {
            record.state = .stopped
            record.problem = await stopReason(error)
        }
        note()
        try await watch.progress(record)
        return record
    }

    private mutating func work(
        from start: [UInt8], _ pull: Pull, _ watch: Watch
    ) async throws(Failure) {
        var reader = RowReader(
            format, start: start, catalogue: transfer.surroundings.catalogue(),
            artist: account.name)
        batch = transfer.surroundings.sha256(Array(start.prefix(APILimits.guessBytes)))
        try await take(try reader.read(start), reader, watch)
        while let piece = try await pull() {
            try await take(try reader.read(piece), reader, watch)
        }
        try await take(try reader.end(), reader, watch)
        try await flush(watch)
    }

    private mutating func take(
        _ rows: [ImportRow], _ reader: RowReader, _ watch: Watch
    ) async throws(Failure) {
        for row in rows {
            switch row.content {
            case .none: continue
            case .flawed(let failure):
                record.rows += 1
                pending.append((row.line, .failure(failure)))
            case .link(let link):
                record.rows += 1
                pending.append((row.line, await imported(link, reader)))
            case .music(let music):
                record.rows += 1
                let identity = "list\n\(music.text)"
                searches.append((row.line, music, origin(identity, reader)))
            case .webhook(let listed):
                try await flush(watch)
                try await bring(listed, row.line, watch)
            case .artwork(let bytes): try await keep(bytes, row.line, watch)
            case .tallies(let code, let tallies, let line):
                try await flush(watch)
                guard run == .real else { continue }
                let link = origin(reader.own.identity(of: code), reader)
                let mark = transfer.surroundings.sha256(Array("counts\n".utf8) + link.batch + line)
                _ = try await transfer.store.add(tallies, to: link, line: mark, of: account.id)
            }
            if pending.count >= transfer.store.draftsMax
                || searches.count >= APILimits.searchesAtOnce
            {
                try await flush(watch)
            }
        }
    }

    /// Makes what has been gathered.
    private mutating func flush(_ watch: Watch) async throws(Failure) {
        if pending.isEmpty, searches.isEmpty { return }
        let links = pending
        pending = []
        let drafts = links.compactMap { try? $0.link.get() }
        let outcomes =
            run == .real
            ? try await transfer.createLinks(drafts, for: account, terms)
            : try await transfer.tryLinks(drafts, for: account, terms)
        var spent: Failure?
        var rest = outcomes[...]
        for (line, link) in links {
            if case .failure(let failure) = link {
                await settle(line, .failed(failure), watch)
                continue
            }
            guard let outcome = rest.popFirst() else { break }
            if case .failed(let failure) = outcome, failure.code == .creditsExhausted {
                spent = failure
            } else {
                await settle(line, outcome, watch)
            }
        }
        for (line, outcome) in await found() {
            if case .failed(let failure) = outcome, failure.code == .creditsExhausted {
                spent = failure
            } else {
                await settle(line, outcome, watch)
            }
        }
        if let spent { throw spent }
        // Not after every batch: whoever writes it down commits once more for it.
        if transfer.surroundings.now().ms - record.seenAt.ms >= APILimits.importNewsMs {
            note()
            try await watch.progress(record)
        }
        await transfer.rest()
    }

    private mutating func found() async -> [(Int, ImportOutcome)] {
        let some = searches
        searches = []
        let (transfer, account, terms) = (transfer, account, terms)
        guard run == .real else {
            return some.map { ($0.line, .skipped(nil, "It would be looked for.")) }
        }
        return await withTaskGroup(of: (Int, ImportOutcome).self) { group in
            for search in some {
                group.addTask {
                    let outcome = await transfer.findLink(
                        search.music, origin: search.origin, for: account, terms)
                    return (search.line, outcome)
                }
            }
            var outcomes: [(Int, ImportOutcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }
        }
    }

    // MARK: One row

    private func imported(
        _ row: LinkRow, _ reader: RowReader
    ) async -> Result<ImportedLink, Failure> {
        do throws(Failure) {
            var link = try transfer.blankLink(of: account, createdAt: row.createdAt)
            let fields = LinkFields(
                body: Node(value: .object(row.members), path: ""), now: record.startedAt,
                baseURL: baseURL)
            try fields.fill(&link)
            if terms.codes == .kept { link.family = row.family.flatMap { Code($0) } }
            if let artwork = row.artwork { link.artwork = await stored(artwork) }
            return .success(
                ImportedLink(link, code: row.code, origin: origin(row.identity, reader)))
        } catch {
            return .failure(error)
        }
    }

    private mutating func keep(
        _ bytes: [UInt8], _ line: Int, _ watch: Watch
    ) async throws(Failure) {
        guard run == .real else { return }
        do throws(Failure) {
            let artwork = try await transfer.keepArtwork(bytes)
            if kept.count >= APILimits.reportRowsMax { kept.removeAll() }
            kept[artwork.hash] = artwork
        } catch {
            if error.code == .unavailable { throw error }
            record.rows += 1
            await settle(line, .failed(error), watch)
        }
    }

    /// Counts as no row, because it costs nothing: what became of it stands in the report.
    private mutating func bring(
        _ listed: ListedWebhook, _ line: Int, _ watch: Watch
    ) async throws(Failure) {
        do throws(Failure) {
            if let present = try await transfer.webhook(like: listed, of: account.id) {
                await tell(RowReport(line, .skipped, listed, present), watch)
            } else if run == .dry {
                await tell(RowReport(line, .wouldCreate, listed, nil), watch)
            } else {
                let made = try await transfer.bringWebhook(listed, for: account.id)
                await tell(RowReport(line, .created, listed, made), watch)
            }
        } catch {
            if error.code == .unavailable { throw error }
            record.rows += 1
            await settle(line, .failed(error), watch)
        }
    }

    /// The image that a link's JSON names, if it is kept here.
    private func stored(_ json: JSON) async -> Artwork? {
        guard let url = Node(value: json, path: "").textOrNil("url"),
            let name = url.split(separator: "/").last,
            let type = Artwork.ImageType.allCases.first(where: {
                name.hasSuffix(".\($0.fileExtension)")
            })
        else { return nil }
        let hash = String(name.dropLast(type.fileExtension.utf8.count + 1))
        if let artwork = kept[hash] { return artwork }
        guard case .integer(let width)? = json["width"],
            case .integer(let height)? = json["height"],
            (1...Int64(Int32.max)).contains(width), (1...Int64(Int32.max)).contains(height),
            await transfer.actions.links.artworkFile(hash: hash, fileExtension: type.fileExtension)
                != nil
        else { return nil }
        return Artwork(hash: hash, type: type, width: Int(width), height: Int(height))
    }

    private func origin(_ identity: String, _ reader: RowReader) -> Origin {
        let head = reader.own.head
        return Origin(
            key: transfer.surroundings.sha256(Array(identity.utf8)),
            batch: head.isEmpty ? batch : transfer.surroundings.sha256(head))
    }

    // MARK: The report

    private mutating func settle(_ line: Int, _ outcome: ImportOutcome, _ watch: Watch) async {
        let row = RowReport(line, outcome, run, baseURL: baseURL)
        record.done += 1
        switch row.status {
        case .created, .wouldCreate: record.created += 1
        case .skipped: record.skipped += 1
        case .failed: record.failed += 1
        }
        await tell(row, watch)
    }

    private mutating func tell(_ row: RowReport, _ watch: Watch) async {
        if row.isNotable, report.count < APILimits.reportRowsMax { report.append(row.json) }
        await watch.row(row)
    }

    private mutating func note() {
        record.seenAt = transfer.surroundings.now()
        record.report = JSON.array(report).text
    }

    private func stopReason(_ failure: Failure) async -> String {
        guard failure.code == .creditsExhausted else { return failure.message }
        let advised = await transfer.actions.advised(failure, for: account.id)
        return "\(record.created) links were made. \(advised.message) The same file again goes on "
            + "where it stopped."
    }

    /// Says beforehand that the credits will not do.
    private mutating func weighCredits() async {
        guard run == .dry, terms.cost > 0, record.created * terms.cost > account.credits else {
            return
        }
        record.problem =
            "This needs \(record.created * terms.cost) credits, and the account has "
            + "\(account.credits)."
    }
}
