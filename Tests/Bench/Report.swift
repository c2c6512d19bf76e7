// What a command found: single facts and one table, as text for people or JSON for programs.

/// One measured value with the digits worth showing.
enum Value {
    case text(String)
    case whole(Int)
    case decimal(Double, digits: Int)
    case missing

    /// Nanoseconds as microseconds.
    static func microseconds(_ ns: UInt64) -> Value { .decimal(Double(ns) / 1e3, digits: 1) }
    static func optional(_ number: Double?, digits: Int) -> Value {
        number.map { .decimal($0, digits: digits) } ?? .missing
    }

    var text: String {
        switch self {
        case .text(let text): text
        case .whole(let number): String(number)
        case .decimal(let number, let digits): fixed(number, digits)
        case .missing: "-"
        }
    }

    var json: String {
        switch self {
        case .text(let text): quoted(text)
        case .missing: "null"
        case .decimal(let number, _) where !number.isFinite: "null"
        default: text
        }
    }
}

struct Report {
    var title: String
    var facts: [(name: String, value: Value)] = []
    var columns: [String] = []
    var rows: [[Value]] = []
    /// Whether something that must hold did not.
    var hasFailed = false

    init(_ title: String) { self.title = title }

    mutating func add(_ name: String, _ value: Value) { facts.append((name, value)) }

    var text: String {
        var lines = [title]
        let names = facts.map(\.name.count).max() ?? 0
        for fact in facts {
            lines.append("  " + padded(fact.name, right: names) + "  " + fact.value.text)
        }
        if !rows.isEmpty {
            let cells = [columns] + rows.map { $0.map(\.text) }
            let widths = columns.indices.map { place in cells.map { $0[place].count }.max() ?? 0 }
            for row in cells {
                let words = row.indices.map { place in
                    place == 0
                        ? padded(row[place], right: widths[place])
                        : padded(row[place], left: widths[place])
                }
                lines.append("  " + words.joined(separator: "  "))
            }
        }
        if hasFailed { lines.append("  FAILED") }
        return lines.joined(separator: "\n")
    }

    var json: String {
        var members = ["\"title\":\(quoted(title))", "\"failed\":\(hasFailed)"]
        let named = facts.map { "\(quoted($0.name)):\($0.value.json)" }
        members.append("\"facts\":{\(named.joined(separator: ","))}")
        let objects = rows.map { row in
            let cells = zip(columns, row).map { "\(quoted($0)):\($1.json)" }
            return "{\(cells.joined(separator: ","))}"
        }
        members.append("\"rows\":[\(objects.joined(separator: ","))]")
        return "{\(members.joined(separator: ","))}"
    }
}

/// `number` with exactly `digits` decimals.
func fixed(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((abs(number) * Double(scale)).rounded())
    let sign = number < 0 && scaled > 0 ? "-" : ""
    if digits == 0 { return "\(sign)\(scaled)" }
    return "\(sign)\(scaled / scale).\(padded(String(scaled % scale), left: digits, with: "0"))"
}

func padded(_ text: String, right width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

func padded(_ text: String, left width: Int, with filling: String = " ") -> String {
    String(repeating: filling, count: max(0, width - text.count)) + text
}

/// `text` as a JSON string.
func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": quoted += "\\\(scalar)"
        case "\u{0}"..."\u{1F}":
            quoted += "\\u" + padded(String(scalar.value, radix: 16), left: 4, with: "0")
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

/// The middle value; of an even count the mean of the middle two; not a number of none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    if sorted.isEmpty { return .nan }
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 { return sorted[middle] }
    return (sorted[middle - 1] + sorted[middle]) / 2
}
