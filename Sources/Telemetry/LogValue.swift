/// What may stand in the log, by construction: there is no case for a fan's address, for a request's text or
/// for a secret, and free text is cut and cleansed of API keys.
public enum LogValue: Sendable {
    case count(Int)
    case milliseconds(Double)
    /// A word out of a fixed set.
    case word(StaticString)
    /// A file or folder of the operator.
    case path(String)
    /// An address this server listens on, or its own base URL.
    case endpoint(String)
    /// A platform's id, or a reason out of the code.
    case name(String)
    /// A link's code.
    case code(String)
    /// What an adapter or the operating system said went wrong.
    case cause(String)
}

/// One named value of a log line.
public struct LogField: Sendable {
    public var key: StaticString
    public var value: LogValue

    public init(_ key: StaticString, _ value: LogValue) {
        self.key = key
        self.value = value
    }
}
