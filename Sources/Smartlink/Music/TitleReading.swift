// A title taken apart: the work's name, what kind of version it is, and who is a guest.
//
//   Sleeper (feat. Jonas) [Live at Wembley] - Remastered 2011
//   ~~~~~~~  guest         mark, details      forgiven
//
// Brackets and what follows a dash are read alike. What says nothing about a version stays part of the name, but one
// that a catalogue may leave out: `(I Can't Get No) Satisfaction`.

struct TitleReading: Sendable {
    /// The name without brackets.
    var name = Phrase.empty
    /// The name with the brackets that say nothing about a version.
    var whole = Phrase.empty
    var marks: Marks = []
    /// What a mark of another recording is said with: a remixer, a venue, a year.
    var details: Set<UInt64> = []
    var guests: [Phrase] = []
    /// Numbers in the name: parts, volumes; one other makes it another work.
    var numbers: [UInt64] = []
    /// Whether something that a catalogue may leave out follows the name: more often another version than before it.
    var hasTail = false
    /// What stands behind the first dash and says nothing about a version: on video platforms the title.
    var behindDash: Phrase?

    init(_ title: String) {
        let text = Words(title)
        var bare: [Word] = []
        var all: [Word] = []
        for section in Section.sections(of: text) {
            var words = Array(text.words[section.range])
            words = takeGuests(of: words, in: section, text)
            if section.kind == .plain {
                let cut = bare.isEmpty ? plainEnd(of: words, text) : words.count
                if cut < words.count { _ = takeMarks(of: words[cut...], text) }
                marks.formUnion(Self.insideAnything(words, text))
                bare += words[..<cut]
                all += words[..<cut]
            } else if !words.isEmpty, !takeMarks(of: words[...], text) {
                all += words
                hasTail = hasTail || !bare.isEmpty
                if section.kind == .behindDash, behindDash == nil {
                    behindDash = Phrase(words: Self.normal(words), in: text.scalars)
                }
            }
        }
        // A title that is nothing but a bracket or a version's word has that for its name.
        if bare.isEmpty { bare = all.isEmpty ? text.words : all }
        if all.isEmpty { all = bare }
        name = Phrase(words: Self.normal(bare), in: text.scalars)
        whole = Phrase(words: Self.normal(all), in: text.scalars)
        numbers = Self.numbers(whole)
    }

    /// Guests named in the section; the words that are left.
    private mutating func takeGuests(of words: [Word], in section: Section, _ text: Words) -> [Word]
    {
        let openers = section.kind == .plain ? MarkWords.guestWords : MarkWords.guestBrackets
        let found = words.indices.first { place in
            openers.contains(words[place].hash) && (section.kind != .plain || place > 0)
                || section.kind != .plain && place == 0
                    && MarkWords.makers.contains(words[place].hash)
        }
        guard let found,
            section.kind == .plain || found == 0 || MarkWords.guestWords.contains(words[found].hash)
        else { return words }
        if !MarkWords.makers.contains(words[found].hash) {
            guests += ArtistReading.names(words[(found + 1)...], text, cut: text.marks)
        }
        return Array(words[..<found])
    }

    /// Where a version is said without bracket or dash: `Sleeper Karaoke Version`.
    private func plainEnd(of words: [Word], _ text: Words) -> Int {
        guard words.count > 1 else { return words.count }
        for place in 1..<words.count {
            if place + 1 < words.count,
                MarkWords.double[MarkWords.pair(words[place], words[place + 1])] != nil
            {
                return place > 1 && words[place - 1].hash == Self.the ? max(1, place - 2) : place
            }
            if place == words.count - 1, let marks = MarkWords.single[words[place].hash],
                !marks.isDisjoint(with: [.remix, .karaoke, .instrumental, .remaster, .speed]),
                words[place].hash != Self.mix
            {
                return place
            }
        }
        return words.count
    }

    private static let the = Word.hash("the")
    private static let mix = Word.hash("mix")
    private static let from = Word.hash("from")

