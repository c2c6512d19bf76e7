import Smartlink

/// One page of an account's links: the query as SQL, and the cursor that continues it.
///
/// A cursor is `<sort>.<key>.<id>` of the page's last link, the key in decimal or, for titles, in
/// hexadecimal; it stays good when links before it come and go.
struct LinkListing: Sendable {
    private let sort: LinkQuery.Sort
    private let limit: Int
    private var condition = "WHERE account = ?"
    private var values: [Value]

    init(of account: Int64, _ query: LinkQuery, at now: Instant) throws(StoreFailure) {
        sort = query.sort
        limit = max(1, min(query.limit, Limits.pageItemsMax))
        values = [.integer(account)]
        condition +=
            query.state == .deleted ? " AND deletedAt IS NOT NULL" : " AND deletedAt IS NULL"
        switch query.state {
        case .disabled: condition += " AND isDisabled = 1"
        case .presave:
            condition += " AND isDisabled = 0 AND releaseAt > ?"
            values.append(.integer(now.ms))
        case .released:
            condition += " AND isDisabled = 0 AND (releaseAt IS NULL OR releaseAt <= ?)"
            values.append(.integer(now.ms))
        case .deleted, nil: break
        }
        let words = (query.search ?? "").lowercased().split(whereSeparator: \.isWhitespace)
        for word in words.prefix(Limits.searchWordsMax) {
            condition += " AND instr(words, ?) > 0"
            values.append(.text(String(word)))
        }
        if let cursor = query.cursor { try go(after: cursor) }
        condition += " ORDER BY \(column) \(direction), id \(direction) LIMIT ?"
        values.append(.integer(Int64(limit + 1)))
    }

    func page(_ connection: Connection) throws(StoreFailure) -> Page<Link> {
        var links = try LinkRecords(connection).links(condition, values)
        guard links.count > limit else { return Page(items: links, next: nil) }
        links.removeLast(links.count - limit)
        return Page(items: links, next: links.last.map(cursor))
    }

    private var column: String {
        switch sort {
        case .createdAscending, .createdDescending: "createdAt"
        case .updatedDescending: "updatedAt"
        case .titleAscending: "foldedTitle"
        }
    }

    private var isDescending: Bool { sort == .createdDescending || sort == .updatedDescending }
    private var direction: String { isDescending ? "DESC" : "ASC" }

    private func cursor(after link: Link) -> String {
        let key =
            switch sort {
            case .createdAscending, .createdDescending: "\(link.createdAt.ms)"
            case .updatedDescending: "\(link.updatedAt.ms)"
            case .titleAscending: Self.hex(link.title.lowercased())
            }
        return "\(sort.rawValue).\(key).\(link.id)"
    }

    private mutating func go(after cursor: String) throws(StoreFailure) {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == sort.rawValue, let id = Int64(parts[2]) else {
            throw .domain(Self.badCursor)
        }
        let key: Value
        if sort == .titleAscending {
            guard let title = Self.text(hex: parts[1]) else { throw .domain(Self.badCursor) }
            key = .text(title)
        } else {
            guard let moment = Int64(parts[1]) else { throw .domain(Self.badCursor) }
            key = .integer(moment)
        }
        condition += " AND (\(column), id) \(isDescending ? "<" : ">") (?, ?)"
        values += [key, .integer(id)]
    }

    static let badCursor = Failure(
        .invalidField, "This cursor belongs to another list: start again without one.",
        field: "cursor")

    private static func hex(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 { out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: out, as: UTF8.self)
    }

    private static func text(hex: Substring) -> String? {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count % 2 == 0 else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
