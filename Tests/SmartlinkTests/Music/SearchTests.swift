import Smartlink
import Testing

struct SearchTests {
    private let isrc = Clue.isrc("QZSBX2600001")
    private let address = MusicAddress(
        platform: "spotify", kind: .track, id: "4cOdK2wGLETKBW3PvgPWqT",
        url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")

    private func asked(_ search: inout Search) -> [String] {
        search.questions().map { "\($0.source.id) \($0.clue.text)" }
    }

    @Test func `who takes the code is asked by it, the others once title and artist are known`() {
        var search = Search(
            isrc, told: nil,
            sources: [SilentSource("youtube", takes: ["words"]), SilentSource("spotify")])
        #expect(asked(&search) == ["spotify isrc:QZSBX2600001"])
        #expect(asked(&search) == [])
        #expect(!search.isKnown && !search.isOver)
        search.take(.found([.hit("spotify")]), from: 1)
        #expect(search.isKnown)
        #expect(asked(&search) == ["youtube words:track:mira:sleeper:QZSBX2600001"])
        #expect(!search.isOver)
        search.take(.missed, from: 0)
        #expect(search.isOver)
        #expect(asked(&search) == [])
    }

    @Test func `a miss by the code is tried by words, a failure is not`() {
        var search = Search(
            isrc, told: .sleeper, sources: [SilentSource("spotify"), SilentSource("tidal")])
        #expect(asked(&search).count == 2)
        search.take(.missed, from: 0)
        search.take(.failed(SourceFailure(.garbled)), from: 1)
        #expect(asked(&search) == ["spotify words:track:mira:sleeper:QZSBX2600001"])
        search.take(.missed, from: 0)
        #expect(search.isOver)
        #expect(
            search.reports.map(\.outcome) == [.missed, .failed(SourceFailure(.garbled))])
    }

    @Test func `a URL's own platform is asked first, whatever is told and whoever comes before it`()
    {
        var search = Search(
            .address(address), told: Music(kind: .track, title: "Sleeper", artist: "Mira"),
            sources: [
                SilentSource("deezer"),
                SilentSource("spotify", takes: ["address", "isrc", "words"]),
                SilentSource("tidal"),
            ])
        #expect(asked(&search) == ["spotify spotify:track:-:4cOdK2wGLETKBW3PvgPWqT"])
        search.take(.found([.hit("spotify", .address)]), from: 1)
        #expect(asked(&search) == ["deezer isrc:QZSBX2600001", "tidal isrc:QZSBX2600001"])
    }

    @Test func `a URL whose platform says nothing leaves what was told`() {
        var search = Search(
            .address(address), told: Music(kind: .track, title: "Sleeper", artist: "Mira"),
            sources: [
                SilentSource("deezer"), SilentSource("spotify", takes: ["address", "words"]),
            ])
        _ = search.questions()
        search.take(.failed(SourceFailure(.timedOut)), from: 1)
        #expect(asked(&search) == ["deezer words:track:mira:sleeper:-"])
    }

    @Test func `words that were asked by stay known when somebody finds other things`() {
        var search = Search(
            .words(Music(kind: .track, title: "Sleeper", artist: "Mira")), told: nil,
            sources: [SilentSource("spotify"), SilentSource("deezer")])
        _ = search.questions()
        search.take(
            .found([.hit("spotify", .words, Music(kind: .track, title: "Waker", artist: "Anna"))]),
            from: 0)
        #expect(search.music?.title == "Sleeper")
    }

    @Test func `a playlist has no words to be found by`() {
        var search = Search(
            isrc, told: Music(kind: .playlist, title: "Summer", artist: "Mira"),
            sources: [SilentSource("youtube", takes: ["words"])])
        #expect(asked(&search) == [])
        #expect(search.reports.map(\.outcome) == [.notAsked])
    }

    @Test func `an answer nobody asked for, or that comes too late, counts for nothing`() {
        var search = Search(isrc, told: nil, sources: [SilentSource("spotify")])
        search.take(.found([.hit("spotify")]), from: 0)
        #expect(search.candidates == [])
        _ = search.questions()
        search.end()
        search.take(.found([.hit("spotify")]), from: 0)
        #expect(search.candidates == [])
        #expect(search.reports.map(\.outcome) == [.failed(SourceFailure(.timedOut))])
    }

    @Test func `what was told counts where no source tells otherwise`() {
        var told = Music(kind: .track, title: "Sleepr", artist: "Mira")
        told.album = "Night"
        told.durationMs = 1_000
        let search = Search.over([("spotify", .found([.hit("spotify")]))], told: told)
        #expect(search.music?.title == "Sleeper")
        #expect(search.music?.durationMs == 187_000)
        #expect(search.music?.album == "Night")
    }

    @Test func `another round is worth it while somebody missed, failed or found other things`() {
        var live = Music.sleeper
        live.title = "Sleeper (Live in Oslo)"
        live.isrc = nil
        func found(_ candidate: Candidate) -> SourceAnswer { .found([candidate]) }
        let spotify = ("spotify", found(.hit("spotify")))
        #expect(!Search.over([spotify]).isWorthRepeating)
        #expect(
            !Search.over([spotify, ("deezer", found(.hit("deezer", .words)))]).isWorthRepeating)
        #expect(!Search.over([spotify, ("mb", found(.hit("tidal", .relation)))]).isWorthRepeating)
        #expect(Search.over([spotify, ("deezer", .missed)]).isWorthRepeating)
        #expect(
            Search.over([spotify, ("tidal", .failed(SourceFailure(.garbled)))]).isWorthRepeating)
        #expect(
            Search.over([spotify, ("deezer", found(.hit("deezer", .words, live)))]).isWorthRepeating
        )
    }

    @Test func `each failure says what it was, and when it may be over`() {
        #expect(SourceFailure(.timedOut).message == "did not answer in time")
        #expect(
            SourceFailure(.rateLimited, retryAfterSeconds: 2).message
                == "wants fewer requests; it may be asked again in 2 s")
        let refused = SourceFailure(.unauthorised)
        #expect(refused.message == "does not take the operator's credentials")
    }
}
