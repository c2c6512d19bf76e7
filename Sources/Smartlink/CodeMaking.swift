// Where new codes come from: chance, or the artist's own words.

extension Code {
    /// Random bytes `random(from:)` wants; enough that it fails less than once in 10^13 calls.
    public static let randomBytes = 32

    /// A code of seven characters, every one equally likely; nil if too many bytes had to be
    /// skipped.
    public static func random(from bytes: [UInt8]) -> Code? {
        // 232 is the largest multiple of the alphabet's 58 characters in a byte; more would favour
        // some.
        let fair = 256 / alphabet.count * alphabet.count
        let usable = bytes.filter { Int($0) < fair }.prefix(randomCharacters)
        guard usable.count == randomCharacters else { return nil }
        let characters = usable.map { alphabet[Int($0) % alphabet.count] }
        return Code(String(decoding: characters, as: UTF8.self))
    }

    public static let slugBytesMin = 3

    /// A custom slug as an artist may choose it: 3 to 64 of `a-z 0-9 - _`, no `-` or `_` at either
    /// end.
    ///
    /// Lower case only, so that two slugs never differ by case alone. Errors: `invalid_field` for
    /// `slug`.
    public static func slug(_ text: String) throws(Failure) -> Code {
        let last = text.utf8.last ?? 0
        guard text.utf8.count >= slugBytesMin, let code = Code(text),
            !text.utf8.contains(where: { (0x41...0x5A).contains($0) }), last != 0x2D, last != 0x5F
        else {
            throw Failure(
                .invalidField,
                """
                use \(slugBytesMin) to \(bytesMax) of a-z, 0-9, - and _, a letter or digit at both \
                ends
                """,
                field: "slug")
        }
        return code
    }
}
