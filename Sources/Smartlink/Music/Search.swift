// Looking for one piece of music in many catalogues: who is asked what, and what it has come to. A value; whoever asks
// the sources tells it their answers and is told what to ask next.
//
//   a source      asked                                         then
//   takes codes   by the code, as soon as there is one          missed: by words
//   takes words   once title, artist and perhaps length are known
//   takes URLs    first of all, where the clue is one of its own

/// One look-up of a piece of music, while it goes on and when it is over.
public struct Search: Sendable {
    public let clue: Clue
    /// What was told about the music beforehand; it counts where no source tells otherwise.
    public let told: Music?
    /// By source, in the sources' order: of equal words the first counts.
    private var found: [[Candidate]]
    /// One a source, in the order the sources were given in.
    public private(set) var reports: [SourceReport]
    /// What the music is, as far as it is known.
    public private(set) var music: Music?
    private let sources: [any MusicSource]
    private var stages: [Stage]

    /// What a source is asked.
    public struct Question: Sendable {
        public let place: Int
        public let source: any MusicSource
        public let clue: Clue
    }

    private enum Stage {
        case idle
        case asked(Clue)
        case wantsWords, over
    }

    public init(_ clue: Clue, told: Music?, sources: [any MusicSource]) {
        self.clue = clue
        // Who asks by words has told them.
        if told == nil, case .words(let words) = clue {
            self.told = words
        } else {
            self.told = told
        }
        self.sources = sources
        stages = sources.map { _ in .idle }
        found = sources.map { _ in [] }
        reports = sources.map { SourceReport(source: $0.id) }
        music = self.told
    }

    /// What all sources have found so far.
    public var candidates: [Candidate] { found.flatMap { $0 } }

    /// Whether every source has had its say.
    public var isOver: Bool {
        stages.allSatisfy { if case .asked = $0 { false } else { true } }
    }

    /// Whether title and artist are known.
    public var isKnown: Bool {
        music.map { !$0.title.isEmpty && !$0.artist.isEmpty } ?? false
    }

    /// Whether what one source found leaves nothing to ask it again for: that it knows the music by its code, its
    /// address or by relation, or that its words prove it. Words that prove nothing are as good as a miss: before a
    /// release a search finds older things of the same name.
    public func isSettled(by candidates: [Candidate]) -> Bool {
        if candidates.contains(where: { $0.basis != .words }) { return true }
        guard let music else { return false }
        let matcher = Matcher(music)
        return candidates.contains { matcher.judge($0).status == .verified }
    }

    /// Whether another round may bring more.
    public var isWorthRepeating: Bool {
        sources.indices.contains { place in
            switch reports[place].outcome {
            case .notAsked: false
            case .asked, .missed, .failed: true
            case .found: !isSettled(by: found[place])
            }
        }
    }

    /// What can be asked now and was not asked yet.
    public mutating func questions() -> [Question] {
        var questions: [Question] = []
        for place in sources.indices {
            guard let clue = nextClue(place) else { continue }
            stages[place] = .asked(clue)
            reports[place].outcome = .asked
            questions.append(Question(place: place, source: sources[place], clue: clue))
        }
        return questions
    }

    /// What a source says to what it was asked.
    public struct Reply: Sendable {
        public var place: Int
        public var answer: SourceAnswer

        public init(_ answer: SourceAnswer, from place: Int) {
            self.place = place
            self.answer = answer
        }
    }

    /// Takes a source's answer to what it was asked.
    public mutating func take(_ answer: SourceAnswer, from place: Int) {
        take([Reply(answer, from: place)])
    }

    /// Takes several at once: what the music is, is weighed once for all of them.
    public mutating func take(_ replies: [Reply]) {
        var hasFound = false
        for reply in replies where note(reply.answer, from: reply.place) { hasFound = true }
        if hasFound { learn() }
    }

    /// Whether there is something to learn from it.
    private mutating func note(_ answer: SourceAnswer, from place: Int) -> Bool {
        guard case .asked(let clue) = stages[place] else { return false }
        switch answer {
        case .found(let candidates):
            found[place] = candidates
            reports[place].outcome = .found
            stages[place] = .over
            return true
        case .missed:
            reports[place].outcome = .missed
            if case .words = clue { stages[place] = .over } else { stages[place] = .wantsWords }
        case .failed(let failure):
            reports[place].outcome = .failed(failure)
            stages[place] = .over
        }
        return false
    }

    /// Ends it: who has not answered by now did not answer in time.
    public mutating func end() {
        for place in sources.indices {
            if case .asked = stages[place] {
                reports[place].outcome = .failed(SourceFailure(.timedOut))
            }
            stages[place] = .over
        }
    }

    // MARK: Steps

    /// What the source at `place` can be asked next; nil if nothing (yet).
    private func nextClue(_ place: Int) -> Clue? {
        let source = sources[place]
        switch stages[place] {
        case .asked, .over: return nil
        case .idle:
            if let code, source.takes(code) { return code }
            if case .address = clue, source.takes(clue) { return clue }
            // While the URL's own platform may still tell a code, nobody guesses by words.
            if isIdentifying { return nil }
        case .wantsWords: break
        }
        guard let words, source.takes(words) else { return nil }
        return words
    }

    /// Whether somebody is being asked what stands at the clue's URL.
    private var isIdentifying: Bool {
        guard case .address = clue, code == nil else { return false }
        return stages.indices.contains { place in
            switch stages[place] {
            case .asked(.address): true
            case .idle: sources[place].takes(clue)
            case .asked, .wantsWords, .over: false
            }
        }
    }

    /// The code to ask by: the clue's, or the one a source has told.
    private var code: Clue? {
        switch clue {
        case .isrc, .upc: return clue
        case .address, .words:
            guard let music else { return nil }
            return switch music.kind {
            case .track: music.isrc.map { .isrc($0) }
            case .album: music.upc.map { .upc($0) }
            case .playlist: nil
            }
        }
    }

    private var words: Clue? {
        guard let music, !music.title.isEmpty, !music.artist.isEmpty, music.kind != .playlist
        else { return nil }
        var wanted = music
        // What a search has no use for would only make two of one clue.
        wanted.tracks = []
        return .words(wanted)
    }

    private mutating func learn() {
        music = Music.consensus(of: candidates, asked: clue) ?? told
        if let told { music?.learn(from: told) }
    }
}

extension Music {
    /// What a link says of its music.
    public init(_ link: Link) {
        self.init(kind: link.kind, title: link.title, artist: link.artist)
        album = link.album
        isrc = link.isrc
        upc = link.upc
        durationMs = link.durationMs
    }
}
