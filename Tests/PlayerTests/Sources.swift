import Smartlink
import Synchronization

/// Lets nobody through before so many have come, or before nobody waits any more.
final class Gate: Sendable {
    private let count: Int
    private let come = Atomic(0)

    init(_ count: Int) { self.count = count }

    func pass() async {
        come.add(1, ordering: .relaxed)
        while come.load(ordering: .relaxed) < count, !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 1_000_000)
        }
    }
}

/// A catalogue that knows what a test says.
final class Source: MusicSource {
    let id: String
    /// By clue, or `words` for any words: the confidences its candidates are judged by.
    let answers: Mutex<[String: [Double]]>
    let asked = Mutex<[String]>([])
    private let gate: Gate?

    init(_ id: String, _ answers: [String: [Double]], _ gate: Gate? = nil) {
        self.id = id
        self.answers = Mutex(answers)
        self.gate = gate
    }

    func takes(_ clue: Clue) -> Bool { true }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await gate?.pass()
        let kind = clue.text.hasPrefix("words") ? "words" : "isrc"
        asked.withLock { $0.append(kind) }
        let found = answers.withLock { $0[clue.text] ?? $0[kind] ?? [] }
        let candidates = found.enumerated().map { place, confidence in
            var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
            music.album = "\(confidence)"
            return Candidate(
                platform: id, id: "\(place)", url: "https://\(id).example/\(place)", music: music,
                basis: .words)
        }
        return candidates.isEmpty ? .missed : .found(candidates)
    }
}

/// Music folders that hold what a test says.
final class LocalSourceStub: LocalMusic {
    struct State {
        var mark: Int64 = 0
        /// By title, the confidence each is judged by.
        var tracks: [String: Double] = [:]
        var album: [LocalTrack] = []
    }

    let id = "local"
    let state = Mutex(State())

    func mark() async -> Int64 { state.withLock { $0.mark } }
    func takes(_ clue: Clue) -> Bool { true }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        guard case .words(let wanted) = clue,
            let confidence = state.withLock({ $0.tracks[wanted.title] })
        else { return .missed }
        var music = Music(kind: .track, title: wanted.title, artist: wanted.artist)
        music.album = "\(confidence)"
        music.durationMs = 1_000
        return .found([
            Candidate(
                platform: "local", id: "/music/\(wanted.title).mp3", url: "file:///", music: music,
                basis: .words)
        ])
    }

    func tracks(ofAlbum title: String, by artist: String) async -> [LocalTrack] {
        state.withLock { $0.album }
    }
}

/// A memory that lasts as long as the test.
final class Memory: PlayMemory {
    private let records = Mutex<[String: PlayRecord]>([:])
    private let kept = Mutex<[KeptAnswer]>([])

    func played(_ key: String) async -> PlayRecord? { records.withLock { $0[key] } }
    func remember(_ record: PlayRecord, as key: String) async {
        records.withLock { $0[key] = record }
    }
    func answers(to clue: String) async -> [KeptAnswer] {
        kept.withLock { $0.filter { $0.clue == clue } }
    }
    func keep(_ answers: [KeptAnswer]) async { kept.withLock { $0 += answers } }
}
