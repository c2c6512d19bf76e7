/// Texts as they are compared: lower case, without accents, marks and punctuation, letters and digits of every script.
///
/// `&` is *and*, an apostrophe is nothing, digits are 0 to 9 in every script, forms of width and presentation are their
/// plain letters. Marks that make a letter another one stay: vowel signs of India, Thai vowels, the voicing of kana.
/// Emoji and signs count only where there is nothing else (`★`, `÷`).
public enum Folding {
    public static func fold(_ text: String) -> String {
        var scan = FoldingScan(.plain)
        return String(String.UnicodeScalarView(scan.read(text).compactMap(Unicode.Scalar.init)))
    }
}

/// What a scan leaves of punctuation.
enum FoldingForm {
    /// Words with one blank between them.
    case plain
    /// Brackets, dashes and commas stay, as `(`, `)`, `-` and `,`, for those who read titles and names.
    case structured
}

/// One pass over a text; the folded scalars come out.
struct FoldingScan {
    static let blank: UInt32 = 0x20
    static let open: UInt32 = 0x28
    static let close: UInt32 = 0x29
    static let comma: UInt32 = 0x2C
    static let dash: UInt32 = 0x2D

    private let form: FoldingForm
    private(set) var out: [UInt32] = []
    /// Letters and digits since the last blank, mark or full stop.
    private var run = 0
    /// Whether something parts what comes from what was.
    private var isParted = true
    /// `!` behind a word's first letter: an `i` if the word goes on (`P!nk`).
    private var isCalling = false
    private var hasWords = false

    init(_ form: FoldingForm) { self.form = form }

    mutating func read(_ text: String) -> [UInt32] {
        out.reserveCapacity(text.utf8.count + 4)
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 { ascii(scalar.value) } else { other(scalar) }
        }
        if !hasWords { out = Self.signs(of: text) }
        return out
    }

    /// A letter or digit in its folded form.
    mutating func letter(_ value: UInt32) {
        if isCalling {
            isCalling = false
            if run == 1, !isParted { out.append(0x69) } else { isParted = true }
        }
        if isParted {
            part()
            run = 0
        }
        out.append(value)
        run += 1
        hasWords = true
    }

    /// A blank, if none stands there yet.
    private mutating func part() {
        if let last = out.last, last != Self.blank { out.append(Self.blank) }
        isParted = false
    }

    mutating func gap() {
        isParted = true
        isCalling = false
    }

    mutating func mark(_ value: UInt32) {
        gap()
        guard form == .structured else { return }
        part()
        out.append(value)
        isParted = true
    }

    private mutating func word(_ text: StaticString) {
        gap()
        for scalar in "\(text)".unicodeScalars { letter(scalar.value) }
        gap()
    }

    mutating func ascii(_ value: UInt32) {
        switch value {
        case 0x61...0x7A, 0x30...0x39: letter(value)
        case 0x41...0x5A: letter(value | 0x20)
        case 0x20: gap()
        case 0x27, 0x60: break
        // R.E.M. is a word, `Vol.1` are two.
        case 0x2E: if run == 1 { run = 0 } else { gap() }
        case 0x21: if run == 1, !isParted { isCalling = true } else { gap() }
        case 0x24: letter(0x73)
        case 0x26: word("and")
        case 0x2B: if isParted { word("and") } else { gap() }
        case 0x28, 0x5B, 0x7B: mark(Self.open)
        case 0x29, 0x5D, 0x7D: mark(Self.close)
        case 0x2C, 0x2F, 0x3B: mark(Self.comma)
        case 0x2D: if isParted { mark(Self.dash) } else { gap() }
        case 0x7C: mark(Self.dash)
        default: gap()
        }
    }

    private mutating func other(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        // Ideographs and kana stand for themselves.
        case 0x3400...0x9FFF, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC...0x30FE: letter(value)
        case 0x3099, 0x309A, 0xFF9E, 0xFF9F: voice(value)
        case 0xFF66...0xFF9D: letter(FoldingScript.katakana(halfWidth: value))
        case 0xAC00...0xD7A3: letter(value)
        case 0x1100...0x1112, 0x1161...0x1175, 0x11A8...0x11C2: jamo(value)
        case 0xFF01...0xFF5E: ascii(value - 0xFEE0)
        default:
            if let letters = FoldingTable.letters[value] {
                for plain in letters { letter(plain) }
            } else {
                byCategory(scalar)
            }
        }
    }

    private mutating func byCategory(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if FoldingTable.silent.contains(value) { return }
        if let plain = FoldingScript.plain(value) { return ascii(plain) }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter:
            for lower in properties.lowercaseMapping.unicodeScalars {
                if lower == scalar {
                    letter(value)
                } else if lower.value < 0x80 {
                    ascii(lower.value)
                } else {
                    other(lower)
                }
            }
        case .lowercaseLetter, .otherLetter, .modifierLetter: letter(value)
        case .decimalNumber, .otherNumber, .letterNumber:
            if let number = properties.numericValue, number >= 0, number <= 9,
                number == number.rounded(), properties.numericType != .numeric
            {
                letter(0x30 + UInt32(number))
            } else {
                letter(value)
            }
        // A vowel sign belongs to its letter; an accent of the alphabets that can do without falls away.
        case .nonspacingMark, .spacingMark, .enclosingMark:
            if !FoldingScript.isAccent(value), hasWords, !isParted { out.append(value) }
        case .format, .control, .surrogate, .privateUse, .unassigned:
            if properties.isWhitespace { gap() }
        case .dashPunctuation: if isParted { mark(Self.dash) } else { gap() }
        case .openPunctuation where !FoldingTable.quotes.contains(value): mark(Self.open)
        case .closePunctuation where !FoldingTable.quotes.contains(value): mark(Self.close)
        case .otherPunctuation where value == 0x3001: mark(Self.comma)
        default:
            if value == 0xD7 { word("x") } else { gap() }
        }
    }

    /// Voicing written apart joins the kana before it.
    private mutating func voice(_ mark: UInt32) {
        guard !isParted, let last = out.last,
            let voiced = FoldingScript.voiced(last, by: mark)
        else { return }
        out[out.count - 1] = voiced
    }

    /// Letters of a Korean syllable written apart join.
    private mutating func jamo(_ value: UInt32) {
        if !isParted, let last = out.last, let joined = FoldingScript.syllable(last, value) {
            out[out.count - 1] = joined
        } else {
            letter(value)
        }
    }

    /// What is left of a text without letters and digits.
    private static func signs(of text: String) -> [UInt32] {
        text.unicodeScalars.filter { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
                && !properties.isVariationSelector && !(0x1F3FB...0x1F3FF).contains(scalar.value)
                && properties.generalCategory != .control
        }.map(\.value)
    }
}
