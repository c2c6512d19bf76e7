import Smartlink
import Synchronization

/// A catalogue that answers as the test says, and remembers what it was asked.
final class ScriptedSource: MusicSource {
    let id: String
    private let kinds: Set<String>
    private let asked = Mutex<[String]>([])
    private let answer: @Sendable (Clue) async -> SourceAnswer

    /// `kinds` of clues it takes: `isrc`, `upc`, `address`, `words`.
    init(
        _ id: String, takes kinds: Set<String> = ["isrc", "words"],
        _ answer: @escaping @Sendable (Clue) async -> SourceAnswer
    ) {
        self.id = id
        self.kinds = kinds
        self.answer = answer
    }

    var questions: [String] { asked.withLock { $0 } }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: kinds.contains("isrc")
        case .upc: kinds.contains("upc")
        case .address(let address): kinds.contains("address") && address.platform == id
        case .words: kinds.contains("words")
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        asked.withLock { $0.append(clue.text) }
        return await answer(clue)
    }
}

/// What the tests look for, as a platform has it.
func sleeper(on platform: String, _ basis: Candidate.Basis = .code) -> Candidate {
    var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
    music.isrc = basis == .words ? nil : "QZSBX2600001"
    music.durationMs = 187_000
    return Candidate(
        platform: platform, id: "4cOdK2wGLETKBW3PvgPWqT",
        url: platform == "spotify"
            ? "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"
            : "https://www.deezer.com/track/3135556",
        music: music, basis: basis)
}

/// Opens once; who waits goes on then.
final class Latch: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>(
        (false, []))

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for answer in waiting { answer.resume() }
    }

    func wait() async {
        await withCheckedContinuation { answer in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(answer) }
                return state.isOpen
            }
            if isOpen { answer.resume() }
        }
    }
}
