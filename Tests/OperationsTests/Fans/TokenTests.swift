import Operations
import Smartlink
import Testing

struct TokenTests {
    @Test func `a grant comes back from its bytes as it was`() {
        var grant = TokenGrant(
            access: "ä\u{0}|", refresh: "r", authorisedAt: Instant(ms: 1_772_625_600_123))
        grant.expiresAt = Instant(ms: -5)
        grant.market = "de"
        #expect(TokenGrant(bytes: grant.bytes) == grant)
        grant.account = "aB3dE5fG7h"
        #expect(TokenGrant(bytes: grant.bytes) == grant)
        let bare = TokenGrant(access: "", authorisedAt: Instant(ms: 0))
        #expect(TokenGrant(bytes: bare.bytes) == bare)
    }

    @Test func `a grant from before accounts were kept is read, its account unknown`() {
        let grant = TokenGrant(access: "access", refresh: "r", authorisedAt: Instant(ms: 1))
        let old = Array(grant.bytes.dropLast(4))
        #expect(TokenGrant(bytes: old) == grant)
    }

    @Test func `grants open the same library if they name the same account or are the same`() {
        let unknown = TokenGrant(access: "a", authorisedAt: Instant(ms: 1))
        var known = unknown
        known.account = "mira"
        var later = TokenGrant(access: "b", authorisedAt: Instant(ms: 2))
        #expect(unknown.opensSameLibrary(as: unknown) && !unknown.opensSameLibrary(as: later))
        #expect(!unknown.opensSameLibrary(as: known) && !known.opensSameLibrary(as: unknown))
        #expect(!known.opensSameLibrary(as: later))
        later.account = "jonas"
        #expect(!known.opensSameLibrary(as: later))
        later.account = "mira"
        #expect(known.opensSameLibrary(as: later) && later.opensSameLibrary(as: known))
    }

    @Test func `a grant's bytes cut short, or with more behind, are none`() {
        let grant = TokenGrant(access: "access", refresh: "r", authorisedAt: Instant(ms: 1))
        let bytes = grant.bytes
        // Without the last field it is an older one.
        for count in 0..<bytes.count where count != bytes.count - 4 {
            #expect(TokenGrant(bytes: Array(bytes[..<count])) == nil)
        }
        #expect(TokenGrant(bytes: bytes + [0]) == nil)
        #expect(TokenGrant(bytes: bytes + [0, 0, 0, 0]) == nil)
        // A length beyond everything.
        #expect(TokenGrant(bytes: [0xFF, 0xFF, 0xFF, 0xFF] + bytes) == nil)
    }

    @Test func `numbers come back from a token, the negative ones too`() {
        // Signs nothing: what is signed is another room's concern.
        let tokens = FanTokens(
            sign: { payload, purpose in
                "\(purpose):\(payload.map(String.init).joined(separator: ","))"
            },
            read: { token, purpose in
                let halves = token.split(separator: ":", omittingEmptySubsequences: false)
                guard halves.count == 2, halves[0] == purpose else { return nil }
                return halves[1].split(separator: ",").compactMap { UInt8($0) }
            })
        for numbers: [Int64] in [[1], [0, .max, .min, -1], Array(1...8)] {
            #expect(tokens.numbers(of: tokens.make(numbers, for: .stop), for: .stop) == numbers)
            #expect(tokens.numbers(of: tokens.make(numbers, for: .stop), for: .fan) == nil)
        }
        #expect(tokens.numbers(of: tokens.make(Array(1...9), for: .fan), for: .fan) == nil)
        #expect(tokens.numbers(of: tokens.make([], for: .fan), for: .fan) == nil)
        #expect(tokens.numbers(of: "fan:1,2,3", for: .fan) == nil)
    }
}
