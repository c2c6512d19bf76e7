import Smartlink

/// A source that is never asked: what it would say, the test hands in.
struct SilentSource: MusicSource {
    let id: String
    var kinds: Set<String> = ["isrc", "upc", "words"]

    init(_ id: String, takes kinds: Set<String> = ["isrc", "upc", "words"]) {
        self.id = id
        self.kinds = kinds
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: kinds.contains("isrc")
        case .upc: kinds.contains("upc")
        case .address(let address): kinds.contains("address") && address.platform == id
        case .words: kinds.contains("words")
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer { .missed }
}

extension Music {
    /// What the tests look for.
    static let sleeper: Music = {
        var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
        music.isrc = "QZSBX2600001"
        music.durationMs = 187_000
        return music
    }()

    static func night(_ tracks: [Song] = []) -> Music {
        var music = Music(kind: .album, title: "Night", artist: "Mira")
        music.upc = "4006381333931"
        music.tracks = tracks
        return music
    }
}

extension Candidate {
    /// Where the platforms of the tests have it.
    static let places = [
        "spotify": "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT",
        "apple-music": "https://music.apple.com/us/song/1440",
        "tidal": "https://tidal.com/browse/track/1",
        "deezer": "https://www.deezer.com/track/3135556",
    ]

    static func hit(
        _ platform: String, _ basis: Basis = .code, _ music: Music = .sleeper, at url: String? = nil
    ) -> Candidate {
        Candidate(
            platform: platform, id: "1", url: url ?? places[platform] ?? "https://\(platform)/1",
            music: music, basis: basis)
    }
}

extension Search {
    /// A look-up by the tests' ISRC that is over, each source having said its answer to whatever it was asked.
    static func over(
        _ answers: [(source: String, answer: SourceAnswer)], told: Music? = nil,
        _ clue: Clue = .isrc("QZSBX2600001")
    ) -> Search {
        var search = Search(
            clue, told: told, sources: answers.map { SilentSource($0.source) })
        while case let questions = search.questions(), !questions.isEmpty {
            for question in questions {
                search.take(answers[question.place].answer, from: question.place)
            }
        }
        search.end()
        return search
    }
}
