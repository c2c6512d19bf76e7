public import Smartlink
import Synchronization

/// A catalogue that answers as the test says, and remembers what it was asked.
public final class ScriptedSource: MusicSource {
    public let id: String
    private let kinds: Set<String>
    private let asked = Mutex<[String]>([])
    private let answer: @Sendable (Clue) async -> SourceAnswer

    /// `kinds` of clues it takes: `isrc`, `upc`, `address`, `words`.
    public init(
        _ id: String, takes kinds: Set<String> = ["isrc", "words"],
        _ answer: @escaping @Sendable (Clue) async -> SourceAnswer
    ) {
        self.id = id
        self.kinds = kinds
        self.answer = answer
    }

    public var questions: [String] { asked.withLock { $0 } }

    public func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: kinds.contains("isrc")
        case .upc: kinds.contains("upc")
        case .address(let address): kinds.contains("address") && address.platform == id
        case .words: kinds.contains("words")
        }
    }

    public func find(_ clue: Clue, market: String) async -> SourceAnswer {
        asked.withLock { $0.append(clue.text) }
        return await answer(clue)
    }
}

/// What the tests look for, as a platform has it.
public func sleeper(
    on platform: String, _ basis: Candidate.Basis = .code, title: String = "Sleeper"
) -> Candidate {
    var music = Music(kind: .track, title: title, artist: "Mira")
    music.isrc = basis == .words ? nil : "QZSBX2600001"
    music.durationMs = 187_000
    return candidate(music, on: platform, basis)
}

/// An album the tests look for.
public func night(on platform: String, _ basis: Candidate.Basis = .code) -> Candidate {
    var music = Music(kind: .album, title: "Night", artist: "Mira")
    music.upc = basis == .words ? nil : "4006381333931"
    music.tracks = [Music.Song(title: "Sleeper"), Music.Song(title: "Waker")]
    return candidate(music, on: platform, basis)
}

/// Music at a place that is the platform's own.
public func candidate(
    _ music: Music, on platform: String, _ basis: Candidate.Basis
) -> Candidate {
    let kind = music.kind.rawValue
    let places = [
        "spotify": "https://open.spotify.com/\(kind)/4cOdK2wGLETKBW3PvgPWqT",
        "apple-music": "https://music.apple.com/us/\(kind)/1440",
        "tidal": "https://tidal.com/browse/\(kind)/77",
    ]
    return Candidate(
        platform: platform, id: "4cOdK2wGLETKBW3PvgPWqT",
        url: places[platform] ?? "https://www.deezer.com/\(kind)/3135556", music: music,
        basis: basis)
}
