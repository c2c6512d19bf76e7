// A table whose columns are named like a link's JSON, or like the platforms.
internal import JSONText
internal import Smartlink

struct TableRows {
    private let catalogue: Catalogue
    private var columns: [String] = []

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// Reads the heading.
    ///
    /// Errors: `invalid_field`, `unknown_field` for a column nobody knows.
    mutating func begin(_ cells: [String]) throws(Failure) {
        columns = cells.map { CSVText.text(ofCell: $0.trimmed) }
        if columns.first?.hasPrefix("\u{FEFF}") == true { columns[0].removeFirst() }
        let platforms = catalogue.platforms.map(\.id)
        for name in columns {
            guard LinkTable.columns.contains(name) || platforms.contains(name) || name == "version"
            else {
                throw Failure(
                    .unknownField,
                    "There is no column \(name). Known here: \(LinkTable.columns.joined(separator: ", ")), "
                        + "and for URLs \(platforms.joined(separator: ", ")).", field: name)
            }
        }
    }

    func row(_ cells: [String]) -> ImportRow.Content {
        guard cells.count <= columns.count else {
            return .flawed(
                .row("The row has \(cells.count) cells and the heading \(columns.count)."))
        }
        var row = LinkRow(identity: "")
        var utm: [JSON.Member] = []
        var destinations: [JSON] = []
        do throws(Failure) {
            for (name, cell) in zip(columns, cells) {
                let text = CSVText.text(ofCell: cell)
                if text.isEmpty { continue }
                if name.hasPrefix("utm.") {
                    utm.append(.init(String(name.dropFirst(4)), .string(text)))
                } else if catalogue.platform(id: name) != nil {
                    destinations.append(["platform": .string(name), "url": .string(text)])
                } else {
                    try take(name, text, &row)
                }
            }
        } catch {
            return .flawed(error)
        }
        if !utm.isEmpty { row.members.append(.init("utm", .object(utm))) }
        if !destinations.isEmpty { row.members.append(.init("destinations", .array(destinations))) }
        row.identity =
            row.code.map { "csv\n\($0)" } ?? "csv\n" + JSON.object(row.members).text
        return .link(row)
    }

    private func take(_ name: String, _ text: String, _ row: inout LinkRow) throws(Failure) {
        switch name {
        case "code": row.code = text
        case "createdAt":
            row.createdAt = try Node(value: .string(text), path: name).instant()
        case "url", "updatedAt", "version": return
        case "state": if text == "disabled" { row.members.append(.init(name, "disabled")) }
        case "durationMs":
            guard let number = Int64(text) else {
                throw .row("durationMs must be a whole number, not “\(text)”.", field: name)
            }
            row.members.append(.init(name, .integer(number)))
        case "emailCapture":
            guard let flag = Bool(text.lowercased()) else {
                throw .row("emailCapture must be true or false, not “\(text)”.", field: name)
            }
            row.members.append(.init(name, .bool(flag)))
        default: row.members.append(.init(name, .string(text)))
        }
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
