import CCrypto

/// AES-256-GCM (NIST SP 800-38D): nobody reads what is sealed, nobody changes it unnoticed.
enum Seal {
    static let keyBytes = 32
    static let nonceBytes = 12
    static let tagBytes = 16

    /// Ciphertext and tag. A nonce is used once under a key, or the seal is worth nothing.
    ///
    /// `associated` is not in the result; opening asks for the same again.
    static func seal(
        _ secret: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) -> [UInt8] {
        precondition(key.count == keyBytes && nonce.count == nonceBytes)
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var sealed = [UInt8](repeating: 0, count: secret.count)
        var tag = [UInt8](repeating: 0, count: tagBytes)
        var count: Int32 = 0
        // libcrypto refuses none of these steps to a working installation.
        let isDone =
            unsafe EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && EVP_EncryptUpdate(context, nil, &count, associated, Int32(associated.count)) == 1
            && EVP_EncryptUpdate(context, &sealed, &count, secret, Int32(secret.count)) == 1
            && EVP_EncryptFinal_ex(context, nil, &count) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), &tag) == 1
        precondition(isDone, "libcrypto refuses AES-256-GCM; its installation is broken")
        return sealed + tag
    }

    /// What was sealed; nil if key, nonce, associated bytes or any bit are others.
    static func open(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) -> [UInt8]? {
        guard key.count == keyBytes, nonce.count == nonceBytes, sealed.count >= tagBytes else {
            return nil
        }
        var tag = Array(sealed.suffix(tagBytes))
        let sealed = Array(sealed.dropLast(tagBytes))
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var secret = [UInt8](repeating: 0, count: sealed.count)
        var count: Int32 = 0
        let isDone =
            unsafe EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && EVP_DecryptUpdate(context, nil, &count, associated, Int32(associated.count)) == 1
            && EVP_DecryptUpdate(context, &secret, &count, sealed, Int32(sealed.count)) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes), &tag) == 1
            && EVP_DecryptFinal_ex(context, nil, &count) == 1
        return isDone ? secret : nil
    }
}
