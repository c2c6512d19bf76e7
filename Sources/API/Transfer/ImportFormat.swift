// Which of the known files this is, by what the caller says, by its type, or by its first bytes.
internal import Smartlink

/// What links can be imported from.
public enum ImportFormat: String, Sendable, CaseIterable {
    /// An export of Segue's.
    case jsonl
    /// A table whose columns are named like a link's JSON, or like platforms.
    case csv
    /// Shlink's short URLs: the answer of `GET /rest/v3/short-urls`, or the table its web client saves.
    case shlink
    /// YOURLS's table of URLs, as CSV or JSON.
    case yourls
    /// ISRCs, UPCs or URLs, one a line.
    case list

    /// Guesses from the first bytes of a file; nil where it could be several.
    public init?(guessing start: [UInt8]) {
        let text = String(decoding: start.prefix(APILimits.guessBytes), as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        let line = trimmed.prefix { !$0.isNewline }
        if trimmed.hasPrefix("{") || trimmed.hasPrefix("[") {
            if line.contains("\"type\":\"head\"") {
                self = .jsonl
            } else if text.contains("\"longUrl\"") {
                self = .shlink
            } else if text.contains("\"keyword\"") || text.contains("\"shorturl\"") {
                self = .yourls
            } else {
                return nil
            }
            return
        }
        let names = line.split(separator: ",").map {
            $0.trimmingPrefix("\"").prefix { $0 != "\"" }.lowercased()
        }
        if names.contains("shortcode"), names.contains("longurl") {
            self = .shlink
        } else if names.contains("keyword"), names.contains("url") {
            self = .yourls
        } else if names.contains("title") || names.contains("isrc") && names.count > 1 {
            self = .csv
        } else if let music = try? ListedLine(line), music != .blank {
            self = .list
        } else {
            return nil
        }
    }

    static let unknown = Failure(
        .invalidField,
        "It does not show what this file is: say format=jsonl, csv, shlink, yourls or list.",
        field: "format")
}
