/// One `--flag value` of a command; a flag without placeholder takes no value.
struct Option: Sendable {
    var name: String
    var placeholder: String?
    var fallback: String?
    var help: String

    init(_ name: String, _ placeholder: String? = nil, _ fallback: String? = nil, help: String) {
        self.name = name
        self.placeholder = placeholder
        self.fallback = fallback
        self.help = help
    }

    static let json = Option("json", help: "print JSON instead of a table")
}

/// Words that do not fit the command.
struct Usage: Error {
    var message: String
    init(_ message: String) { self.message = message }
}

/// A command's flags, checked against what it declares.
struct Arguments {
    private var values: [String: [String]] = [:]
    private let options: [Option]

    init(_ words: [String], of command: Command) throws {
        options = command.options + [.json]
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else { throw Usage("\(word) is not a flag") }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
            let name = String(parts.first ?? "")
            guard let option = options.first(where: { $0.name == name }) else {
                throw Usage("there is no --\(name)")
            }
            if option.placeholder == nil {
                values[name, default: []].append("")
            } else if parts.count == 2 {
                values[name, default: []].append(String(parts[1]))
            } else if let value = rest.popFirst() {
                values[name, default: []].append(value)
            } else {
                throw Usage("--\(name) needs a value")
            }
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func optional(_ name: String) -> String? {
        values[name]?.last ?? options.first { $0.name == name }?.fallback
    }

    func text(_ name: String) throws -> String {
        guard let value = optional(name) else { throw Usage("--\(name) is needed") }
        return value
    }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    func whole(_ name: String, _ bounds: ClosedRange<Int>) throws -> Int {
        let word = try text(name)
        guard let number = Int(word), bounds.contains(number) else {
            throw Usage(
                "--\(name) is a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    func optionalWhole(_ name: String, _ bounds: ClosedRange<Int>) throws -> Int? {
        optional(name) == nil ? nil : try whole(name, bounds)
    }

    func decimal(_ name: String, _ bounds: ClosedRange<Double>) throws -> Double {
        let word = try text(name)
        guard let number = Double(word), bounds.contains(number) else {
            throw Usage("--\(name) is a number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }
}
