internal import JSONText
internal import Smartlink

/// A target's query, each name known and given once.
struct Query {
    private let values: [String: String]

    init(_ pairs: [(name: String, value: String)], known: [String] = []) throws(Failure) {
        var values: [String: String] = [:]
        for (name, value) in pairs {
            guard known.contains(name) else {
                let words =
                    known.isEmpty ? "none is known here" : "known: " + known.joined(separator: ", ")
                throw Failure(
                    .unknownField, "There is no query parameter \(name); \(words).", field: name)
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Failure(.invalidField, "\(name) is given twice.", field: name)
            }
        }
        self.values = values
    }

    /// A text; an empty one counts as absent.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether the parameter is there, with or without a value, and does not say no.
    func has(_ name: String) throws(Failure) -> Bool {
        switch values[name] {
        case nil, "false", "0": return false
        case "", "true", "1": return true
        default: throw Failure(.invalidField, "\(name) is true or false.", field: name)
        }
    }

    func integer(_ name: String) throws(Failure) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text) else {
            throw Failure(.invalidField, "\(name) must be a whole number.", field: name)
        }
        return value
    }

    /// An RFC 3339 time.
    func instant(_ name: String) throws(Failure) -> Instant? {
        guard let text = values[name] else { return nil }
        // A plus sign in a query means a space unless it is written %2B.
        let repaired = String(text.map { $0 == " " ? "+" : $0 })
        return try Node(value: .string(repaired), path: name).instant()
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, _ type: Choice.Type)
        throws(Failure) -> Choice?
    where Choice.RawValue == String {
        try values[name].map { (text) throws(Failure) in
            try Node(value: .string(text), path: name).choice(type)
        }
    }
}
