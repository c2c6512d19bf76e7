import Smartlink
import Testing

struct ConsensusTests {
    private func said(
        _ platform: String, _ title: String, by artist: String = "Mira",
        _ basis: Candidate.Basis = .code,
        _ change: (inout Music) -> Void = { _ in }
    ) -> Candidate {
        var music = Music(kind: .track, title: title, artist: artist)
        change(&music)
        return Candidate(
            platform: platform, id: "1", url: "https://\(platform).example/1", music: music,
            basis: basis)
    }

    private let asked = Clue.isrc("DEUM71100001")

    @Test func `the first to answer does not win over what most say`() {
        let found = [
            said("a", "Waker", by: "Anna") { $0.durationMs = 1 }, said("b", "Sleeper"),
            said("c", "SLEEPER (Remastered 2011)") { $0.durationMs = 201_000 },
        ]
        let music = Music.consensus(of: found, asked: asked)
        #expect(music?.title == "Sleeper")
        #expect(music?.durationMs == 201_000)
    }

    @Test func `one platform has one voice`() {
        let found = [
            said("a", "Waker"), said("a", "Waker"), said("a", "Waker"), said("b", "Sleeper"),
            said("c", "Sleeper"),
        ]
        #expect(Music.consensus(of: found, asked: asked)?.title == "Sleeper")
    }

    @Test func `of equal voices the first counts`() {
        let found = [said("a", "Sleeper"), said("b", "Waker")]
        #expect(Music.consensus(of: found, asked: asked)?.title == "Sleeper")
    }

    @Test func `one that carries another code is not heard`() {
        let found = [
            said("a", "Waker") { $0.isrc = "DEUM71100002" },
            said("b", "Sleeper") { $0.isrc = "DEUM71100001" },
        ]
        #expect(Music.consensus(of: found, asked: asked)?.title == "Sleeper")
    }

    @Test
    func
        `a search for words says nothing of what the music is, a relation only where no code does`()
    {
        #expect(Music.consensus(of: [said("a", "Sleeper", .words)], asked: asked) == nil)
        #expect(Music.consensus(of: [], asked: asked) == nil)
        let related = said("a", "Waker", .relation)
        #expect(Music.consensus(of: [related], asked: asked)?.title == "Waker")
        #expect(
            Music.consensus(of: [related, said("b", "Sleeper")], asked: asked)?.title == "Sleeper")
    }

    @Test func `of a URL its own platform knows best`() {
        let address = MusicAddress(platform: "c", kind: .track, id: "1", url: "https://c.example/1")
        let found = [
            said("a", "Sleeper"), said("b", "Sleeper") { $0.album = "Other" },
            said("c", "Sleeper (Live)", .address) { $0.durationMs = 240_000 },
        ]
        let music = Music.consensus(of: found, asked: .address(address))
        #expect(music?.title == "Sleeper (Live)")
        #expect(music?.album == nil)
    }

    @Test func `what one does not tell is learnt from the others`() {
        var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
        music.releaseDate = "2011"
        var other = Music(kind: .track, title: "Other", artist: "Other")
        other.album = "Night"
        other.isrc = "DEUM71100001"
        other.upc = "602445868162"
        other.durationMs = 201_000
        other.artworkURL = "https://a.example/1.jpg"
        other.releaseDate = "2011-11-21"
        other.tracks = [Music.Song(title: "Sleeper")]
        music.learn(from: other)
        var expected = other
        expected.title = "Sleeper"
        expected.artist = "Mira"
        #expect(music == expected)
        var last = other
        last.album = "Day"
        last.releaseDate = "2020-01-01"
        music.learn(from: last)
        #expect(music == expected)
    }
}
