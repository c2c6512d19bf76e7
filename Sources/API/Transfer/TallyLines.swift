// A link's counts in an export:
//
//   {"type":"statistics","code":"mira","rows":[
//     {"dimension":"platform","hour":"2026-03-04T15:00:00Z","key":"spotify","visits":2,"clickThroughs":2}]}
//
// Counts of 0 are left out. `key` is empty for totals, and for none (no referrer, country unknown).
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
        var row: [JSON.Member] = [
            .init("dimension", .string("\(tally.dimension)")), .init("hour", .string(hour.rfc3339)),
            .init("key", .string(tally.key)),
        ]
        for (name, path) in members where tally.counts[keyPath: path] != 0 {
            row.append(.init(name, .integer(tally.counts[keyPath: path])))
        }
        return .object(row)
    }

    /// Errors: `invalid_field`.
    static func tallies(_ rows: Node) throws(Failure) -> [Tally] {
        var tallies: [Tally] = []
        for row in try rows.items() {
            var tally = Tally(dimension: .total, hour: 0, key: "", counts: Counts())
            for (name, node) in try row.members() {
                switch name {
                case "dimension":
                    let word = try node.string()
                    guard let dimension = Dimension.allCases.first(where: { "\($0)" == word })
                    else { throw node.fail("\(node.path) is no dimension: “\(word)”.") }
                    tally.dimension = dimension
                case "hour": tally.hour = try node.instant().hour
                case "key": tally.key = try node.string()
                default:
                    guard let member = members.first(where: { $0.name == name }) else {
                        throw node.unknown(["dimension", "hour", "key"] + members.map(\.name))
                    }
                    let count = try node.integer()
                    guard (0...APILimits.tallyMax).contains(count) else {
                        throw node.fail("\(node.path) is no count.")
                    }
                    tally.counts[keyPath: member.path] = count
                }
            }
            guard tally.key.utf8.count <= APILimits.tallyKeyBytesMax else {
                throw row.fail("\(row.path).key is too long.")
            }
            tallies.append(tally)
        }
        return tallies
    }
}
