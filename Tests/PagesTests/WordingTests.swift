import Smartlink
import Testing

@testable import Pages

struct WordingTests {
    @Test func `English has exactly the texts the pages say`() throws {
        var keys = Set(Phrase.allCases.map(\.rawValue))
        for phrase in CountedPhrase.allCases {
            keys.formUnion(["\(phrase.rawValue).one", "\(phrase.rawValue).other"])
        }
        keys.formUnion((1...12).map { "month.\($0)" } + ["direction", "plural"])
        #expect(Set(try Locales.texts("en").keys) == keys)
    }

    @Test(arguments: Locales.tags)
    func `every language has every text, with the same places to fill in`(tag: String) throws {
        let texts = try Locales.texts(tag)
        let english = try Locales.texts("en")
        for phrase in Phrase.allCases {
            let text = try #require(texts[phrase.rawValue], "\(tag) lacks \(phrase.rawValue)")
            #expect(!text.isEmpty)
            #expect(places(in: text) == places(in: english[phrase.rawValue] ?? ""), "\(phrase)")
        }
        for month in 1...12 { #expect(texts["month.\(month)"]?.isEmpty == false) }
        #expect(texts["direction"] == (tag == "ar" ? "rtl" : "ltr"))
    }

    @Test(arguments: Locales.tags)
    func `every language has the plurals its rule asks for and no others`(tag: String) throws {
        let texts = try Locales.texts(tag)
        let rule = try #require(PluralRule(rawValue: texts["plural"] ?? ""))
        for phrase in CountedPhrase.allCases {
            let forms = Set(rule.categories.map { "\(phrase.rawValue).\($0.rawValue)" })
            let given = Set(
                texts.keys.filter {
                    $0.hasPrefix("\(phrase.rawValue).")
                        && $0.split(separator: ".").count
                            == phrase.rawValue.split(separator: ".").count + 1
                        && CountedPhrase(rawValue: $0) == nil
                })
            #expect(given == forms, "\(phrase)")
        }
    }

    @Test(arguments: [
        ("en", 1, "1 track"), ("en", 0, "0 tracks"), ("fr", 0, "0 titre"), ("fr", 2, "2 titres"),
        ("ja", 1, "1曲"), ("ar", 1, "أغنية واحدة"), ("ar", 2, "أغنيتان"), ("ar", 7, "7 أغانٍ"),
        ("ar", 12, "12 أغنيةً"), ("ar", 100, "100 أغنية"), ("ar", 103, "103 أغانٍ"),
    ])
    func `things are counted as the language counts`(tag: String, count: Int, text: String) throws {
        #expect(try Locales.wording(tag).text(CountedPhrase.tracks, count: count) == text)
    }

    @Test(arguments: [
        ("en", "December 4, 2026"), ("es", "4 de diciembre de 2026"), ("de", "4. Dezember 2026"),
        ("fr", "4 décembre 2026"), ("pt", "4 de dezembro de 2026"), ("ja", "2026年12月4日"),
        ("ar", "4 ديسمبر 2026"),
    ])
    func `a date reads as people write it`(tag: String, text: String) throws {
        let date = CalendarDate(Instant(ms: 1_796_342_400_000))
        #expect(try Locales.wording(tag).text(date) == text)
    }

    @Test func `a missing text is the fallback's`() {
        let english = Wording(
            tag: "en", texts: ["listen": "Listen", "share": "Share"], fallback: nil)
        let half = Wording(tag: "xx", texts: ["listen": "Lisu"], fallback: english)
        #expect(half.text(.listen) == "Lisu")
        #expect(half.text(.share) == "Share")
    }

    @Test(arguments: [
        ("a {b} c", ["a ", "<b>", " c"]), ("{a}{b}", ["<a>", "<b>"]), ("open {", ["open {"]),
        ("} {x}", ["} ", "<x>"]), ("", []),
    ])
    func `a template is cut at its places`(template: String, expected: [String]) {
        let pieces = Wording.pieces(of: template).map { piece in
            switch piece {
            case .words(let words): words
            case .place(let name): "<\(name)>"
            }
        }
        #expect(pieces == expected)
    }

    private func places(in template: String) -> Set<String> {
        Set(
            Wording.pieces(of: template).compactMap { piece in
                if case .place(let name) = piece { name } else { nil }
            })
    }
}

struct CalendarDateTests {
    @Test(arguments: [
        (0, "1970-01-01"), (-1, "1969-12-31"), (951_782_400_000, "2000-02-29"),
        (1_798_761_599_999, "2026-12-31"), (4_107_542_400_000, "2100-03-01"),
        (-62_135_596_800_000, "1-01-01"),
    ])
    func `a moment falls on its day in UTC`(ms: Int64, iso: String) {
        #expect(CalendarDate(Instant(ms: ms)).iso == iso)
    }

    @Test(arguments: [
        (213_000, "3:33", "PT3M33S"), (59_600, "1:00", "PT1M"), (3_725_000, "1:02:05", "PT1H2M5S"),
        (500, "0:01", "PT1S"), (7_200_000, "2:00:00", "PT2H"),
    ])
    func `a playing time is told to people and machines`(ms: Int64, text: String, iso: String) {
        #expect(PlayingTime(ms: ms)?.text == text)
        #expect(PlayingTime(ms: ms)?.iso == iso)
    }

    @Test(arguments: [nil, 0, -1, 499, Int64.min])
    func `nothing has no playing time`(ms: Int64?) {
        #expect(PlayingTime(ms: ms) == nil)
    }

    @Test func `the longest time there is does not overflow`() {
        #expect(PlayingTime(ms: .max)?.minutes == 153_722_867_280_913)
    }
}
