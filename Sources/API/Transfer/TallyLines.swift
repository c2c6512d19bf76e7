// A link's counts in an export:
//
//   {"type":"statistics","code":"mira","rows":[
//     {"hour":"2026-03-04T15:00:00Z","platform":"spotify","country":"DE","os":"ios","reason":"cookie","visits":2}]}
//
// A row holds what is counted of one hour under one set of keys; keys of which there is none (no referrer, country
// unknown) and counts of 0 are left out. `bot` is the class that `bots` counts.
internal import JSONText
internal import Smartlink

enum TallyLines {
    /// The counts by their names; the order is that of the lines.
    private static let members:
        [(name: String, path: any WritableKeyPath<Counts, Int64> & Sendable)] = [
            ("visits", \.visits), ("uniques", \.uniques), ("clickThroughs", \.clickThroughs),
            ("presavesStarted", \.presavesStarted), ("presavesAuthorised", \.presavesAuthorised),
            ("presaves", \.presaves), ("presavesFailed", \.presavesFailed), ("signups", \.signups),
            ("conversions", \.conversions), ("bots", \.bots),
        ]
    private static let dimensions = Dimension.allCases.filter { $0 != .total }
    private static let hourMs: Int64 = 3_600_000

    static func lines(_ tallies: [Tally], of code: Code) -> [UInt8] {
        var out: [UInt8] = []
        var rest = tallies[...]
        while !rest.isEmpty {
            let some = rest.prefix(APILimits.talliesOfLine)
            rest = rest.dropFirst(some.count)
            let line: JSON = [
                "type": "statistics", "code": .string(code.text), "rows": .array(some.map(json)),
            ]
            out += line.bytes + [UInt8(ascii: "\n")]
        }
        return out
    }

    private static func json(_ tally: Tally) -> JSON {
        let hour = Instant(ms: tally.hour * hourMs)
        var row: [JSON.Member] = [.init("hour", .string(hour.rfc3339))]
        for dimension in dimensions {
            if let key = tally.keys[dimension] { row.append(.init("\(dimension)", .string(key))) }
        }
        if tally.bot != .none { row.append(.init("bot", .string(tally.bot.name))) }
        for (name, path) in members where tally.counts[keyPath: path] != 0 {
            row.append(.init(name, .integer(tally.counts[keyPath: path])))
        }
        return .object(row)
    }

    /// Errors: `invalid_field`.
    static func tallies(_ rows: Node) throws(Failure) -> [Tally] {
        var tallies: [Tally] = []
        for row in try rows.items() {
            tallies.append(try tally(row))
        }
        return tallies
    }

    private static func tally(_ row: Node) throws(Failure) -> Tally {
        var tally = Tally(hour: 0, counts: Counts())
        for (name, node) in try row.members() {
            if name == "hour" {
                tally.hour = try node.instant().hour
            } else if name == "bot" {
                let word = try node.string()
                guard let bot = BotClass.allCases.first(where: { $0.name == word }) else {
                    throw node.fail("\(node.path) is no class of bots: “\(word)”.")
                }
                tally.bot = bot
            } else if let dimension = dimensions.first(where: { "\($0)" == name }) {
                let key = try node.string()
                guard key.utf8.count <= APILimits.tallyKeyBytesMax else {
                    throw node.fail("\(node.path) is too long.")
                }
                tally.keys[dimension] = key
            } else if let member = members.first(where: { $0.name == name }) {
                let count = try node.integer()
                guard (0...APILimits.tallyMax).contains(count) else {
                    throw node.fail("\(node.path) is no count.")
                }
                tally.counts[keyPath: member.path] = count
            } else {
                throw node.unknown(
                    ["hour", "bot"] + dimensions.map { "\($0)" } + members.map(\.name))
            }
        }
        return tally
    }
}
