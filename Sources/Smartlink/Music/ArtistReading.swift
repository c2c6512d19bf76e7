/// A credit taken apart into names.
struct ArtistReading: Sendable {
    /// In the credit's order, without a leading *the*.
    var names: [Phrase]
    /// All words without those that join names, for credits whose commas are part of a name.
    var whole: Phrase
    var isVarious = false
    var marks: Marks = []

    private static let joiners = WordTable(
        [
            "and", "x", "feat", "ft", "featuring", "with", "vs", "versus", "und", "et", "y", "e",
            "con", "presents", "i", "и", "και",
        ])
    private static let the = Word.hash("the")
    private static let topic = Word.hash("topic")
    private static let karaoke = WordTable(
        ["karaoke", "караоке", "instrumentals", "singalong", "sing2piano", "sing2guitar"])
    private static let tribute = WordTable(["tribute", "tributes", "cover", "covers", "coverband"])
    private static let various = Set(
        [
            "various artists", "va", "various", "varios artistas", "vários artistas",
            "artistes divers", "群星", "verschiedene interpreten", "разные артисты", "ヴァリアスアーティスト",
        ]
        .map { compact(Folding.fold($0)) })

    init(_ artist: String) {
        let text = Words(artist)
        var words = text.words
        // Automatic channels: `Mira - Topic`.
        if words.count > 1, words.last?.hash == Self.topic,
            text.marks.contains(where: { $0.mark == FoldingScan.dash && $0.at == words.count - 1 })
        {
            words.removeLast()
        }
        if let last = words.last, last.range.count > 6,
            text.scalars(of: last).suffix(4) == Self.vevo[...]
        {
            let range = last.range.dropLast(4)
            words[words.count - 1] = Word(hash: Word.hash(text.scalars[range]), range: range)
        }
        names = Self.names(words[...], text, cut: text.marks)
        whole = Phrase(
            words: words.filter { $0.hash != Self.the && !Self.joiners.contains($0.hash) },
            in: text.scalars)
        isVarious = Self.various.contains(whole.compact)
        if words.contains(where: { Self.karaoke.contains($0.hash) }) { marks.formUnion(.karaoke) }
        if words.contains(where: { Self.tribute.contains($0.hash) }) { marks.formUnion(.cover) }
        marks.formUnion(TitleReading.insideAnything(words, text))
    }

    private static let vevo = Array("vevo".unicodeScalars.map(\.value))

    private static func compact(_ text: String) -> UInt64 {
        Word.hash(text.filter { $0 != " " })
    }

    /// Names between joining words and the commas that stand before some word.
    static func names(
        _ words: ArraySlice<Word>, _ text: Words, cut marks: [(mark: UInt32, at: Int)]
    ) -> [Phrase] {
        var names: [Phrase] = []
        var current: [Word] = []
        func end() {
            if current.first?.hash == the, current.count > 1 { current.removeFirst() }
            if !current.isEmpty { names.append(Phrase(words: current, in: text.scalars)) }
            current = []
        }
        for word in words {
            if !marks.isEmpty, let last = current.last,
                text.scalars[last.range.upperBound..<word.range.lowerBound].contains(
                    FoldingScan.comma)
            {
                end()
            }
            if joiners.contains(word.hash), !current.isEmpty || !names.isEmpty {
                end()
            } else {
                current.append(word)
            }
        }
        end()
        return names
    }

    /// How far the credits name the same people; guests of the titles count as named.
    func likeness(to other: ArtistReading, guests: [Phrase], _ otherGuests: [Phrase]) -> Double {
        if whole.words == other.whole.words || whole.compact == other.whole.compact { return 1 }
        let ours = names + guests
        let theirs = other.names + otherGuests
        guard !ours.isEmpty, !theirs.isEmpty else { return 0 }
        let covered =
            ours.count <= theirs.count
            ? Self.share(of: ours, in: theirs) : Self.share(of: theirs, in: ours)
        // A guest one catalogue leaves out is no other artist, but the first name has to be there.
        let lead = max(
            Self.share(of: names.prefix(1), in: theirs),
            Self.share(of: other.names.prefix(1), in: ours))
        let missing = abs(ours.count - theirs.count)
        return max(
            min(covered, lead) - 0.03 * Double(min(missing, 3)),
            Similarity.of(whole, other.whole) * 0.95)
    }

    /// How well the names are found among others.
    private static func share(of names: some Collection<Phrase>, in others: [Phrase]) -> Double {
        guard !names.isEmpty else { return 0 }
        var sum = 0.0
        for name in names {
            var best = 0.0
            for other in others where best < 1 { best = max(best, Similarity.of(name, other)) }
            sum += best
        }
        return sum / Double(names.count)
    }
}
