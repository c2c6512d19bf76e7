import Smartlink

/// A link's rules in the database; a nil target is the landing page.
struct RuleRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func rules(of link: Int64) throws(StoreFailure) -> [Rule] {
        var rules: [Rule] = []
        try connection.rows(
            """
            SELECT country, os, language, referrer, channel, inApp, after, before, target
            FROM rules WHERE link = ? ORDER BY place
            """, [.integer(link)]
        ) { row in
            var rule = Rule(to: row.textOrNil(8).map { .platform($0) } ?? .page)
            rule.country = ListColumn.items(row.text(0)).compactMap { ShortCode($0) }
            rule.os = ListColumn.items(row.text(1)).compactMap { OperatingSystem(name: $0) }
            rule.language = ListColumn.items(row.text(2)).compactMap { ShortCode($0) }
            rule.referrer = ListColumn.items(row.text(3))
            rule.channel = ListColumn.items(row.text(4))
            rule.inApp = row.integerOrNil(5).map { $0 != 0 }
            rule.after = row.integerOrNil(6).map { Instant(ms: $0) }
            rule.before = row.integerOrNil(7).map { Instant(ms: $0) }
            rules.append(rule)
        }
        return rules
    }

    func insert(_ rules: [Rule], of link: Int64) throws(StoreFailure) {
        for (place, rule) in rules.enumerated() {
            let target: String? = if case .platform(let id) = rule.to { id } else { nil }
            try connection.run(
                """
                INSERT INTO rules (link, place, country, os, language, referrer, channel, inApp,
                    after, before, target)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .integer(link), .integer(Int64(place)),
                .text(ListColumn.text(rule.country.map(\.text))),
                .text(ListColumn.text(rule.os.map(\.name))),
                .text(ListColumn.text(rule.language.map(\.text))),
                .text(ListColumn.text(rule.referrer)), .text(ListColumn.text(rule.channel)),
                rule.inApp.map { Value($0) } ?? .null, Value(rule.after?.ms),
                Value(rule.before?.ms), Value(target))
        }
    }
}

/// Several texts in one column, a line each; a newline inside a text becomes a space.
enum ListColumn {
    static func text(_ items: [String]) -> String {
        items.map { $0.split(separator: "\n").joined(separator: " ") }.joined(separator: "\n")
    }

    static func items(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }
}
