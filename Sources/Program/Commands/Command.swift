import JSONText

/// One thing `segue` does: what it takes, what it is for, and the work.
struct Command: Sendable {
    /// The words that name it (`account create`).
    var words: [String]
    var summary: String
    /// Words that must follow, by what they stand for.
    var operands: [String] = []
    var flags: [Flag] = []
    /// More lines for `--help`.
    var notes = ""
    var life = Life.brief
    /// Errors of every floor come out here; `Complaint` puts them into words.
    var run: @Sendable (Call) async throws -> Void

    enum Life: Sendable {
        case brief
        /// Goes on until a signal ends it, which it gets to see.
        case lasting
    }

    /// What one run was given.
    struct Call: Sendable {
        var operands: [String]
        var values: [String: [String]]
        var console: Console
        var environment: [String: String]
        /// For lasting commands.
        var signals: Signals?

        /// The last value of a flag; nil if it was not given.
        func value(_ flag: String) -> String? { values[flag]?.last }
        func isSet(_ flag: String) -> Bool { values[flag] != nil }
        var wantsJSON: Bool { isSet("json") }
    }
}

/// A named argument: `--name VALUE`, `--name=VALUE`, or a switch.
struct Flag: Sendable {
    var name: String
    /// What its value is called in the help; nil for a switch.
    var value: String?
    var help: String
    var need = Need.optional

    enum Need: Sendable { case optional, required, repeatable }

    static let data = Flag(
        name: "data", value: "DIR", help: "folder of the store (default: as configured)")
    static let config = Flag(name: "config", value: "FILE", help: "configuration file")
    static let json = Flag(name: "json", value: nil, help: "answer in JSON")
    static let help = Flag(name: "help", value: nil, help: "show this")
}