    /// Reads a bracket; false if it says nothing about a version.
    private mutating func takeMarks(of words: ArraySlice<Word>, _ text: Words) -> Bool {
        var found = Self.insideAnything(Array(words), text)
        var rest: [Word] = []
        var paired = -1
        for place in words.indices {
            let word = words[place]
            found.formUnion(Self.marks(inside: word, text, MarkWords.inside))
            if place + 1 < words.endIndex,
                let marks = MarkWords.double[MarkWords.pair(word, words[place + 1])]
            {
                found.formUnion(marks)
                paired = place + 1
                continue
            }
            if place == paired { continue }
            if let marks = MarkWords.single[word.hash] {
                found.formUnion(marks)
            } else {
                rest.append(word)
            }
        }
        let asVersion = words.contains { MarkWords.versionWords.contains($0.hash) }
        let telling = rest.filter { !MarkWords.filler.contains($0.hash) }
        if found.isEmpty {
            if words.first?.hash == Self.from, words.count > 1 {
                marks.formUnion(.trimmings)
                return true
            }
            if asVersion { marks.formUnion(telling.isEmpty ? .cut : .version) }
            if !asVersion { return false }
        }
        // `Album Version (Stereo)` is cut and sound; `Remix` decides over `Radio Edit`.
        marks.formUnion(found)
        if !found.isDisjoint(with: Marks.distinct) || found.isEmpty {
            details.formUnion(
                telling.filter { !Self.isYear($0, text) || found.contains(.live) }.map(\.hash))
        } else if asVersion, found.isSubset(of: .cut.union(.trimmings)), !telling.isEmpty {
            marks.formUnion(.version)
            details.formUnion(telling.map(\.hash))
        }
        return true
    }

    private static func isYear(_ word: Word, _ text: Words) -> Bool {
        word.range.count == 4 && text.scalars(of: word).allSatisfy { (0x30...0x39).contains($0) }
    }

    static func insideAnything(_ words: [Word], _ text: Words) -> Marks {
        words.reduce(into: Marks()) {
            $0.formUnion(marks(inside: $1, text, MarkWords.insideAnything))
        }
    }

    private static func marks(
        inside word: Word, _ text: Words, _ table: InsideWords
    ) -> Marks {
        var found: Marks = []
        for place in word.range where text.scalars[place] >= 0x3041 {
            for entry in table.entries[text.scalars[place]] ?? []
            where text.scalars[place..<word.range.upperBound].starts(with: entry.scalars) {
                found.formUnion(entry.marks)
            }
        }
        return found
    }
}

extension TitleReading {
    private static let beforeNumbers = WordTable(
        [
            "pt": "part", "pts": "part", "part": "part", "parte": "part", "teil": "part",
            "partie": "part",
            "vol": "vol", "volume": "vol", "no": "no", "nr": "no", "chapter": "chapter",
        ].reduce(into: [UInt64: UInt64]()) { $0[Word.hash($1.key)] = Word.hash($1.value) })

    private static let spelt: WordTable<UInt64> = {
        let words = [
            ["i", "one"], ["ii", "two"], ["iii", "three"], ["iv", "four"], ["v", "five"],
            ["vi", "six"],
            ["vii", "seven"], ["viii", "eight"], ["ix", "nine"], ["x", "ten"],
        ]
        var table: [UInt64: UInt64] = [:]
        for (place, forms) in words.enumerated() {
            for form in forms { table[Word.hash(form)] = Word.hash("\(place + 1)") }
        }
        return WordTable(table)
    }()

    private static let figures = WordTable((1...10).map { "\($0)" })
    private static let romans = WordTable(["ii", "iii", "iv", "vi", "vii", "viii", "ix"])

    /// `Pt. II` and `Part 2` alike.
    static func normal(_ words: [Word]) -> [Word] {
        var out = words
        for place in out.indices {
            if let plain = beforeNumbers[out[place].hash] {
                guard place + 1 < out.count else { continue }
                out[place].hash = plain
                out[place].range = out[place].range.prefix(2)
                if let number = spelt[out[place + 1].hash] {
                    out[place + 1] = out[place + 1].as(number)
                }
            } else if romans.contains(out[place].hash), let number = spelt[out[place].hash] {
                out[place] = out[place].as(number)
            }
        }
        return out
    }

    static func numbers(_ phrase: Phrase) -> [UInt64] {
        phrase.words.filter { word in
            figures.contains(word.hash)
                || phrase.scalars[word.range].allSatisfy { (0x30...0x39).contains($0) }
        }.map(\.hash).sorted()
    }
}

extension Word {
    /// The same place, read as another word of one letter.
    fileprivate func `as`(_ hash: UInt64) -> Word { Word(hash: hash, range: range.prefix(1)) }
}
