import Smartlink
import Testing

struct CodeCheckTests {
    @Test(
        arguments: [
            ("G1ARL9300135", "the 2nd character must be a letter, not ‘1’"),
            ("GBA.L9300135", "the 4th character must be a letter or digit, not ‘.’"),
            ("GB-ARL-93-0013S", "the 12th character must be a digit, not ‘S’"),
            ("GBARL930O135", "the 9th character must be a digit, not ‘O’"),
            ("GBÄRL9300135", "the 3rd character must be a letter or digit, not ‘Ä’"),
            ("GBARL930013\n", "the 12th character must be a digit, not U+A"),
            ("GBARL930013", "an ISRC has 12 characters, such as GBARL9300135; this one has 11"),
            ("GBARL93001355", "this one has 13"), ("", "this one has 0"),
            ("١٢", "the 1st character"),
            ("GBARL93------------00135", "alone"),
        ])
    func `a wrong ISRC is told where it is wrong`(text: String, message: String) {
        #expect(ISRC.normal(text) == nil)
        #expect(ISRC.flaw(text)?.contains(message) == true, "\(ISRC.flaw(text) ?? "-")")
    }

    @Test(
        arguments: [
            ("602445868163", "the check digit, the last one, should be 2, not 3"),
            ("4006381333932", "should be 1, not 2"), ("60244586816", "this one has 11"),
            ("6024458681x2", "the 11th character must be a digit, not ‘x’"),
            ("００６０２４４５８６８１", "the 1st character must be a digit"),
            ("000000000000", "all zeros"), ("", "this one has 0"),
            (String(repeating: "1", count: 100_000), "a UPC has 12 digits"),
        ])
    func `a wrong UPC is told where it is wrong`(text: String, message: String) {
        #expect(GTIN.normal(text) == nil)
        #expect(GTIN.flaw(text)?.contains(message) == true, "\(GTIN.flaw(text) ?? "-")")
    }

    @Test func `a right code has no flaw`() {
        for isrc in ["GBARL9300135", "gb-arl-93-00135", "US S1Z 99 00001"] {
            #expect(ISRC.flaw(isrc) == nil)
        }
        for upc in ["602445868162", "00602445868162", "0602445868162", "4006381333931"] {
            #expect(GTIN.flaw(upc) == nil)
        }
    }

    @Test func `a link's codes are refused with what is wrong`() {
        var link = Link.sample()
        link.upc = "602445868163"
        #expect {
            try validate(link, catalogue: Config.catalogue)
        } throws: {
            ($0 as? Failure)?.message.contains("should be 2") == true
        }
        link.upc = nil
        link.isrc = "GBARL930O135"
        #expect {
            try validate(link, catalogue: Config.catalogue)
        } throws: {
            ($0 as? Failure)?.message.contains("9th character") == true
        }
    }
}
