/// One thing an operator can set: its name in the file and in the environment, what may stand there and where
/// it goes. File, environment, flags, `segue check` and the manual's test all read the one table.
struct Setting: Sendable {
    /// Path in the file (`limits.headBytesMax`).
    let key: String
    /// What may stand there, to finish the sentence "expects …".
    let expects: String
    /// Puts a value in its place; false if it does not fit.
    let put: @Sendable (SettingValue, inout Configuration) -> Bool

    /// `limits.headBytesMax` → `SEGUE_LIMITS_HEAD_BYTES_MAX`.
    var variable: String { Self.variablePrefix + Self.upperSnake(key) }

    static let variablePrefix = "SEGUE_"

    private static func upperSnake(_ key: String) -> String {
        var name = ""
        for character in key {
            if character == "." {
                name += "_"
            } else if character == "-" {
                name += "_"
            } else {
                if character.isUppercase { name += "_" }
                name += character.uppercased()
            }
        }
        return name
    }
}

/// A value as it comes: out of the file, or as the text of a variable or a flag.
enum SettingValue {
    case node(ConfigurationNode)
    case text(String)

    /// How a person would recognise it.
    var shown: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .node(let node):
            switch node.value {
            case .text(let text): "\"\(text)\""
            case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
            case .flag(let flag): "\(flag)"
            default: node.kind
            }
        }
    }

    var number: Double? {
        switch self {
        case .text(let text): Double(text)
        case .node(let node): if case .number(let number) = node.value { number } else { nil }
        }
    }

    var string: String? {
        switch self {
        case .text(let text): text
        case .node(let node): if case .text(let text) = node.value { text } else { nil }
        }
    }

    /// Null in the file, an empty variable.
    var isNone: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .node(let node): node.value == .null
        }
    }

    /// A list in the file, a variable's parts between commas.
    var strings: [String]? {
        switch self {
        case .text(let text):
            return text.split(separator: ",").map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        case .node(let node):
            guard case .list(let elements) = node.value else { return nil }
            var strings: [String] = []
            for element in elements {
                guard case .text(let text) = element.value else { return nil }
                strings.append(text)
            }
            return strings
        }
    }
}

extension Setting {
    typealias Place<Value> = WritableKeyPath<Configuration, Value> & Sendable

    static func whole(_ key: String, _ range: ClosedRange<Int>, _ place: any Place<Int>) -> Setting
    {
        Setting(
            key: key, expects: "a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) { value, configuration in
            guard let number = value.number.flatMap({ Int(exactly: $0) }), range.contains(number)
            else { return false }
            configuration[keyPath: place] = number
            return true
        }
    }

    static func seconds(_ key: String, _ range: ClosedRange<Double>, _ place: any Place<Double>)
        -> Setting
    {
        Setting(
            key: key, expects: "seconds from \(range.lowerBound) to \(range.upperBound)"
        ) { value, configuration in
            guard let number = value.number, range.contains(number) else { return false }
            configuration[keyPath: place] = number
            return true
        }
    }

    static func flag(_ key: String, _ place: any Place<Bool>) -> Setting {
        Setting(key: key, expects: "true or false") { value, configuration in
            let flag: Bool? =
                switch value {
                case .text(let text): Bool(text)
                case .node(let node): if case .flag(let flag) = node.value { flag } else { nil }
                }
            guard let flag else { return false }
            configuration[keyPath: place] = flag
            return true
        }
    }

    static func text<Value>(
        _ key: String, _ expects: String, _ place: any Place<Value>,
        read: @escaping @Sendable (String) -> Value?
    ) -> Setting {
        Setting(key: key, expects: expects) { value, configuration in
            guard let read = value.string.flatMap(read) else { return false }
            configuration[keyPath: place] = read
            return true
        }
    }

    /// A text, or null for none.
    static func optional<Value>(
        _ key: String, _ expects: String, _ place: any Place<Value?>,
        read: @escaping @Sendable (String) -> Value?
    ) -> Setting {
        Setting(key: key, expects: expects + ", or null") { value, configuration in
            if value.isNone {
                configuration[keyPath: place] = nil
                return true
            }
            guard let read = value.string.flatMap(read) else { return false }
            configuration[keyPath: place] = read
            return true
        }
    }

    static func list<Element>(
        _ key: String, _ expects: String, countMax: Int, _ place: any Place<[Element]>,
        read: @escaping @Sendable (String) -> Element?
    ) -> Setting {
        Setting(key: key, expects: expects) { value, configuration in
            guard let strings = value.strings, strings.count <= countMax else { return false }
            var elements: [Element] = []
            for string in strings {
                guard let element = read(string) else { return false }
                elements.append(element)
            }
            configuration[keyPath: place] = elements
            return true
        }
    }
}
