/// What some scripts need beyond a table.
enum FoldingScript {
    private static let halfWidth = Array(
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
            .unicodeScalars.map(\.value))

    /// U+FF66 to U+FF9D.
    static func katakana(halfWidth value: UInt32) -> UInt32 {
        let place = Int(value) - 0xFF66
        return halfWidth.indices.contains(place) ? halfWidth[place] : value
    }

    private static let voiceable = Set("かきくけこさしすせそたちつてとはひふへほ".unicodeScalars.map(\.value))
    private static let halfVoiceable = Set("はひふへほ".unicodeScalars.map(\.value))
    private static let katakanaGap: UInt32 = 0x60

    /// A kana with its dakuten or handakuten; nil if it takes none.
    static func voiced(_ kana: UInt32, by mark: UInt32) -> UInt32? {
        if kana == 0x3046 || kana == 0x30A6 { return kana + 0x4E }
        let hiragana = kana >= 0x30A1 ? kana - katakanaGap : kana
        let isHalf = mark == 0x309A || mark == 0xFF9F
        guard (isHalf ? halfVoiceable : voiceable).contains(hiragana) else { return nil }
        return kana + (isHalf ? 2 : 1)
    }

    /// A Korean syllable and the letter that goes on with it (The Unicode Standard §3.12).
    static func syllable(_ last: UInt32, _ next: UInt32) -> UInt32? {
        if (0x1100...0x1112).contains(last), (0x1161...0x1175).contains(next) {
            return 0xAC00 + ((last - 0x1100) * 21 + (next - 0x1161)) * 28
        }
        if (0xAC00...0xD7A3).contains(last), (last - 0xAC00) % 28 == 0,
            (0x11A8...0x11C2).contains(next)
        {
            return last + (next - 0x11A7)
        }
        return nil
    }

    /// The ASCII letter or digit behind a mathematical or enclosed one; nil if there is none.
    static func plain(_ value: UInt32) -> UInt32? {
        switch value {
        case 0x24B6...0x24CF: value - 0x24B6 + 0x61
        case 0x24D0...0x24E9: value - 0x24D0 + 0x61
        case 0x1F130...0x1F149: value - 0x1F130 + 0x61
        case 0x1F170...0x1F189: value - 0x1F170 + 0x61
        case 0x1D400...0x1D6A3: (value - 0x1D400) % 26 + 0x61
        case 0x1D7CE...0x1D7FF: (value - 0x1D7CE) % 10 + 0x30
        default: nil
        }
    }

    /// Marks of Latin, Greek, Cyrillic, Hebrew, Arabic and Syriac writing, which those who read it can do without,
    /// and variation selectors.
    static func isAccent(_ value: UInt32) -> Bool {
        switch value {
        case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F,
            0x0670,
            0x06D6...0x06ED, 0x0711, 0x0730...0x074A, 0x08D3...0x08FF, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF,
            0x20D0...0x20FF, 0xFB1E, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xE0100...0xE01EF:
            true
        default: false
        }
    }
}
