internal import Bytes

/// What a signed-in browser shows: 32 characters of base64url, 192 random bits.
public struct SessionSecret: Equatable, Sendable {
    public let text: String

    /// The cookie it is kept in, and the field that repeats `csrf`; one name each for every door.
    public static let cookieName = "segue_session"
    public static let csrfField = "Segue-CSRF"

    static let randomBytes = 24
    private static let characters = 32
    private static let csrfMark = "csrf"

    /// Nil unless `text` has the shape of a secret.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == Self.characters,
            bytes(base64URL: text)?.count == Self.randomBytes
        else { return nil }
        self.text = String(text)
    }

    /// A new secret out of `randomBytes` random bytes.
    init(random bytes: [UInt8]) { text = base64URL(bytes) }

    /// The token that only a page of ours can show: another site has the browser send the cookie, and cannot read it.
    ///
    /// Follows from the secret, so that nothing is kept for it.
    func csrf(_ sha256: ([UInt8]) -> [UInt8]) -> String {
        hexadecimal(sha256(Array((Self.csrfMark + text).utf8)))
    }
}
