// Short URLs of other programs. One leads to one address; that becomes the destination of the platform whose it is, and
// the title the page had becomes the link's.
//
//   Shlink   JSON: shortCode, longUrl, title, dateCreated (https://api-spec.shlink.io)
//            table: shortCode, longUrl, title, createdAt
//   YOURLS   keyword or shorturl, url, title, timestamp (https://docs.yourls.org, table yourls_url)
//
// Addresses of visitors, where the file has any, are not read.
internal import JSONText
internal import Smartlink

struct ShortenerRows {
    private let catalogue: Catalogue
    private let program: String
    /// Whom a link is by if nothing says it.
    private let artist: String
    private var columns: [String] = []

    init(_ program: ImportFormat, _ catalogue: Catalogue, artist: String) {
        self.program = program.rawValue
        self.catalogue = catalogue
        self.artist = artist
    }

    /// By one of these an object of a JSON file is known to be a row.
    static func marks(_ program: ImportFormat) -> [String] {
        program == .shlink ? ["longUrl"] : ["keyword", "shorturl"]
    }

    mutating func begin(_ cells: [String]) throws(Failure) {
        columns = cells.map { $0.trimmed.lowercased() }
        if columns.first?.hasPrefix("\u{FEFF}") == true { columns[0].removeFirst() }
    }

    func row(_ cells: [String]) -> ImportRow.Content {
        var texts: [String: String] = [:]
        for (name, cell) in zip(columns, cells) { texts[name] = CSVText.text(ofCell: cell) }
        return row(texts)
    }

    func row(_ object: Node) -> ImportRow.Content {
        guard case .object(let members) = object.value else { return .none }
        var texts: [String: String] = [:]
        for member in members {
            if case .string(let text) = member.value { texts[member.name.lowercased()] = text }
        }
        return row(texts)
    }

    private func row(_ texts: [String: String]) -> ImportRow.Content {
        func text(_ names: String...) -> String? {
            names.lazy.compactMap { texts[$0] }.first { !$0.isEmpty }
        }
        let short = text("shorturl").map {
            String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...])
        }
        guard let code = text("shortcode", "keyword") ?? short else {
            return .flawed(.row("The row names no short code."))
        }
        guard let address = text("longurl", "url") else {
            return .flawed(.row("The row names no URL."))
        }
        guard let url = try? WebURL(address), let platform = catalogue.platform(owning: url.host)
        else {
            return .flawed(
                .row("\(address.prefix(200)) is no address of a platform that is known here."))
        }
        var row = LinkRow(identity: "\(program)\n\(code)\n\(url.text)")
        row.code = code
        row.createdAt = text("datecreated", "createdat", "timestamp").flatMap(Self.instant)
        row.members = [
            .init("title", .string(Self.line(text("title") ?? code))),
            .init("artist", .string(artist)), .init("mode", "direct"),
            .init(
                "destinations",
                [["platform": .string(platform.id), "url": .string(url.text)]]),
        ]
        return .link(row)
    }

    /// A page's title may be longer than a link's, or have line ends.
    private static func line(_ text: String) -> String {
        var line = ""
        for character in text.split(whereSeparator: \.isWhitespace).joined(separator: " ") {
            guard line.utf8.count + character.utf8.count <= LinkLimits.titleBytesMax else { break }
            line.append(character)
        }
        return line
    }

    /// RFC 3339, or the form of SQL without a zone, which is taken for UTC.
    private static func instant(_ text: String) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        let sql = text.split(separator: " ").joined(separator: "T")
        return Instant(rfc3339: sql + "Z")
    }
}
