import Smartlink
import Testing

@testable import Store

struct FindingsTests {
    private let folder = TemporaryFolder()

    private func candidate(_ id: String) -> Candidate {
        var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
        music.durationMs = 187_000
        var candidate = Candidate(
            platform: "spotify", id: id, url: "https://open.spotify.com/track/\(id)", music: music,
            basis: .code)
        candidate.territories = ["DE"]
        return candidate
    }

    private func answer(
        _ source: String, _ candidates: [Candidate], at: Int64 = 0, goodFor: Int64 = 1_000
    ) -> KeptAnswer {
        KeptAnswer(
            source: source, clue: "US isrc:QZSBX2600001", candidates: candidates,
            at: Instant(ms: at), goodUntil: Instant(ms: at + goodFor))
    }

    @Test func `what sources said is read as it was kept, the newest of each`() async throws {
        let store = try openStore(folder)
        try await store.keep([answer("spotify", []), answer("deezer", [candidate("b")])])
        try await store.keep([answer("spotify", [candidate("a")], at: 10)])
        let answers = try await store.answers(to: "US isrc:QZSBX2600001")
        #expect(
            answers.sorted { $0.source < $1.source } == [
                answer("deezer", [candidate("b")]), answer("spotify", [candidate("a")], at: 10),
            ])
        #expect(try await store.answers(to: "DE isrc:QZSBX2600001") == [])
    }

    @Test func `outdated answers make room for new ones`() async throws {
        let store = try openStore(folder)
        for place in 0..<20 {
            var old = answer("spotify", [], at: 0)
            old.clue = "US isrc:\(place)"
            try await store.keep([old])
        }
        for place in 0..<10 {
            var new = answer("spotify", [], at: 5_000)
            new.clue = "US upc:\(place)"
            try await store.keep([new])
        }
        #expect(try store.number("SELECT count(*) FROM answers") == 10)
    }

    @Test func `a due pursuit is leased to one, and again when the lease is over`() async throws {
        let house = try await Presaves(folder)
        let store = house.store
        let link = house.link
        let pursuit = Pursuit(link: link.id, code: link.code, rounds: 0, nextAt: Instant(ms: 100))
        try await store.pursue(pursuit)
        #expect(try await store.nextPursuit() == Instant(ms: 100))
        let early = try await store.leasePursuits(
            9, at: Instant(ms: 99), until: Instant(ms: 500))
        #expect(early == [])
        let first = try await store.leasePursuits(9, at: Instant(ms: 100), until: Instant(ms: 500))
        #expect(first == [pursuit])
        let second = try await store.leasePursuits(9, at: Instant(ms: 499), until: Instant(ms: 900))
        #expect(second == [])
        let third = try await store.leasePursuits(9, at: Instant(ms: 500), until: Instant(ms: 900))
        #expect(third.map(\.link) == [link.id])
    }

    @Test func `a pursuit goes on where it is settled to, and ends with its link`() async throws {
        let house = try await Presaves(folder)
        let store = house.store
        let link = house.link
        var pursuit = Pursuit(link: link.id, code: link.code, rounds: 0, nextAt: Instant(ms: 0))
        try await store.pursue(pursuit)
        pursuit.rounds = 3
        try await store.settle(pursuit, nextAt: Instant(ms: 700))
        let due = try await store.leasePursuits(9, at: Instant(ms: 700), until: Instant(ms: 800))
        #expect(due.map(\.rounds) == [3])
        try await store.delete(link.code, of: link.account, at: Instant(ms: 750))
        #expect(try await store.nextPursuit() == nil)
    }
}
