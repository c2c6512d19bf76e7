import Bytes
import Smartlink
import Testing

struct CodeTests {
    @Test(
        arguments: [
            ("GBARL9300135", "GBARL9300135"), ("gb-arl-93-00135", "GBARL9300135"),
            ("US RC1 76 07839", "USRC17607839"), ("GBARL930013", nil), ("GBARL93001355", nil),
            ("1BARL9300135", nil), ("GBARL93OO135", nil), ("", nil), ("GBÄRL9300135", nil),
        ] as [(String, String?)])
    func `an ISRC has one form`(text: String, normal: String?) {
        #expect(ISRC.normal(text) == normal)
    }

    @Test(
        arguments: [
            ("602445868162", "602445868162"), ("00602445868162", "602445868162"),
            ("0602445868162", "602445868162"), ("4006381333931", "4006381333931"),
            ("96385074", "96385074"), ("602445868163", nil), ("60244586816", nil),
            ("6024458681620", nil), ("00000000", nil), ("60244586816x", nil), ("", nil),
        ] as [(String, String?)])
    func `a barcode has one form`(text: String, normal: String?) {
        #expect(GTIN.normal(text) == normal)
    }

    @Test func `random codes use the alphabet evenly and never what is misread`() throws {
        var random = SeededNumbers(state: 3)
        var counts: [Character: Int] = [:]
        for _ in 0..<10_000 {
            let bytes = (0..<Code.randomBytes).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            let code = try #require(Code.random(from: bytes))
            #expect(code.text.count == Code.randomCharacters)
            for character in code.text { counts[character, default: 0] += 1 }
        }
        #expect(counts.count == 58)
        #expect("0OIl".allSatisfy { counts[$0] == nil })
        // 70,000 draws over 58 characters: 1207 each, standard deviation 34.
        #expect(counts.values.allSatisfy { (1000...1414).contains($0) })
        #expect(Code.random(from: [UInt8](repeating: 255, count: 32)) == nil)
    }

    @Test(
        arguments: [
            ("mira-sleeper", true), ("a1_", false), ("abc", true), ("ab", false), ("Mira", false),
            ("-abc", false), ("abc-", false), ("a.b", false), ("mïra", false),
            (String(repeating: "a", count: 65), false), ("a/b", false),
        ])
    func `slugs`(text: String, isGood: Bool) {
        if isGood {
            #expect(throws: Never.self) { try Code.slug(text) }
        } else {
            #expect {
                _ = try Code.slug(text)
            } throws: {
                ($0 as? Failure)?.field == "slug"
            }
        }
    }

    @Test func `a visitor is one over a day, and another with another salt, address or browser`() {
        let bytes = Array("Browser/1Browser/2".utf8)
        func hash(_ salt: UInt64, _ high: UInt64, _ low: UInt64, _ browser: Int) -> UInt64 {
            bytes.withRawSpan {
                VisitorHash.make(
                    salt: HashKey(low: salt, high: 9), peer: PeerAddress(high: high, low: low),
                    bytes: $0, userAgent: ByteSlice(offset: browser * 9, count: 9))
            }
        }
        let v4: UInt64 = 0x0000_FFFF_0808_0808
        let one = hash(1, 0, v4, 0)
        #expect(one == hash(1, 0, v4, 0))
        let all = [
            one, hash(2, 0, v4, 0), hash(1, 0, v4 + 1, 0), hash(1, 0, v4, 1), hash(1, 0x2001, 1, 0),
        ]
        #expect(Set(all).count == all.count)
        #expect(hash(1, 0x2001, 1, 0) == hash(1, 0x2001, 2, 0))
    }
}
