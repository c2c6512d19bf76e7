// What a candidate is worth, in this order:
//
//   another kind of thing                          not it
//   same code, own URL                             verified, 1; pending if it says that it is karaoke or a cover, or
//                                                  if title AND artist are others
//   another catalogue relates it                   verified, 0.9; pending if anything contradicts
//   words: karaoke, a cover                        not it
//          title or artist plainly another         not it
//          more than 15 s apart, same version      not it
//          another version (live, remix, …)        pending
//          title, artist agree, 3 s at most apart  verified, with its score
//          everything weaker                       pending
//
// Score: title counts five times, artist four times, album once. A remaster, a clean version or another edition is the
// same music at a little less confidence; a radio edit is what its length makes it.

/// Compares what was found with what is wanted.
public enum Matching {
    static let titleWeight = 5.0
    static let artistWeight = 4.0
    static let albumWeight = 1.0
    static let titleAgreesMin = 0.9
    static let artistAgreesMin = 0.85
    /// Below these it is something else.
    static let titleResemblesMin = 0.6
    static let artistResemblesMin = 0.5
    /// Below both it is plainly something else, whatever a code says.
    static let plainlyOtherMax = 0.5
    static let otherNumberMax = 0.75
    /// What a title is worth without a bracket before it, and without one behind it.
    static let bracketLess = 0.95
    static let tailLess = 0.85
    static let uploaderLikeness = 0.6
    static let gapAgreesMsMax: Int64 = 3_000
    static let gapMsMax: Int64 = 15_000
    static let verifiedMin = 0.8
    static let pendingMax = 0.75
    static let relationConfidence = 0.9
    static let doubtedConfidence = 0.5

    /// What `candidate` is worth as the place of `wanted`.
    public static func judge(_ candidate: Candidate, for wanted: Music) -> Verdict {
        Matcher(wanted).judge(candidate)
    }

    /// The best of what was found on ONE platform; nil if none is it.
    ///
    /// Of equal confidence: same UPC, then the earliest release, then playable in the market, then no compilation.
    public static func best(
        of candidates: [Candidate], for wanted: Music
    ) -> (candidate: Candidate, verdict: Verdict)? {
        let matcher = Matcher(wanted)
        var best: (candidate: Candidate, verdict: Verdict)?
        for candidate in candidates {
            let verdict = matcher.judge(candidate)
            guard verdict.status != nil else { continue }
            if let held = best, !precedes((candidate, verdict), held, wanted) { continue }
            best = (candidate, verdict)
        }
        return best
    }

    private static func precedes(
        _ one: (candidate: Candidate, verdict: Verdict),
        _ other: (candidate: Candidate, verdict: Verdict), _ wanted: Music
    ) -> Bool {
        if one.verdict.confidence != other.verdict.confidence {
            return one.verdict.confidence > other.verdict.confidence
        }
        let first = one.candidate
        let second = other.candidate
        let isSame = wanted.upc != nil && first.music.upc == wanted.upc
        let isOtherSame = wanted.upc != nil && second.music.upc == wanted.upc
        if isSame != isOtherSame { return isSame }
        let day = first.music.releaseDate ?? "9999"
        let otherDay = second.music.releaseDate ?? "9999"
        if day != otherDay { return day < otherDay }
        if first.isAvailable != second.isAvailable { return first.isAvailable }
        return !first.isCompilation && second.isCompilation
    }
}

/// Judges many candidates for one piece of music.
public struct Matcher: Sendable {
    private let wanted: MusicReading

    public init(_ wanted: Music) { self.wanted = MusicReading(wanted) }

    public func judge(_ candidate: Candidate) -> Verdict {
        guard candidate.music.kind == wanted.music.kind else {
            let kinds: [Link.Kind: String] = [
                .track: "a track", .album: "an album", .playlist: "a playlist",
            ]
            let theirs = kinds[candidate.music.kind] ?? ""
            return .none("\(theirs), not \(kinds[wanted.music.kind] ?? "")")
        }
        let likeness = Likeness(wanted, MusicReading(candidate.music))
        let code = wanted.music.kind == .track ? "ISRC" : "UPC"
        let isSame = hasSameCode(candidate.music)
        if isSame == true { return judge(likeness, by: "same \(code)") }
        switch candidate.basis {
        // A search by code that brings up another one was none.
        case .code where isSame == false: return judgeWords(likeness, candidate.music)
        case .code: return judge(likeness, by: "same \(code)")
        case .address: return judge(likeness, by: "its own URL")
        case .relation: return judgeRelation(likeness)
        case .words: return judgeWords(likeness, candidate.music)
        }
    }

    /// Nil where one of both does not tell its code.
    private func hasSameCode(_ music: Music) -> Bool? {
        let codes =
            wanted.music.kind == .track
            ? (wanted.music.isrc, music.isrc) : (wanted.music.upc, music.upc)
        guard let ours = codes.0, let theirs = codes.1 else { return nil }
        return ours == theirs
    }

    /// Title and artist both other ones, as far as they can be compared.
    private func isPlainlyOther(_ likeness: Likeness) -> Bool {
        (likeness.title ?? 1) < Matching.plainlyOtherMax
            && (likeness.artist ?? 1) < Matching.plainlyOtherMax && !wanted.music.title.isEmpty
    }

    private func judge(_ likeness: Likeness, by proof: String) -> Verdict {
        let foreign = likeness.marks.intersection(.foreign)
        if !foreign.isEmpty {
            return .pending(Matching.doubtedConfidence, "\(proof), but \(foreign.description)")
        }
        if isPlainlyOther(likeness) {
            return .pending(Matching.doubtedConfidence, "\(proof), but another title and artist")
        }
        return Verdict(confidence: 1, status: .verified, reason: proof)
    }

