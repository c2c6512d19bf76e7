/// What keys and seals may measure.
enum Limits {
    /// A key file is a few lines of digits.
    static let keyFileBytesMax = 16 << 10
    /// Keys kept for opening what was sealed under them.
    static let keysMax = 64
    /// A secret that is sealed: tokens and what belongs to them.
    static let secretBytesMax = 64 << 10
    /// A token in an address or a cookie.
    static let signedCharactersMax = 1_024
    /// A private key in PEM.
    static let pemBytesMax = 16 << 10
}
