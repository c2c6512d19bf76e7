/// How much alike texts are: 0 to 1.
enum Similarity {
    /// Of two titles or names: word by word, so that one other word shows however long the rest is.
    ///
    /// A slip of the pen within a long word is forgiven; words in another order cost a little.
    static func of(_ one: Phrase, _ other: Phrase) -> Double {
        if one.words.isEmpty || other.words.isEmpty {
            return one.words.isEmpty && other.words.isEmpty ? 1 : 0
        }
        if one.words == other.words { return 1 }
        if one.compact == other.compact { return 0.98 }
        var matched = 0.0
        var taken: UInt64 = 0
        var isInOrder = true
        var last = -1
        for word in one.words {
            var best = 0.0
            var at = -1
            for place in 0..<min(other.words.count, 64) where taken >> UInt64(place) & 1 == 0 {
                let candidate = other.words[place]
                let likeness = word == candidate ? 1 : near(word, one, candidate, other)
                if likeness > best {
                    best = likeness
                    at = place
                    if best == 1 { break }
                }
            }
            guard at >= 0 else { continue }
            taken |= 1 << UInt64(at)
            if at < last { isInOrder = false }
            last = at
            matched += best * (Phrase.weight(of: word) + Phrase.weight(of: other.words[at]))
        }
        let score = matched / (one.weight + other.weight)
        return isInOrder ? score : score * 0.96
    }

    /// Of two different words: 0.9 where one may be the other misspelt, less than a half for all else.
    private static func near(_ word: Word, _ one: Phrase, _ candidate: Word, _ other: Phrase)
        -> Double
    {
        let longer = max(word.range.count, candidate.range.count)
        let slips = longer >= 9 ? 2 : longer >= 6 ? 1 : 0
        guard longer >= 4, longer <= MusicLimits.misspeltLettersMax,
            abs(word.range.count - candidate.range.count) <= max(slips, longer / 3)
        else { return 0 }
        let bound = longer / 3
        let edits = distance(one.scalars[word.range], other.scalars[candidate.range], max: bound)
        if edits <= slips { return 0.9 }
        return edits <= bound ? 0.5 * (1 - Double(edits) / Double(longer)) : 0
    }

    /// Changes that make one text the other, two neighbours swapped counting once; `max + 1` for more than `max`
    /// (Damerau 1964, restricted).
    static func distance(_ one: ArraySlice<UInt32>, _ other: ArraySlice<UInt32>, max bound: Int)
        -> Int
    {
        guard abs(one.count - other.count) <= bound else { return bound + 1 }
        var before: [Int] = []
        var above = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var line = [row + 1]
            line.reserveCapacity(above.count)
            var least = row + 1
            for (column, candidate) in other.enumerated() {
                var cost = min(above[column + 1], line[column]) + 1
                cost = min(cost, above[column] + (letter == candidate ? 0 : 1))
                if row > 0, column > 0, letter == other[other.startIndex + column - 1],
                    candidate == one[one.startIndex + row - 1]
                {
                    cost = min(cost, before[column - 1] + 1)
                }
                line.append(cost)
                least = min(least, cost)
            }
            if least > bound { return bound + 1 }
            before = above
            above = line
        }
        return min(above[other.count], bound + 1)
    }
}
