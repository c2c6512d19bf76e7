// What the music is, out of what several catalogues say of it.

extension Music {
    /// Fills what is not known here with what `other` knows of the same music.
    public mutating func learn(from other: Music) {
        album = album ?? other.album
        isrc = isrc ?? other.isrc
        upc = upc ?? other.upc
        durationMs = durationMs ?? other.durationMs
        artworkURL = artworkURL ?? other.artworkURL
        // The same date told more exactly is learnt, too.
        if let day = other.releaseDate, releaseDate.map({ day.hasPrefix($0) }) ?? true {
            releaseDate = day
        }
        if tracks.isEmpty { tracks = other.tracks }
    }

    /// The music that was asked for, as most of those say who have it by its code.
    ///
    /// For a URL what its own platform says comes first. Nil if nobody has it by code, by its address or by relation.
    public static func consensus(of candidates: [Candidate], asked: Clue) -> Music? {
        let sure = candidates.filter { isOf($0, asked) }
        if case .address(let address) = asked,
            let own = sure.first(where: { $0.platform == address.platform && $0.basis == .address })
        {
            return learning(own.music, from: sure)
        }
        for basis in [[Candidate.Basis.code, .address], [.relation]] {
            let heard = sure.filter { basis.contains($0.basis) }
            guard let voice = spokesman(of: heard) else { continue }
            return learning(voice.music, from: heard + sure.filter { !basis.contains($0.basis) })
        }
        return nil
    }

    /// Whether the source stands for it, and does not carry another code than the one asked for.
    private static func isOf(_ candidate: Candidate, _ asked: Clue) -> Bool {
        guard candidate.basis != .words else { return false }
        switch asked {
        case .isrc(let isrc): return candidate.music.isrc ?? isrc == isrc
        case .upc(let upc):
            return candidate.music.kind != .album || candidate.music.upc ?? upc == upc
        case .address, .words: return true
        }
    }

    /// The first of those with whom the most platforms agree.
    private static func spokesman(of candidates: [Candidate]) -> Candidate? {
        let heard = Array(candidates.prefix(MusicLimits.voicesMax))
        let readings = heard.map { MusicReading($0.music) }
        var best: (candidate: Candidate, voices: Int)?
        for (place, reading) in readings.enumerated() {
            var platforms: Set<String> = []
            for (other, theirs) in readings.enumerated()
            where other == place || agrees(reading, theirs) {
                platforms.insert(heard[other].platform)
            }
            if platforms.count > best?.voices ?? 0 { best = (heard[place], platforms.count) }
        }
        return best?.candidate
    }

    private static func agrees(_ one: MusicReading, _ other: MusicReading) -> Bool {
        guard one.music.kind == other.music.kind else { return false }
        let likeness = Likeness(one, other)
        return (likeness.title ?? 0) >= Matching.titleAgreesMin
            && (likeness.artist ?? 0) >= Matching.artistAgreesMin
            && likeness.marks.isDisjoint(with: Marks.foreign.union(.distinct))
    }

    private static func learning(_ music: Music, from candidates: [Candidate]) -> Music {
        var music = music
        let reading = MusicReading(music)
        for candidate in candidates.prefix(MusicLimits.voicesMax)
        where agrees(reading, MusicReading(candidate.music)) {
            music.learn(from: candidate.music)
        }
        return music
    }
}
