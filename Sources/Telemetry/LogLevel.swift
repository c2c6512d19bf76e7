/// How much a log line matters; lines below the chosen level are not written.
public enum LogLevel: UInt8, Sendable, CaseIterable, Comparable {
    case debug, info, warning, error

    /// The level of that name.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    public var name: StaticString {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    public static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }
}

extension StaticString {
    static func == (one: StaticString, other: String) -> Bool { one.description == other }
}
