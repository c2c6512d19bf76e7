import CCrypto

/// Why a message could not be signed.
public enum SigningFailure: Error, Equatable, Sendable {
    /// Not a private key on the curve P-256 in PEM, or one under a passphrase.
    case key
    case signature
}

/// ECDSA on P-256 with SHA-256 (RFC 7518 §3.4): the 64 bytes r and s. `pem` is a private key in PKCS #8.
public func es256(_ message: [UInt8], pem: String) throws(SigningFailure) -> [UInt8] {
    let text = Array(pem.utf8)
    guard text.count <= Limits.pemBytesMax else { throw .key }
    let source = unsafe BIO_new_mem_buf(text, Int32(text.count))
    defer { unsafe BIO_free(source) }
    // Without a callback libcrypto would ask for a passphrase at the terminal.
    let key = unsafe PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
    ERR_clear_error()
    guard let key = unsafe key else { throw .key }
    defer { unsafe EVP_PKEY_free(key) }
    guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_EC, unsafe EVP_PKEY_get_bits(key) == 256,
        unsafe isP256(key)
    else { throw .key }
    let context = unsafe EVP_MD_CTX_new()
    defer { unsafe EVP_MD_CTX_free(context) }
    // DER of two integers of at most 33 bytes.
    var der = [UInt8](repeating: 0, count: 80)
    var count = der.count
    let isDone =
        unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1
        && EVP_DigestSign(context, &der, &count, message, message.count) == 1
    guard isDone, let pair = integers(ofDER: Array(der[..<count])) else { throw .signature }
    return pair
}

private func isP256(_ key: OpaquePointer) -> Bool {
    var name = [CChar](repeating: 0, count: 32)
    var count = 0
    guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else { return false }
    return name[..<count].map { UInt8(bitPattern: $0) } == Array("prime256v1".utf8)
}

/// r and s of a signature in DER, 32 bytes each.
private func integers(ofDER der: [UInt8]) -> [UInt8]? {
    unsafe der.withUnsafeBufferPointer { bytes in
        var place = bytes.baseAddress
        guard let signature = unsafe d2i_ECDSA_SIG(nil, &place, bytes.count) else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        var r = [UInt8](repeating: 0, count: 32)
        var s = r
        guard unsafe BN_bn2binpad(ECDSA_SIG_get0_r(signature), &r, 32) == 32,
            unsafe BN_bn2binpad(ECDSA_SIG_get0_s(signature), &s, 32) == 32
        else { return nil }
        return r + s
    }
}

/// A new private key on the curve P-256, PKCS #8 in PEM; nil if there is no randomness.
public func makeES256Key() -> String? {
    guard let key = unsafe segue_make_p256() else { return nil }
    defer { unsafe EVP_PKEY_free(key) }
    let sink = unsafe BIO_new(BIO_s_mem())
    defer { unsafe BIO_free(sink) }
    guard unsafe PEM_write_bio_PKCS8PrivateKey(sink, key, nil, nil, 0, nil, nil) == 1 else {
        return nil
    }
    var pem = [UInt8](repeating: 0, count: 1_024)
    let count = unsafe BIO_read(sink, &pem, Int32(pem.count))
    return count > 0 ? String(decoding: pem[..<Int(count)], as: UTF8.self) : nil
}
