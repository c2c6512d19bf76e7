import Smartlink
import Testing

struct LinkFillingTests {
    private let catalogue = Config.catalogue

    private func empty(_ kind: Link.Kind = .track) -> Link {
        var link = Link.sample()
        link.kind = kind
        link.title = ""
        link.artist = ""
        link.destinations = []
        return link
    }

    private func place(_ platform: String, in link: Link) -> Destination? {
        link.destinations.first { $0.platform == platform }
    }

    /// A link whose destination on Deezer came about so.
    private func link(
        deezer source: Destination.Source, _ status: Destination.Status, _ confidence: Double = 0.5,
        url: String = "https://www.deezer.com/track/7"
    ) -> Link {
        var link = Link.sample()
        link.title = "Sleeper"
        link.artist = "Mira"
        var destination = Destination(platform: "deezer", url: url)
        destination.source = source
        destination.status = status
        destination.confidence = confidence
        link.destinations = [destination]
        return link
    }

    private let onDeezer = Search.over([("deezer", .found([.hit("deezer")]))], told: .sleeper)

    /// A look-up that leaves Deezer to the artist.
    private func unsure(_ title: String, at url: String) -> Search {
        var music = Music(kind: .track, title: title, artist: "Mira")
        music.durationMs = 190_500
        return .over(
            [
                ("spotify", .found([.hit("spotify")])),
                ("deezer", .found([.hit("deezer", .words, music, at: url)])),
            ],
            told: .sleeper)
    }

    // MARK: A new link

    @Test func `a new link has every platform: what was found, and search pages for the rest`() {
        var link = empty()
        link.open(onDeezer, catalogue)
        #expect(link.title == "Sleeper" && link.artist == "Mira")
        #expect(link.isrc == "QZSBX2600001" && link.durationMs == 187_000)
        let found = place("deezer", in: link)
        #expect(found?.source == .resolver && found?.status == .verified && found?.confidence == 1)
        let searched = catalogue.platforms.filter { $0.searchURL != nil && $0.id != "deezer" }
        #expect(link.destinations.count == searched.count + 1)
        for platform in searched {
            let placeholder = place(platform.id, in: link)
            #expect(placeholder?.source == .search, "\(platform.id)")
            #expect(placeholder?.status == .unavailable && placeholder?.confidence == 0)
            #expect(placeholder?.url.contains("Mira%20Sleeper") == true, "\(platform.id)")
        }
        #expect(throws: Never.self) { try validate(link, catalogue: catalogue) }
        #expect(link.hasGaps)
    }

    @Test func `where the artist says a link goes, it goes`() {
        var link = link(deezer: .manual, .verified)
        link.open(onDeezer, catalogue)
        #expect(place("deezer", in: link)?.url == "https://www.deezer.com/track/7")
        link.take(onDeezer, catalogue)
        #expect(place("deezer", in: link)?.url == "https://www.deezer.com/track/7")
        #expect(place("deezer", in: link)?.source == .manual)
    }

    @Test func `what the artist wrote stays as they wrote it`() {
        var link = empty()
        link.title = "SLEEPER"
        link.isrc = "GBARL9300135"
        link.durationMs = 1
        link.open(onDeezer, catalogue)
        #expect(link.title == "SLEEPER" && link.artist == "Mira")
        #expect(link.isrc == "GBARL9300135" && link.durationMs == 1)
    }

    @Test func `a release's tracks become the link's, and never replace any`() {
        var one = Music.Song(title: "One\u{7}")
        one.isrc = "qz-sbx-26-00002"
        one.durationMs = -4
        one.artist = "\n"
        let search = Search.over(
            [
                (
                    "spotify",
                    .found([.hit("spotify", .code, .night([one, Music.Song(title: "\u{2028}")]))])
                )
            ],
            .upc("4006381333931"))
        var link = empty(.album)
        link.open(search, catalogue)
        #expect(link.tracks.map(\.title) == ["One"])
        #expect(link.tracks.first?.isrc == "QZSBX2600002")
        #expect(link.tracks.first?.durationMs == nil && link.tracks.first?.artist == nil)
        link.tracks = [Track(title: "Two")]
        link.take(search, catalogue)
        #expect(link.tracks.map(\.title) == ["Two"])
    }

