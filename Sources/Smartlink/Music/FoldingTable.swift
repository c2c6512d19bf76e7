// Letters that are compared as another letter or as several. Canonical and compatibility decompositions (The Unicode
// Standard, chapter 3.7) of what titles and names are written with, and what people type in place of a letter their
// keyboard lacks.

enum FoldingTable {
    /// Scalars that stand for nothing: apostrophes in their many forms, primes, the geresh, the tatweel.
    static let silent: Set<UInt32> = [
        0x00B4, 0x02B9, 0x02BB, 0x02BC, 0x02BF, 0x02C8, 0x2018, 0x2019, 0x201B, 0x2032, 0x05F3,
        0x0640, 0xA78C,
    ]

    /// Brackets that quote, and part nothing off.
    static let quotes: Set<UInt32> = [
        0x300A, 0x300B, 0x300C, 0x300D, 0x300E, 0x300F, 0x201A, 0x201E, 0x301D, 0x301E, 0x301F,
        0xFE41, 0xFE42,
        0xFE43, 0xFE44, 0xFF62, 0xFF63,
    ]

    static let letters: [UInt32: [UInt32]] = {
        var table: [UInt32: [UInt32]] = [:]
        for (plain, accented) in single {
            for scalar in accented.unicodeScalars {
                table[scalar.value] = plain.unicodeScalars.map(\.value)
            }
        }
        for (letter, plain) in several {
            for scalar in letter.unicodeScalars {
                table[scalar.value] = plain.unicodeScalars.map(\.value)
            }
        }
        var form: UInt32 = 0xFE80
        for (letter, forms) in arabicForms {
            for _ in 0..<forms {
                table[form] = letter.unicodeScalars.map(\.value)
                form += 1
            }
        }
        return table
    }()

    private static let several = [
        ("ß", "ss"), ("æǽǣ", "ae"), ("œ", "oe"), ("ð", "d"), ("þ", "th"), ("ĳ", "ij"), ("ŋ", "ng"),
        ("ŉ", "n"),
        ("ǆ", "dz"), ("ǉ", "lj"), ("ǌ", "nj"), ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"),
        ("ﬄ", "ffl"),
        ("ﬅﬆ", "st"), ("Ⅰⅰ", "i"), ("Ⅱⅱ", "ii"), ("Ⅲⅲ", "iii"), ("Ⅳⅳ", "iv"), ("Ⅴⅴ", "v"),
        ("Ⅵⅵ", "vi"),
        ("Ⅶⅶ", "vii"), ("Ⅷⅷ", "viii"), ("Ⅸⅸ", "ix"), ("Ⅹⅹ", "x"), ("ªₐ", "a"), ("º", "o"),
        ("™", ""), ("№", "no"),
        // India's letters with a dot, which are written in two ways.
        ("\u{958}", "\u{915}\u{93C}"), ("\u{959}", "\u{916}\u{93C}"), ("\u{95A}", "\u{917}\u{93C}"),
        ("\u{95B}", "\u{91C}\u{93C}"), ("\u{95C}", "\u{921}\u{93C}"), ("\u{95D}", "\u{922}\u{93C}"),
        ("\u{95E}", "\u{92B}\u{93C}"), ("\u{95F}", "\u{92F}\u{93C}"),
        // The lam-alef ligatures of Arabic.
        ("\u{FEF5}\u{FEF6}\u{FEF7}\u{FEF8}\u{FEF9}\u{FEFA}\u{FEFB}\u{FEFC}", "\u{644}\u{627}"),
    ]

