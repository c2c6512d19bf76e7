/// One value of a configuration file and the line it stands on.
struct ConfigurationNode: Equatable {
    var line: Int
    var value: Value

    indirect enum Value: Equatable {
        case null
        case flag(Bool)
        case number(Double)
        case text(String)
        case list([ConfigurationNode])
        case object([Member])
    }

    struct Member: Equatable {
        var name: String
        /// Where the name stands.
        var line: Int
        var node: ConfigurationNode
    }

    /// What it is, in an operator's words.
    var kind: String {
        switch value {
        case .null: "null"
        case .flag: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "a group of settings"
        }
    }
}