    private func judgeRelation(_ likeness: Likeness) -> Verdict {
        let proof = "another catalogue names it"
        let other = likeness.marks.intersection(Marks.foreign.union(.distinct))
        let doubt: String? =
            if !other.isEmpty { other.description } else if isPlainlyOther(likeness) {
                "another title and artist"
            } else if let gap = likeness.gapMs, gap > Matching.gapMsMax { Self.apart(gap) } else {
                nil
            }
        guard let doubt else {
            return Verdict(
                confidence: Matching.relationConfidence, status: .verified, reason: proof)
        }
        return .pending(Matching.doubtedConfidence, "\(proof), but \(doubt)")
    }

    private func judgeWords(_ likeness: Likeness, _ music: Music) -> Verdict {
        let foreign = likeness.marks.intersection(.foreign)
        if !foreign.isEmpty { return .none(foreign.description) }
        guard (likeness.title ?? 1) >= Matching.titleResemblesMin else {
            return .none("another title")
        }
        guard (likeness.artist ?? 1) >= Matching.artistResemblesMin else {
            return .none("another artist")
        }
        guard !wanted.music.title.isEmpty else { return .none("its title is not known") }
        // Nothing of it can be read: only the length speaks for it.
        if likeness.title == nil, likeness.artist == nil,
            (likeness.gapMs ?? .max) > Matching.gapAgreesMsMax
        {
            return .none("another title and artist")
        }
        let score = score(likeness, music)
        let distinct = likeness.marks.intersection(.distinct)
        if !distinct.isEmpty { return .pending(score * 0.6, distinct.description) }
        if let gap = likeness.gapMs, gap > Matching.gapMsMax, wanted.music.kind == .track,
            likeness.marks.isDisjoint(with: .cut)
        {
            return .none(Self.apart(gap))
        }
        if let doubt = doubt(likeness, music) { return .pending(score * 0.8, doubt) }
        guard score >= Matching.verifiedMin, wanted.music.kind != .playlist else {
            return .pending(score, "title and artist resemble it")
        }
        let length =
            wanted.music.kind == .track ? Self.apart(likeness.gapMs ?? 0) : "so does the release"
        let forgiven = likeness.marks.intersection(.forgiven)
        let also =
            forgiven.isDisjoint(with: [.remaster, .words, .edition])
            ? "" : ", \(forgiven.description)"
        return Verdict(
            confidence: score, status: .verified,
            reason: "title and artist agree, \(length)\(also)")
    }

    /// What keeps words from being proof; nil if nothing does.
    private func doubt(_ likeness: Likeness, _ music: Music) -> String? {
        guard let title = likeness.title else { return "the title is written in another script" }
        guard let artist = likeness.artist else {
            return wanted.artist.isVarious || ArtistReading(music.artist).isVarious
                ? "one names various artists" : "the artist is written in another script"
        }
        if title < Matching.titleAgreesMin { return "the title is a little different" }
        if artist < Matching.artistAgreesMin { return "the artists are not quite the same" }
        if likeness.isOtherwiseMarked { return "maybe another of several such versions" }
        if wanted.music.kind != .track { return albumDoubt(music) }
        guard let gap = likeness.gapMs else {
            return "title and artist agree, its length is not known"
        }
        if gap > Matching.gapAgreesMsMax {
            let cut = likeness.marks.contains(.cut) ? "\(Marks.cut.description), " : ""
            return "\(cut)title and artist agree, \(Self.apart(gap))"
        }
        return nil
    }

    /// A release has no one length: the number of tracks or the day it came out stand in.
    private func albumDoubt(_ music: Music) -> String? {
        let ours = wanted.music
        if !ours.tracks.isEmpty, !music.tracks.isEmpty {
            return ours.tracks.count == music.tracks.count
                ? nil : "\(music.tracks.count) tracks, not \(ours.tracks.count)"
        }
        if let day = ours.releaseDate, let other = music.releaseDate {
            return day.hasPrefix(other) || other.hasPrefix(day)
                ? nil : "title and artist agree, released \(other), not \(day)"
        }
        return "title and artist agree, nothing else is known"
    }

    private func score(_ likeness: Likeness, _ music: Music) -> Double {
        var sum = Matching.titleWeight * (likeness.title ?? 0.5)
        sum += Matching.artistWeight * (likeness.artist ?? 0.5)
        var weight = Matching.titleWeight + Matching.artistWeight
        if let album = likeness.album {
            sum += Matching.albumWeight * album
            weight += Matching.albumWeight
        }
        var score = sum / weight
        if let gap = likeness.gapMs {
            score -= 0.01 * Double(min(gap, Matching.gapAgreesMsMax)) / 1_000
        }
        var noise = likeness.marks.intersection(Marks.forgiven.union(.cut))
        while let mark = noise.first {
            noise.remove(mark)
            score -= 0.02
        }
        if let one = wanted.music.isrc, let other = music.isrc, one != other { score -= 0.03 }
        return min(max(score, 0), 0.98)
    }

    static func apart(_ gapMs: Int64) -> String {
        gapMs < 500 ? "same length" : "\((gapMs &+ 500) / 1_000) s apart"
    }
}

extension Verdict {
    static func none(_ reason: String) -> Verdict {
        Verdict(confidence: 0, status: nil, reason: reason)
    }

    /// Never as sure as what is verified.
    static func pending(_ confidence: Double, _ reason: String) -> Verdict {
        Verdict(confidence: min(confidence, Matching.pendingMax), status: .pending, reason: reason)
    }
}

extension Marks {
    /// The lowest of them alone.
    var first: Marks? { isEmpty ? nil : Marks(rawValue: rawValue & ~(rawValue &- 1)) }
}
