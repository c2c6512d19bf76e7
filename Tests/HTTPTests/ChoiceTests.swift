import Bytes
import HTTP
import Testing

private func code(_ text: String) -> UInt32 {
    text.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
}

@Suite struct ChoiceTests {
    @Test(
        arguments: [
            ("p=spotify", "spotify"), ("a=b; p=spotify; c=d", "spotify"), ("a=b;p=x", "x"),
            ("p=\"q\"", "q"),
            ("p=", ""), ("p = x ", "x"), ("p=a=b", "a=b"), ("p=1; p=2", "1"), ("", nil),
            ("pp=1", nil),
            ("p", nil), ("P=1", nil), ("a=p=1", nil), (";;; p=1", "1"), ("p=\"", "\""),
        ] as [(String, String?)])
    func `a cookie is found`(field: String, value: String?) {
        let found = Array(field.utf8).withRawSpan { bytes in
            Cookie.value(of: "p", in: bytes, all(bytes)).map { bytes.text($0) }
        }
        #expect(found == value)
    }

    @Test(arguments: [
        ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("en;q=0.8,de;q=0.9", "de"),
        ("fr-CA, en", "fr"), ("nl, es;q=0.1", "es"), ("nl", ""), ("", ""), ("*", ""),
        ("EN-us", "en"),
        ("de;q=0, en;q=0.001", "en"), ("de;q=2, en;q=0.5", "en"), ("de;q=x, en;q=0.5", "en"),
        ("en , de", "en"), ("de;q=0.5;q=0.9,en;q=0.6", "de"), ("de;q=1.000,en", "de"),
        ("de;q=1.001, en;q=0.1", "en"), ("de;q=0.1234, en;q=0.1", "en"),
        ("toolong, en;q=0.2", "en"),
        ("d, en;q=0.2", "en"), ("de;Q=0.1,en;q=0.2", "en"), (",,de", "de"), ("de_DE, en", "en"),
    ])
    func `the best offered language is chosen`(field: String, best: String) throws {
        let offered = try #require(LanguageSet(["en", "es", "de", "fr"].map(code)))
        let found = Array(field.utf8).withRawSpan {
            AcceptLanguage.best(of: offered, in: $0, all($0))
        }
        #expect(found == code(best))
    }

    @Test func `the preferred language need not be offered`() {
        let found = Array("de;q=0.5, nl-BE, *;q=0.1".utf8).withRawSpan {
            AcceptLanguage.preferred(in: $0, all($0))
        }
        #expect(found == code("nl"))
    }

    @Test func `a set of languages has its bounds`() {
        #expect(LanguageSet([UInt32](repeating: 1, count: LanguageSet.capacity)) != nil)
        #expect(LanguageSet([UInt32](repeating: 1, count: LanguageSet.capacity + 1)) == nil)
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br", true), ("GZIP", true), ("x-gzip", true), ("*", true),
        ("br;q=1, gzip;q=0.1", true), ("gzip;q=0", false), ("gzip;q=0.000, *", false),
        ("*;q=0", false),
        ("", false), ("br", false), ("identity", false), ("gzipped", false),
        ("deflate;q=0.5, *;q=0.1", true),
        ("gzip;q=bad", false), ("gzip ; q=0.5", true),
    ])
    func `gzip is sent to those who take it`(field: String, takes: Bool) {
        #expect(Array(field.utf8).withRawSpan { AcceptEncoding.takesGzip($0, all($0)) } == takes)
    }
}
