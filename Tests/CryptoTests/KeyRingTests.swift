import Crypto
import Glibc
import Smartlink
import Testing

struct KeyRingTests {
    private let scratch = Scratch()
    private var folder: String { "\(scratch.path)/keys" }
    private let secret = Array("a refresh token".utf8)

    @Test func `the first start makes keys that only their owner may read`() throws {
        let ring = try KeyRing(folder: folder)
        #expect(scratch.mode(of: "keys") == 0o700)
        #expect(scratch.mode(of: "keys/1.key") == 0o600)
        #expect(scratch.mode(of: "keys/signing") == 0o600)
        let again = try KeyRing(folder: folder)
        #expect(again.signingKey == ring.signingKey)
        #expect(ring.signingKey.count == 32)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 4_000]) func `what is sealed opens`(count: Int) throws {
        let secret = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try KeyRing(folder: folder).seal(secret, row: -7)
        #expect(sealed.count == 1 + 4 + 12 + count + 16)
        #expect(try KeyRing(folder: folder).open(sealed, row: -7) == secret)
    }

    @Test func `two seals of one secret have nothing in common but their head`() throws {
        let ring = try KeyRing(folder: folder)
        let one = try ring.seal(secret, row: 1)
        let other = try ring.seal(secret, row: 1)
        #expect(one[..<5] == other[..<5])
        #expect(one[5..<17] != other[5..<17])
        #expect(one[17...] != other[17...])
        #expect(!one.contains(subsequence: secret))
    }

    @Test func `a seal opens in its own row only`() throws {
        let ring = try KeyRing(folder: folder)
        let sealed = try ring.seal(secret, row: 1)
        #expect(throws: Failure.self) { try ring.open(sealed, row: 2) }
    }

    @Test func `no changed byte goes unnoticed, and no cut`() throws {
        let ring = try KeyRing(folder: folder)
        let sealed = try ring.seal(secret, row: 1)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: Failure.self) { try ring.open(changed, row: 1) }
            #expect(throws: Failure.self) { try ring.open(Array(sealed[..<place]), row: 1) }
        }
    }

    @Test func `after a rotation the old opens, the new seals, and another process notices`() throws
    {
        let ring = try KeyRing(folder: folder)
        let other = try KeyRing(folder: folder)
        let old = try ring.seal(secret, row: 1)
        try ring.rotate()
        #expect(scratch.mode(of: "keys/2.key") == 0o600)
        let new = try ring.seal(secret, row: 1)
        #expect(old[1...4] != new[1...4])
        #expect(try ring.open(old, row: 1) == secret)
        #expect(try other.open(new, row: 1) == secret)
        #expect(try ring.reseal(new, row: 1) == nil)
        let resealed = try #require(try ring.reseal(old, row: 1))
        #expect(resealed[1...4] == new[1...4])
        unsafe unlink("\(folder)/1.key")
        let late = try KeyRing(folder: folder)
        #expect(try late.open(resealed, row: 1) == secret)
        #expect(throws: Failure.self) { try late.open(old, row: 1) }
    }

    @Test func `a key the world can read is refused, with what to do`() throws {
        _ = try KeyRing(folder: folder)
        unsafe chmod("\(folder)/1.key", 0o644)
        let failure = #expect(throws: Failure.self) { try KeyRing(folder: folder) }
        #expect(failure?.message.contains("chmod 600 \(folder)/1.key") == true)
        unsafe chmod("\(folder)/1.key", 0o600)
        unsafe chmod(folder, 0o755)
        #expect(throws: Failure.self) { try KeyRing(folder: folder) }
    }

    @Test func `a given file seals with its first key and opens with all`() throws {
        let one = String(repeating: "1a", count: 32)
        let two = String(repeating: "2B", count: 32)
        let file = "\(scratch.path)/vault"
        scratch.write("\(one)\n", to: "vault", mode: 0o440)
        let before = try KeyRing(folder: folder, keyFile: file)
        let old = try before.seal(secret, row: 1)
        #expect(throws: Failure.self) { try before.rotate() }
        scratch.write("\(two)\n\n\(one)\n", to: "vault")
        let after = try KeyRing(folder: folder, keyFile: file)
        #expect(try after.open(old, row: 1) == secret)
        #expect(try after.seal(secret, row: 1)[1...4] != old[1...4])
        #expect(unsafe access("\(folder)/1.key", F_OK) != 0)
    }

    @Test(arguments: [
        ("", 0o600), ("not digits", 0o600), (String(repeating: "1", count: 62), 0o600),
        (String(repeating: "1", count: 20_000), 0o600), (String(repeating: "1", count: 64), 0o604),
    ])
    func `a given file that holds no key, or for everybody, is refused`(
        text: String, mode: Int
    ) throws {
        scratch.write(text, to: "vault", mode: mode_t(mode))
        let failure = #expect(throws: Failure.self) {
            try KeyRing(folder: folder, keyFile: "\(scratch.path)/vault")
        }
        #expect(failure?.message.contains("\(scratch.path)/vault") == true)
    }
}

extension Array where Element == UInt8 {
    func contains(subsequence other: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: other) }
    }
}
