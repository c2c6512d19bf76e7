/// A folded word: where it stands in its text, and a number that equal words share.
struct Word: Equatable, Sendable {
    var hash: UInt64
    var range: Range<Int>

    static func == (one: Word, other: Word) -> Bool {
        one.hash == other.hash && one.range.count == other.range.count
    }

    /// FNV-1a over scalars.
    static func hash(_ scalars: some Sequence<UInt32>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for scalar in scalars { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }
        return hash
    }

    static func hash(_ text: String) -> UInt64 { hash(text.unicodeScalars.lazy.map(\.value)) }
}

/// A text in words, and the brackets, dashes and commas between them.
struct Words: Sendable {
    private(set) var scalars: [UInt32]
    private(set) var words: [Word] = []
    /// Each with the number of words before it.
    private(set) var marks: [(mark: UInt32, at: Int)] = []

    init(_ text: String) {
        var scan = FoldingScan(.structured)
        let isLong = text.utf8.count > MusicLimits.comparedScalarsMax
        scalars = scan.read(
            isLong ? String(text.unicodeScalars.prefix(MusicLimits.comparedScalarsMax)) : text)
        words.reserveCapacity(8)
        var start = 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in 0...scalars.count {
            let scalar = place < scalars.count ? scalars[place] : FoldingScan.blank
            switch scalar {
            case FoldingScan.blank, FoldingScan.open, FoldingScan.close, FoldingScan.comma,
                FoldingScan.dash:
                if start < place { words.append(Word(hash: hash, range: start..<place)) }
                if scalar != FoldingScan.blank { marks.append((scalar, words.count)) }
                start = place + 1
                hash = 0xCBF2_9CE4_8422_2325
            default: hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
            }
        }
    }

    func scalars(of word: Word) -> ArraySlice<UInt32> { scalars[word.range] }

    /// The words without what stands between them.
    func joined(_ picked: [Word]) -> [UInt32] {
        var out: [UInt32] = []
        for word in picked { out += scalars[word.range] }
        return out
    }

    func text(_ picked: some Sequence<Word>) -> String {
        picked.map { word in
            String(String.UnicodeScalarView(scalars[word.range].compactMap(Unicode.Scalar.init)))
        }.joined(separator: " ")
    }
}

/// Words of one text as they are compared with those of another.
struct Phrase: Sendable {
    var words: [Word]
    var scalars: [UInt32]
    /// Letters, articles counted half.
    var weight: Double
    /// Without blanks.
    var compact: UInt64
    /// Bits of the scripts its words are written in.
    var scripts: UInt8

    static let empty = Phrase(words: [], in: [])

    init(words: [Word], in scalars: [UInt32]) {
        self.words = words
        self.scalars = scalars
        weight = 0
        scripts = 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in words {
            weight += Phrase.weight(of: word)
            for scalar in scalars[word.range] { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }
            if let first = scalars[word.range].first { scripts |= Script.bit(of: first) }
        }
        compact = hash
    }

    private static let articles = WordTable(
        ["the", "a", "an", "el", "la", "le", "los", "las", "les", "der", "die", "das", "o", "os"])

    static func weight(of word: Word) -> Double {
        let isArticle = word.range.count <= 3 && articles.contains(word.hash)
        return isArticle ? 0.4 : Double(min(word.range.count, 12))
    }
}

/// Which alphabet a letter is of, as far as a difference keeps texts from being compared.
enum Script {
    /// 0 for digits and signs, which every script shares.
    static func bit(of scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x61...0x7A, 0x00C0...0x024F, 0x1E00...0x1EFF: 1
        case 0x0370...0x03FF: 2
        case 0x0400...0x052F: 4
        case 0x0590...0x05FF: 8
        case 0x0600...0x06FF: 16
        case 0x3041...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: 32
        case 0x1100...0x11FF, 0xAC00...0xD7A3: 64
        case 0x0900...0x0FFF: 128
        default: 0
        }
    }
}
