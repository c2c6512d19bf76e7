import CCrypto

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    public static let bytes = 32

    /// The digest's 32 bytes.
    public static func digest(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: bytes)
        let done = unsafe EVP_Digest(message, message.count, &digest, nil, EVP_sha256(), nil)
        precondition(done == 1, "libcrypto refuses SHA-256; its installation is broken")
        return digest
    }
}

/// HMAC with SHA-256 (RFC 2104).
public enum HMACSHA256 {
    /// The code's 32 bytes.
    public static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.bytes)
        let done = unsafe HMAC(
            EVP_sha256(), key, CInt(key.count), message, message.count, &code, nil)
        precondition(unsafe done != nil, "libcrypto refuses HMAC; its installation is broken")
        return code
    }
}

/// Whether two secrets are the same, in a time that depends on their length alone.
public func isSameSecret(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return unsafe CRYPTO_memcmp(one, other, one.count) == 0
}