    private static let single = [
        ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ("b", "ƀḃḅḇɓ"),
        ("c", "çćĉċčƈḉ"),
        ("d", "ďđḋḍḏḑḓɗ"),
        ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệɛə"),
        ("f", "ƒḟ"),
        ("g", "ĝğġģǧǵḡɠ"),
        ("h", "ĥħȟḣḥḧḩḫẖ"),
        ("i", "ìíîïĩīĭįıǐȉȋḭḯỉịɨ"),
        ("j", "ĵǰȷ"),
        ("k", "ķƙǩḱḳḵ"),
        ("l", "ĺļľłƚḷḹḻḽ"),
        ("m", "ḿṁṃ"),
        ("n", "ñńņňƞǹṅṇṉṋɲ"),
        ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợɵ"),
        ("p", "ƥṕṗ"),
        ("r", "ŕŗřȑȓṙṛṝṟ"),
        ("s", "śŝşšſșṡṣṥṧṩẛ"),
        ("t", "ţťŧƭțṫṭṯṱẗ"),
        ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ("v", "ṽṿʋ"),
        ("w", "ŵẁẃẅẇẉẘ"),
        ("x", "ẋẍ"),
        ("y", "ýÿŷƴȳẏẙỳỵỷỹ"),
        ("z", "źżžƶẑẓẕ"),
        ("α", "ἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ"),
        ("β", "ϐ"),
        ("ε", "ἐἑἒἓἔἕὲέϵ"),
        ("η", "ἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ"),
        ("θ", "ϑ"),
        ("ι", "ἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗϊ"),
        ("κ", "ϰ"),
        ("ο", "ὀὁὂὃὄὅὸό"),
        ("π", "ϖ"),
        ("ρ", "ῤῥϱ"),
        ("υ", "ὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧϋ"),
        ("φ", "ϕ"),
        ("ω", "ὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ"),
        ("а", "ӑӓ"),
        ("г", "ѓ"),
        ("е", "ѐёӗ"),
        ("ж", "ӂӝ"),
        ("з", "ӟ"),
        ("и", "йѝӣӥ"),
        ("к", "ќ"),
        ("о", "ӧ"),
        ("у", "ўӯӱӳ"),
        ("ч", "ӵ"),
        ("ы", "ӹ"),
        ("э", "ӭ"),
        ("і", "ї"),
        ("ѵ", "ѷ"),
        ("ә", "ӛ"),
        ("ө", "ӫ"),
        ("σ", "ς"),
        // Ukrainian and Belarusian letters stay their own; a stroke or a tail makes no other word.
        ("г", "ґ"), ("к", "қҝҡ"), ("н", "ңҥ"), ("х", "ҳ"),
        // Arabic and Persian: carriers of hamza, and letters keyboards tell apart.
        ("\u{627}", "\u{622}\u{623}\u{625}\u{671}"),
        ("\u{64A}", "\u{649}\u{6CC}\u{626}\u{6D0}"),
        ("\u{647}", "\u{629}\u{6C1}\u{6BE}\u{6C0}"),
        ("\u{643}", "\u{6A9}\u{6AA}"),
        ("\u{648}", "\u{624}"),
        // Hebrew forms with points, and the wide ones.
        ("\u{5D0}", "\u{FB21}\u{FB2E}\u{FB2F}\u{FB30}"),
        ("\u{5D1}", "\u{FB31}\u{FB4C}"),
        ("\u{5D2}", "\u{FB32}"),
        ("\u{5D3}", "\u{FB22}\u{FB33}"),
        ("\u{5D4}", "\u{FB23}\u{FB34}"),
        ("\u{5D5}", "\u{FB35}\u{FB4B}"),
        ("\u{5D6}", "\u{FB36}"),
        ("\u{5D8}", "\u{FB38}"),
        ("\u{5D9}", "\u{FB1D}\u{FB39}"),
        ("\u{5DA}", "\u{FB3A}"),
        ("\u{5DB}", "\u{FB24}\u{FB3B}\u{FB4D}"),
        ("\u{5DC}", "\u{FB25}\u{FB3C}"),
        ("\u{5DD}", "\u{FB26}"),
        ("\u{5DE}", "\u{FB3E}"),
        ("\u{5E0}", "\u{FB40}"),
        ("\u{5E1}", "\u{FB41}"),
        ("\u{5E2}", "\u{FB20}"),
        ("\u{5E3}", "\u{FB43}"),
        ("\u{5E4}", "\u{FB44}\u{FB4E}"),
        ("\u{5E6}", "\u{FB46}"),
        ("\u{5E7}", "\u{FB47}"),
        ("\u{5E8}", "\u{FB27}\u{FB48}"),
        ("\u{5E9}", "\u{FB2A}\u{FB2B}\u{FB2C}\u{FB2D}\u{FB49}"),
        ("\u{5EA}", "\u{FB28}\u{FB4A}"),
        ("\u{5F2}", "\u{FB1F}"),
    ]

    /// Arabic letters and the number of their forms of presentation, in the order of U+FE80 to U+FEF4.
    private static let arabicForms: [(String, Int)] = [
        ("\u{621}", 1), ("\u{627}", 4), ("\u{648}", 2), ("\u{627}", 2), ("\u{64A}", 4),
        ("\u{627}", 2), ("\u{628}", 4), ("\u{647}", 2), ("\u{62A}", 4), ("\u{62B}", 4),
        ("\u{62C}", 4), ("\u{62D}", 4), ("\u{62E}", 4), ("\u{62F}", 2), ("\u{630}", 2),
        ("\u{631}", 2), ("\u{632}", 2), ("\u{633}", 4), ("\u{634}", 4), ("\u{635}", 4),
        ("\u{636}", 4), ("\u{637}", 4), ("\u{638}", 4), ("\u{639}", 4), ("\u{63A}", 4),
        ("\u{641}", 4), ("\u{642}", 4), ("\u{643}", 4), ("\u{644}", 4), ("\u{645}", 4),
        ("\u{646}", 4), ("\u{647}", 4), ("\u{648}", 2), ("\u{64A}", 6),
    ]
}
