/// One pattern of `config/crawlers.json` or a platform's, read: see `CrawlersFile` for how it is
/// written.
struct AgentPattern: Equatable {
    /// Lower case, ASCII.
    var text: [UInt8]
    var tiesStart = false
    var tiesEnd = false
    var bordersStart = false
    var bordersEnd = false

    static let bytesMax = 120

    /// Errors: `invalid_field` under `path`.
    init(_ written: String, path: String) throws(Failure) {
        var rest = Array(written.utf8)[...]
        if rest.first == UInt8(ascii: "^") {
            tiesStart = true
            rest.removeFirst()
        } else if rest.first == UInt8(ascii: "|") {
            bordersStart = true
            rest.removeFirst()
        }
        if rest.last == UInt8(ascii: "$") {
            tiesEnd = true
            rest.removeLast()
        } else if rest.last == UInt8(ascii: "|") {
            bordersEnd = true
            rest.removeLast()
        }
        guard (2...Self.bytesMax).contains(rest.count) || (tiesStart && tiesEnd && !rest.isEmpty)
        else {
            throw Failure(
                .invalidField, "use a pattern of 2 to \(Self.bytesMax) characters: \"\(written)\"",
                field: path)
        }
        guard rest.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Failure(.invalidField, "use ASCII only in \"\(written)\"", field: path)
        }
        text = rest.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// The ties as the compiled table keeps them.
    var ties: UInt8 {
        (tiesStart ? 1 : 0) | (tiesEnd ? 2 : 0) | (bordersStart ? 4 : 0) | (bordersEnd ? 8 : 0)
    }
}