    @Test func `what a source says and no link can hold is cut or left out`() {
        var music = Music.sleeper
        music.title = " Sleep\u{1B}[31mer\n\u{85}" + String(repeating: "漢", count: 200)
        music.album = "\t"
        music.isrc = "nonsense"
        music.upc = "12"
        music.durationMs = -1
        var abroad = Candidate.hit("tidal", .code, music)
        abroad.territories = ["DE", "Atlantis"]
        let search = Search.over(
            [
                ("spotify", .found([.hit("spotify", .code, music, at: "https://evil.example/1")])),
                ("deezer", .found([.hit("deezer", .code, music, at: "javascript:alert(1)")])),
                ("tidal", .found([abroad])),
                ("apple-music", .found([.hit("apple-music", .code, music)])),
                ("zune", .found([.hit("zune", .code, music)])),
            ], .words(Music(kind: .track, title: "Sleeper", artist: "Mira")))
        // Its own words are all there is: nobody else told the music.
        var link = empty()
        link.open(search, catalogue)
        #expect(link.title.hasPrefix("Sleep [31mer"))
        #expect(link.title.utf8.count <= 300 && link.title.hasSuffix("漢"))
        #expect(link.album == nil && link.isrc == nil && link.upc == nil && link.durationMs == nil)
        #expect(place("apple-music", in: link)?.status == .verified)
        for platform in ["spotify", "deezer", "tidal"] {
            #expect(place(platform, in: link)?.source == .search, "\(platform)")
        }
        #expect(place("zune", in: link) == nil)
        #expect(throws: Never.self) { try validate(link, catalogue: catalogue) }
    }

    // MARK: By and by

    @Test func `a placeholder takes whatever is found`() {
        var link = link(deezer: .search, .unavailable, 0)
        link.take(unsure("Sleeper", at: "https://www.deezer.com/track/8"), catalogue)
        #expect(place("deezer", in: link)?.status == .pending)
        #expect(place("deezer", in: link)?.url == "https://www.deezer.com/track/8")
    }

    @Test func `what waits for the artist gives way to what is verified or likelier, not to less`()
    {
        let other = "https://www.deezer.com/track/8"
        var link = link(deezer: .resolver, .pending, 0.01)
        link.take(unsure("Sleeper", at: other), catalogue)
        #expect(place("deezer", in: link)?.url == other)
        let held = place("deezer", in: link)
        link.take(unsure("Sleepers", at: "https://www.deezer.com/track/9"), catalogue)
        #expect(place("deezer", in: link) == held)
        link.take(onDeezer, catalogue)
        #expect(place("deezer", in: link)?.status == .verified)
    }

    @Test func `what the artist turned down comes back only verified, and elsewhere`() {
        let turnedDown = Candidate.places["deezer"] ?? ""
        var link = link(deezer: .resolver, .unavailable, url: turnedDown)
        link.take(onDeezer, catalogue)
        #expect(place("deezer", in: link)?.status == .unavailable)
        link.take(unsure("Sleeper", at: "https://www.deezer.com/track/8"), catalogue)
        #expect(place("deezer", in: link)?.url == turnedDown)
        let elsewhere = Candidate.hit("deezer", at: "https://www.deezer.com/track/9")
        link.take(.over([("deezer", .found([elsewhere]))], told: .sleeper), catalogue)
        #expect(place("deezer", in: link)?.url == "https://www.deezer.com/track/9")
        #expect(place("deezer", in: link)?.status == .verified)
    }

    @Test func `a platform the artist took away does not come back, and what is verified stays`() {
        var link = link(deezer: .resolver, .verified, 0.9)
        link.take(
            .over([("deezer", .found([.hit("deezer")])), ("spotify", .found([.hit("spotify")]))]),
            catalogue)
        #expect(link.destinations.map(\.url) == ["https://www.deezer.com/track/7"])
    }

    @Test func `a round that came to nothing changes nothing`() {
        let before = link(deezer: .search, .unavailable, 0)
        var link = before
        link.take(
            .over([("deezer", .missed), ("spotify", .failed(SourceFailure(.garbled)))]), catalogue)
        #expect(link == before)
    }

    // MARK: The artist's hand

    @Test func `another URL is the artist's own, and goes there whatever the old one's status was`()
    {
        let before = link(deezer: .search, .unavailable, 0)
        var link = before
        link.destinations[0].url = "https://www.deezer.com/track/1"
        link.claimDestinations(since: before)
        #expect(place("deezer", in: link)?.source == .manual)
        #expect(place("deezer", in: link)?.status == .verified)
        #expect(place("deezer", in: link)?.confidence == 1)
    }

    @Test func `confirming and turning down leave the finding what it is`() {
        let before = link(deezer: .resolver, .pending, 0.7)
        for status in [Destination.Status.verified, .unavailable] {
            var link = before
            link.destinations[0].status = status
            link.claimDestinations(since: before)
            #expect(place("deezer", in: link)?.source == .resolver)
            #expect(place("deezer", in: link)?.status == status)
            #expect(place("deezer", in: link)?.confidence == 0.7)
        }
    }
}
