/// Takes a command apart as a shell would, without one: blanks separate, quotes and backslashes hold together. Nothing
/// is expanded (POSIX.1-2024, Shell Command Language §2.2).
public enum ShellWords {
    /// Nil where a quote is not closed.
    public static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = text[...]
        while let character = rest.popFirst() {
            switch (quote, character) {
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (.some(let open), character) where open == character:
                quote = nil
            case (nil, "\\"):
                if let next = rest.popFirst() { word = (word ?? "") + String(next) }
            case ("\"", "\\"):
                // Within double quotes it stands for itself, except before what means something there.
                if let next = rest.first, "$`\"\\".contains(next) {
                    rest.removeFirst()
                    word = (word ?? "") + String(next)
                } else {
                    word = (word ?? "") + "\\"
                }
            case (nil, _) where character.isWhitespace:
                if let finished = word { words.append(finished) }
                word = nil
            default:
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }
}
