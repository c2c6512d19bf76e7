/// Somebody else's words on the listener's terminal: without anything a terminal would obey.
public enum TerminalText {
    public static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            plain.append(isControl ? " " : scalar)
        }
        return String(plain)
    }
}
