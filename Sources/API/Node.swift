internal import JSONText
internal import Smartlink

/// A JSON value and where it stands, so that a refusal can name the field in the caller's own
/// words.
struct Node {
    var value: JSON
    /// `destinations[1].url`; empty for the whole body.
    var path: String

    func fail(_ message: String) -> Failure { Failure(.invalidField, message, field: path) }

    private func wrongType(_ wanted: String) -> Failure {
        fail("\(path.isEmpty ? "The body" : path) must be \(wanted), not \(value.kindName).")
    }

    var isNull: Bool { value == .null }

    func string() throws(Failure) -> String {
        guard case .string(let text) = value else { throw wrongType("a string") }
        return text
    }

    /// Nil for null: the field is cleared.
    func optionalString() throws(Failure) -> String? { isNull ? nil : try string() }

    func bool() throws(Failure) -> Bool {
        guard case .bool(let value) = value else { throw wrongType("true or false") }
        return value
    }

    func integer() throws(Failure) -> Int64 {
        switch value {
        case .integer(let whole): return whole
        case .number(let value):
            guard let whole = Int64(exactly: value) else { throw wrongNumber() }
            return whole
        default: throw wrongType("an integer")
        }
    }

    private func wrongNumber() -> Failure { fail("\(path) must be a whole number.") }

    func number() throws(Failure) -> Double {
        switch value {
        case .integer(let whole): return Double(whole)
        case .number(let value): return value
        default: throw wrongType("a number")
        }
    }

    func items() throws(Failure) -> [Node] {
        guard case .array(let items) = value else { throw wrongType("an array") }
        return items.enumerated().map { Node(value: $1, path: "\(path)[\($0)]") }
    }

    /// An array's items, or the value itself where one is given instead of a list of one.
    func itemsOrOne() throws(Failure) -> [Node] {
        if case .array = value { return try items() }
        return [self]
    }

    func members() throws(Failure) -> [(name: String, node: Node)] {
        guard case .object(let members) = value else { throw wrongType("an object") }
        return members.map {
            ($0.name, Node(value: $0.value, path: path.isEmpty ? $0.name : "\(path).\($0.name)"))
        }
    }

    /// One of an enumeration's words.
    func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws(Failure)
        -> Choice
    where Choice.RawValue == String {
        let text = try string()
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw fail("\(path) must be one of \(words), not “\(text)”.")
        }
        return choice
    }

    /// Refuses a member nobody knows, by name.
    func unknown(_ known: [String]) -> Failure {
        Failure(
            .unknownField,
            "There is no field \(path). Known here: \(known.joined(separator: ", ")).",
            field: path)
    }
}
