import Smartlink

/// The files of an album or playlist, collected track by track.
struct Gathering {
    let judge: @Sendable (Candidate, Music) -> Verdict
    private(set) var files: [LocalTrack] = []
    private var missing: [String] = []
    private var confidence = 0.0
    private var guesses = 0

    init(judge: @escaping @Sendable (Candidate, Music) -> Verdict) { self.judge = judge }

    /// Takes the best of what may be the track; none if all are something else.
    mutating func take(_ candidates: [Candidate], for track: Music) {
        let judged = candidates.map { candidate in
            (candidate: candidate, verdict: PlayVerdict(judge(candidate, track)))
        }
        let album = track.album.map { Folding.fold($0) }
        func key(_ judged: (candidate: Candidate, verdict: PlayVerdict)) -> (Int, Int, Double) {
            // Of the same recording on several releases, the one of this release.
            let isSame =
                album != nil && judged.candidate.music.album.map { Folding.fold($0) } == album
            return (judged.verdict.grade.rawValue, isSame ? 0 : 1, -judged.verdict.confidence)
        }
        guard let best = judged.min(by: { key($0) < key($1) }), best.verdict.grade != .other else {
            return miss(track.title)
        }
        confidence += best.verdict.confidence
        if best.verdict.grade == .likely { guesses += 1 }
        let music = best.candidate.music
        var file = LocalTrack(path: best.candidate.id, title: music.title, artist: music.artist)
        file.album = music.album
        file.isrc = music.isrc
        file.durationMs = music.durationMs
        files.append(file)
    }

    mutating func miss(_ title: String) { missing.append(title) }

    /// Of all of it: sure only if every track surely is there; nil if none is.
    var verdict: PlayVerdict? {
        let count = files.count + missing.count
        guard !files.isEmpty else { return nil }
        var reason = "\(files.count) of \(count) tracks are here"
        if missing.isEmpty {
            reason = "all \(count) tracks are here"
            if guesses > 0 { reason += ", \(guesses) of them by guess" }
        } else {
            let named = missing.prefix(Limits.namedMax).joined(separator: ", ")
            let more = missing.count > Limits.namedMax ? ", …" : ""
            reason += "; missing: \(named)\(more)"
        }
        return PlayVerdict(
            confidence: confidence / Double(count),
            grade: missing.isEmpty && guesses == 0 ? .sure : .likely, reason: reason)
    }
}
