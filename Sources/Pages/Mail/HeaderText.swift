// How words get into a header field and cannot get out of it: whatever is not printable ASCII goes
// into encoded words (RFC 2047), so no value holds a CR, LF or NUL by the time it is written.

/// Unstructured text of a header field: a subject, a display name.
struct HeaderText {
    /// RFC 2047 §2: an encoded word is at most 75 characters long.
    private static let encodedWordCharactersMax = 75
    private static let encodedLineCharactersMax = 76
    /// RFC 5322 §2.1.1.
    static let lineCharactersMax = 78
    private static let start = "=?UTF-8?B?"
    private static let end = "?="

    /// One line of words; controls are spaces, and what turns the direction of the rest around is gone.
    let text: String

    init(_ text: String, charactersMax: Int = .max) {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}": scalars.append(" ")
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
            default: scalars.append(scalar)
            }
        }
        self.text = excerpt(
            String(scalars), characters: charactersMax, bytes: .max, escapedBytes: .max)
    }

    /// Whether it can stand as it is: printable ASCII that nobody takes for an encoded word.
    private var isPlain: Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !text.contains("=?")
            && text.split(separator: " ").allSatisfy { $0.utf8.count < Self.lineCharactersMax - 1 }
    }

    /// Folded for a field whose name and colon take `used` characters of the first line.
    func unstructured(after used: Int) -> String {
        isPlain
            ? Self.fold(text.split(separator: " ").map(String.init), after: used)
            : encoded(after: used)
    }

    /// As a display name (RFC 5322 §3.4): quoted where it is ASCII, encoded where it is not.
    func displayName(after used: Int) -> String {
        guard isPlain else { return encoded(after: used) }
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }

    private static func fold(_ words: [String], after used: Int) -> String {
        var (folded, column) = ("", used)
        for word in words {
            if !folded.isEmpty {
                let isFull = column + 1 + word.utf8.count > lineCharactersMax
                folded += isFull ? "\r\n " : " "
                column = isFull ? 1 : column + 1
            }
            folded += word
            column += word.utf8.count
        }
        return folded
    }

    /// One encoded word a line, each of whole characters; a character too long for one is split
    /// between its scalars, never within.
    private func encoded(after used: Int) -> String {
        let frame = Self.start.utf8.count + Self.end.utf8.count
        let bytesMax = (Self.encodedWordCharactersMax - frame) / 4 * 3
        // Its line is at most 76 characters long, the field's name among them (RFC 2047 §2).
        let firstBytesMax =
            (min(Self.encodedWordCharactersMax, Self.encodedLineCharactersMax - used) - frame)
            / 4 * 3
        var words: [[UInt8]] = [[]]
        func append(_ piece: [UInt8]) {
            let room = words.count == 1 ? firstBytesMax : bytesMax
            if words[words.count - 1].count + piece.count > room { words.append([]) }
            words[words.count - 1] += piece
        }
        for character in text {
            let bytes = Array(character.utf8)
            if bytes.count <= firstBytesMax {
                append(bytes)
            } else {
                for scalar in character.unicodeScalars { append(Array(String(scalar).utf8)) }
            }
        }
        return words.map { Self.start + base64($0) + Self.end }.joined(separator: "\r\n ")
    }
}
