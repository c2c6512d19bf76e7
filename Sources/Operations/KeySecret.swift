/// An API key as its owner holds it: `segue_` and 32 characters of base64url, 192 random bits.
public struct KeySecret: Equatable, Sendable {
    public let text: String

    static let mark = "segue_"
    static let randomBytes = 24
    static let characters = 32
    /// So many characters are kept readable, to tell keys apart.
    static let prefixCharacters = 10

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Nil unless `text` has the shape of a key.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.mark.utf8.count + Self.characters,
            bytes.starts(with: Self.mark.utf8),
            bytes[Self.mark.utf8.count...].allSatisfy(Self.alphabet.contains)
        else { return nil }
        self.text = String(text)
    }

    /// A new key out of `randomBytes` random bytes.
    init(random bytes: [UInt8]) {
        var out = Array(Self.mark.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = bytes[start..<min(start + 3, bytes.count)].reduce(0) { $0 << 8 | Int($1) }
            for shift in [18, 12, 6, 0] { out.append(Self.alphabet[three >> shift & 63]) }
        }
        text = String(decoding: out, as: UTF8.self)
    }

    var prefix: String { String(text.prefix(Self.prefixCharacters)) }
}
