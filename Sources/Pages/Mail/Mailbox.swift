/// Somebody letters come from or go to: an address and, for people, a name.
public struct Mailbox: Equatable, Sendable {
    public let name: String?
    /// `local@domain`, ASCII.
    public let address: String

    /// Nil for an address that cannot stand between angle brackets: anything but a dot-atom, `@` and
    /// a host name (RFC 5322 §3.4.1, RFC 5321 §4.5.3.1).
    public init?(name: String? = nil, address: String) {
        let bytes = Array(address.utf8)
        guard bytes.count <= PageLimits.addressCharactersMax,
            let at = bytes.lastIndex(of: UInt8(ascii: "@")),
            Self.isDotAtom(bytes[..<at]), Self.isHost(bytes[(at + 1)...])
        else { return nil }
        self.name = name
        self.address = address
    }

    /// `"Mira Vale" <news@music.example>`
    func field(after used: Int) -> String {
        guard let name, !oneLine(name).isEmpty else { return "<\(address)>" }
        let shown = HeaderText(name, charactersMax: MailLimits.nameCharactersMax)
            .displayName(after: used)
        let lastLine = shown.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        let indent = lastLine == shown.utf8.count ? used : 0
        let isFull = indent + lastLine + address.utf8.count + 3 > HeaderText.lineCharactersMax
        return shown + (isFull ? "\r\n " : " ") + "<\(address)>"
    }

    private static func isDotAtom(_ bytes: ArraySlice<UInt8>) -> Bool {
        let marks = Array("!#$%&'*+-/=?^_`{|}~".utf8)
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
            }
    }

    static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { label in
                !label.isEmpty && label.first != UInt8(ascii: "-")
                    && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

enum MailLimits {
    /// Subjects and display names are cut here; mailbox lists show far less.
    static let subjectCharactersMax = 200
    static let nameCharactersMax = 80
    /// A one-click address has to fit its line (RFC 5322 §2.1.1).
    static let unsubscribeURLBytesMax = 900
    /// Enough that no two letters ever share a Message-ID.
    static let identityBytesMin = 8
}
