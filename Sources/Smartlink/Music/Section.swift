/// A stretch of a title between brackets and dashes.
struct Section {
    enum Kind { case plain, bracket, behindDash }
    var kind: Kind
    /// Words of the text.
    var range: Range<Int>

    static func sections(of text: Words) -> [Section] {
        guard !text.marks.isEmpty else {
            return [Section(kind: .plain, range: 0..<text.words.count)]
        }
        var sections: [Section] = []
        var start = 0
        var depth = 0
        var outer = Kind.plain
        func end(_ at: Int) {
            guard at > start else { return }
            sections.append(Section(kind: depth > 0 ? .bracket : outer, range: start..<at))
            start = at
        }
        for (mark, at) in text.marks {
            switch mark {
            case FoldingScan.open:
                end(at)
                depth += 1
            case FoldingScan.close:
                end(at)
                depth = max(0, depth - 1)
            case FoldingScan.dash where depth == 0:
                end(at)
                if !sections.isEmpty { outer = .behindDash }
            default: break
            }
        }
        end(text.words.count)
        return sections
    }
}
