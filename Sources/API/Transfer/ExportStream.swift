// An export is made while it is sent: a stack of steps, each of which gives some lines and may put more steps on the
// stack, so that no more than a page of anything is held.
public import HTTP
internal import JSONText
public import Operations
public import Smartlink

/// Everything of an account that a format can hold, a part at a time.
public actor ExportStream: BodyStream {
    let transfer: TransferActions
    let account: Account
    let format: ExportFormat
    let baseURL: String
    let now: Instant
    private var steps: [Step] = [.begin]
    private var links = 0
    /// Images that were written already, by the beginning of their hash.
    private var artworks: Set<String> = []
    /// Codes that nginx, which minds no case in a map's plain keys, would take for one another.
    private var alike: Set<String> = []

    enum Step {
        case begin
        case page(after: String?)
        case link(Link)
        case tallies(Link, TallyPlace)
        case presaves(Link)
        case fans(Link, after: String?)
        case webhooks
        case ledger(after: String?)
        case end
    }

    public init(
        _ transfer: TransferActions, of account: Account, as format: ExportFormat, baseURL: String
    ) {
        self.transfer = transfer
        self.account = account
        self.format = format
        self.baseURL = baseURL
        now = transfer.surroundings.now()
    }

    public func next() async -> BodyPart {
        var out: [UInt8] = []
        do throws(Failure) {
            while out.count < APILimits.exportPartBytes, let step = steps.popLast() {
                out += try await run(step)
            }
        } catch {
            steps = []
            return .broken
        }
        return out.isEmpty ? .end : .bytes(out)
    }

    private func run(_ step: Step) async throws(Failure) -> [UInt8] {
        switch step {
        case .begin: return try await begin()
        case .page(let cursor):
            var query = LinkQuery()
            query.sort = .createdAscending
            query.limit = APILimits.exportPageLinks
            query.cursor = cursor
            let page = try await transfer.actions.listLinks(of: account.id, query)
            if let next = page.next { steps.append(.page(after: next)) }
            steps += page.items.reversed().map { .link($0) }
            return []
        case .link(let link):
            links += 1
            return try await lines(of: link)
        case .tallies(let link, let place):
            let page = try await transfer.store.tallies(of: link.id, from: place)
            if let next = page.next { steps.append(.tallies(link, next)) }
            return TallyLines.lines(page.tallies, of: link.code)
        case .presaves(let link):
            let counts = try await transfer.fans.counts(link: link.id)
            if counts.isEmpty { return [] }
            return Self.line("presaves", of: link.code, PresaveResource.json(counts))
        case .fans(let link, let cursor): return try await fans(of: link, after: cursor)
        case .webhooks: return try await webhooks()
        case .ledger(let cursor): return try await ledger(after: cursor)
        case .end:
            return format == .nginx
                ? Array(Departure.nginxFoot.utf8)
                : Self.line(["type": "end", "links": .integer(Int64(links))])
        }
    }

    private func begin() async throws(Failure) -> [UInt8] {
        switch format {
        case .jsonl: steps = [.end, .ledger(after: nil), .webhooks, .page(after: nil)]
        case .csv, .nginx, .redirects: steps = [.page(after: nil)]
        }
        switch format {
        case .jsonl: return Self.line(head)
        case .csv: return Array(LinkTable(transfer.surroundings.catalogue()).header.utf8)
        case .nginx:
            alike = try await transfer.store.codesAlike(of: account.id)
            steps.insert(.end, at: 0)
            return Array(Departure.nginxHead.utf8)
        case .redirects: return Array(Departure.redirectsHead.utf8)
        }
    }

    private var head: JSON {
        [
            "type": "head", "format": "segue", "version": .integer(Self.version),
            "exportedAt": .string(now.rfc3339), "baseUrl": .string(baseURL),
            "account": [
                "name": .string(account.name), "plan": .string(account.plan.rawValue),
                "credits": .integer(account.credits),
            ],
        ]
    }

    /// Of the lines' form; it is counted up when a reader of the present one would misunderstand.
    static let version: Int64 = 1

    private func lines(of link: Link) async throws(Failure) -> [UInt8] {
        switch format {
        case .csv:
            return Array(
                LinkTable(transfer.surroundings.catalogue()).line(link, at: now, baseURL: baseURL)
                    .utf8)
        case .nginx, .redirects:
            let departure = Departure(link, transfer.surroundings.catalogue())
            return Array(
                (format == .redirects
                    ? departure.redirectsLine
                    : departure.nginxLine(isAlike: alike.contains(link.code.text))).utf8)
        case .jsonl:
            steps += [.fans(link, after: nil), .presaves(link), .tallies(link, .first)]
            return try await artwork(of: link)
                + Self.line([
                    "type": "link", "link": LinkResource.json(link, at: now, baseURL: baseURL),
                ])
        }
    }

    /// Before the first link that has it.
    private func artwork(of link: Link) async throws(Failure) -> [UInt8] {
        guard let artwork = link.artwork else { return [] }
        // Past so many an image may stand in the file twice, which does no harm.
        if artworks.count >= APILimits.exportArtworksMax { artworks.removeAll() }
        guard artworks.insert(String(artwork.hash.prefix(16))).inserted,
            let bytes = try await transfer.store.artwork(
                hash: artwork.hash, fileExtension: artwork.type.fileExtension)
        else { return [] }
        return Self.line([
            "type": "artwork", "hash": .string(artwork.hash),
            "mediaType": .string(artwork.type.mediaType), "bytes": .string(Base64.text(bytes)),
        ])
    }

    private func fans(of link: Link, after cursor: String?) async throws(Failure) -> [UInt8] {
        let page = try await transfer.fans.fans(
            of: link.id, limit: APILimits.pageFansMax, cursor: cursor)
        if let next = page.next { steps.append(.fans(link, after: next)) }
        return page.items.flatMap { Self.line("fan", of: link.code, FanResource($0).json) }
    }

    /// Never their secrets: who reads a file may not sign for its artist.
    private func webhooks() async throws(Failure) -> [UInt8] {
        guard let webhooks = transfer.actions.webhooks else { return [] }
        return try await webhooks.listWebhooks(of: account.id).flatMap {
            Self.line(WebhookResource.line($0))
        }
    }

    private func ledger(after cursor: String?) async throws(Failure) -> [UInt8] {
        let page = try await transfer.actions.accounts.ledger(
            of: account.id, limit: APILimits.exportPageLinks, cursor: cursor)
        if let next = page.next { steps.append(.ledger(after: next)) }
        var out: [UInt8] = []
        for entry in page.items {
            out += Self.line([
                "type": "credits", "at": .string(entry.at.rfc3339),
                "amount": .integer(entry.amount), "reason": .string(entry.reason),
                "code": .text(entry.code?.text),
            ])
        }
        return out
    }

    private static func line(_ json: JSON) -> [UInt8] { json.bytes + [UInt8(ascii: "\n")] }

    private static func line(_ type: String, of code: Code, _ json: JSON) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("type", .string(type)), .init("code", .string(code.text)),
        ]
        if case .object(let own) = json { members += own }
        return line(.object(members))
    }
}
