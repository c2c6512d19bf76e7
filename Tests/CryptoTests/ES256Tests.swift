import Crypto
import Glibc
import Testing

struct ES256Tests {
    /// Made for these tests; they sign nothing else.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDgS3z5y3xdB8Jkv/
        zxvnStXpFsYzY/Q1tAyY+VTvLsKhRANCAARJPCQikXMbkT/KgQB7jR9q/RThhez+
        eBL1oT4w7t6hqJUU8uS7gnq2QRrxdm1SCib4U3pBvl/GI11lXmZaD5M7
        -----END PRIVATE KEY-----
        """
    private static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESTwkIpFzG5E/yoEAe40fav0U4YXs
        /ngS9aE+MO7eoaiVFPLku4J6tkEa8XZtUgom+FN6Qb5fxiNdZV5mWg+TOw==
        -----END PUBLIC KEY-----
        """
    static let otherCurve = """
        -----BEGIN PRIVATE KEY-----
        MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDAHYQ1Qj/hwKcYim2Bs
        NmLhKEyMuIhPxYgQzguSa40PAcN0zRgaOnRfy8n5j/vuKt+hZANiAAQttXMCatg/
        sXlbcoNTVnor8muaQzLzkNWQ5SCQUesT/JctEfzwRvZh1L7YzIUt03bdBtQMFG/w
        R5yADVH6mFofP11vPYRM8PAPnDHXg8oHqXSCo29Jdml642pSdwyDgy4=
        -----END PRIVATE KEY-----
        """
    private static let edwards = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIO/g9OjLQkZ6VhYja00pNsnfltuifUyIb8I6w19kKo9a
        -----END PRIVATE KEY-----
        """
    private static let locked = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj9ESiJUzO5kwICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEELhHesmVwAPti0UNGzYoT4sEgZAx
        q+/LBXnvmxdAL6EgnFyi8FBLLllzG7jb8wX6DG6Evh0cnfE2xMdX46z0n3WlEQaX
        lSCcOl8NYPNqTSPrwqAss23ijIdwloc2PBKwv3yNo1exlgySvAf1ZLFA7r02frNJ
        3J8IawSdYaYVIpkdgJutCffAmzCxKLScIfriNfxBVrWILjiZI4kdWgXKq2T9Lgw=
        -----END ENCRYPTED PRIVATE KEY-----
        """

    @Test func `libcrypto's own tool verifies the signature`() throws {
        let message = Array("header.claims".utf8)
        let signature = try es256(message, pem: Self.key)
        #expect(signature.count == 64)
        let scratch = Scratch()
        scratch.write(Self.publicKey, to: "public.pem")
        scratch.write("header.claims", to: "message")
        try scratch.write(der(signature), to: "signature")
        #expect(verify(scratch, "message") == 0)
        scratch.write("header.claimS", to: "message")
        #expect(verify(scratch, "message") != 0)
    }

    private func verify(_ scratch: Scratch, _ message: String) -> Int32 {
        let path = scratch.path
        return unsafe system(
            "openssl dgst -sha256 -verify \(path)/public.pem -signature \(path)/signature"
                + " \(path)/\(message) >/dev/null 2>&1")
    }

    /// RFC 3279 §2.2.3
    private func der(_ signature: [UInt8]) throws -> [UInt8] {
        func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var bytes = Array(bytes.drop { $0 == 0 })
            if let first = bytes.first, first >= 0x80 { bytes.insert(0, at: 0) }
            return [2, UInt8(bytes.count)] + bytes
        }
        let pair = integer(signature[..<32]) + integer(signature[32...])
        return [0x30, UInt8(pair.count)] + pair
    }

    @Test(arguments: ["", "-----BEGIN PRIVATE KEY-----", publicKey, otherCurve, edwards, locked])
    func `what is no open private key on P-256 is refused`(pem: String) {
        #expect(throws: SigningFailure.key) { try es256([1], pem: pem) }
    }
}
