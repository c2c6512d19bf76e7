import Crypto
import Testing

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the vectors of FIPS 180-4 come out`(message: String, digest: String) {
        #expect(hex(SHA256.digest(Array(message.utf8))) == digest)
    }

    @Test func `the vectors of RFC 4231 come out`() {
        let first = HMACSHA256.code(
            Array("Hi There".utf8), key: [UInt8](repeating: 0x0b, count: 20))
        #expect(hex(first) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let second = HMACSHA256.code(
            Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(hex(second) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let sixth = HMACSHA256.code(
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            key: [UInt8](repeating: 0xaa, count: 131))
        #expect(hex(sixth) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `an empty key and an empty message are fine`() {
        let code = HMACSHA256.code([], key: [])
        #expect(hex(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `secrets are the same only byte for byte`() {
        #expect(isSameSecret([], []))
        #expect(isSameSecret([1, 2, 3], [1, 2, 3]))
        #expect(!isSameSecret([1, 2, 3], [1, 2, 4]))
        #expect(!isSameSecret([1, 2, 3], [1, 2]))
    }

    @Test func `random bytes have the length asked for and do not repeat`() {
        #expect(randomBytes(0).isEmpty)
        let one = randomBytes(32)
        #expect(one.count == 32)
        #expect(one != randomBytes(32))
    }
}
