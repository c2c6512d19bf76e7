import Smartlink
import Testing

struct FoldingTests {
    @Test(
        arguments: [
            ("Beyoncé", "beyonce"), ("Be\u{79}once\u{301}", "beyonce"), ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("Łódź Ørsted Æther Þór", "lodz orsted aether thor"), ("İstanbul ısı", "istanbul isi"),
            ("ﬁve oﬃce", "five office"), ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
            ("𝓑𝓪𝓭 ① ²", "bad 1 2"), ("Ⅲ", "iii"), ("K", "k"), ("Å", "a"),
            ("ｶﾗｵｹ ﾊﾟﾋﾟ", "カラオケ パピ"), ("か\u{3099}", "が"), ("は\u{309A}", "ぱ"),
            ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "한글"),
            ("Ёлка Й", "елка и"), ("ΟΔΥΣΣΕΥΣ ὀδυσσεύς", "οδυσσευσ οδυσσευσ"),
            ("أَحْلَام", "احلام"), ("أحــلام", "احلام"), ("ﻣﺤﻤﺪ", "محمد"), ("کی", "كي"),
            ("שָׁלוֹם", "שלום"), ("שׁ", "ש"), ("١٢٣ ۴", "123 4"),
            ("हिन्दी", "हिन्दी"), ("क़", "क\u{93C}"), ("ไทยดี", "ไทยดี"), ("夜に駆ける", "夜に駆ける"),
        ])
    func `every script has one form`(text: String, folded: String) {
        #expect(Folding.fold(text) == folded)
        #expect(Folding.fold(Folding.fold(text)) == folded)
    }

    @Test(
        arguments: [
            ("Don't", "dont"), ("Don’t", "dont"), ("R.E.M.", "rem"), ("Vol.1", "vol 1"),
            ("AC/DC", "ac dc"),
            ("Jay-Z", "jay z"), ("Simon & Garfunkel", "simon and garfunkel"),
            ("Florence + the Machine", "florence and the machine"), ("P!nk", "pink"),
            ("Hey! Say!", "hey say"),
            ("Ke$ha", "kesha"), ("Mira × Jonas", "mira x jonas"), ("  a \t b\n", "a b"),
            ("\u{202A}Mira\u{202C}\u{200F}", "mira"), ("Slee\u{200B}per", "sleeper"),
            ("so\u{AD}ft", "soft"),
            ("", ""), (" ", ""), ("\u{200B}", ""),
        ])
    func `punctuation and what cannot be seen fall away`(text: String, folded: String) {
        #expect(Folding.fold(text) == folded)
    }

    @Test(
        arguments: [
            ("❤️ Song 💔", "song"), ("❤️", "❤"), ("❤", "❤"), ("👍🏽", "👍"), ("÷", "÷"), ("★", "★"),
            ("...", "..."),
        ])
    func `signs count where there is nothing else`(text: String, folded: String) {
        #expect(Folding.fold(text) == folded)
    }

    @Test func `clues of the same words are one`() {
        var one = Music(kind: .track, title: "Déjà Vu", artist: "BEYONCÉ")
        let other = Music(kind: .track, title: "deja  vu!", artist: "Beyoncé")
        #expect(Clue.words(one).text == Clue.words(other).text)
        one.isrc = "DEUM71100001"
        #expect(Clue.words(one).text != Clue.words(other).text)
    }
}
