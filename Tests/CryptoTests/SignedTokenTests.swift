import Crypto
import Testing

struct SignedTokenTests {
    private let key = [UInt8](repeating: 9, count: 32)

    @Test(arguments: [0, 1, 8, 100]) func `a token gives its payload back`(count: Int) {
        let payload = [UInt8](repeating: 0xFE, count: count)
        let token = SignedToken.make(payload, purpose: "me", key: key)
        #expect(SignedToken.payload(of: token, purpose: "me", key: key) == payload)
        #expect(token.utf8.allSatisfy { !Array("+/=".utf8).contains($0) })
    }

    @Test func `another purpose or key has no use for it`() {
        let token = SignedToken.make([1, 2, 3], purpose: "me", key: key)
        #expect(SignedToken.payload(of: token, purpose: "confirm", key: key) == nil)
        #expect(SignedToken.payload(of: token, purpose: "m", key: key) == nil)
        #expect(SignedToken.payload(of: token, purpose: "me", key: [1]) == nil)
    }

    @Test func `purpose and payload do not run into each other`() {
        let token = SignedToken.make(Array("b".utf8), purpose: "a", key: key)
        let other = SignedToken.make([], purpose: "ab", key: key)
        #expect(token.prefix(21) != other.prefix(21))
    }

    @Test func `no changed character passes`() {
        let token = Array(SignedToken.make([1, 2, 3], purpose: "me", key: key).utf8)
        for place in token.indices {
            var forged = token
            forged[place] =
                forged[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: forged, as: UTF8.self)
            #expect(SignedToken.payload(of: text, purpose: "me", key: key) == nil)
        }
    }

    @Test(arguments: ["", "A", "AAAA", "é", String(repeating: "A", count: 5_000)])
    func `rubbish is no token`(text: String) {
        #expect(SignedToken.payload(of: text, purpose: "me", key: key) == nil)
    }
}
