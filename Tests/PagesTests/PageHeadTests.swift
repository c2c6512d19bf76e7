import FoundationEssentials
import Smartlink
import Testing

@testable import Pages

struct PageHeadTests {
    private func content(_ property: String, in page: String) -> String? {
        page.between("<meta property=\"\(property)\" content=\"", "\"")
            ?? page.between("<meta name=\"\(property)\" content=\"", "\"")
    }

    /// Bytes from the start to the end of the last tag a crawler reads.
    private func tagBytes(_ page: String) throws -> Int {
        let start = try #require(page.firstRange(of: "application/ld+json"))
        let end = try #require(page[start.upperBound...].firstRange(of: "</script>"))
        return page[..<end.upperBound].utf8.count
    }

    private func describe(_ page: String) throws -> Described {
        let json = try #require(page.between("<script type=\"application/ld+json\">", "</script>"))
        return try JSONDecoder().decode(Described.self, from: Data(json.utf8))
    }

    private struct Described: Decodable {
        struct Entry: Decodable {
            var name: String
            var isrcCode: String?
            var duration: String?
        }
        var type: String
        var name: String
        var url: String
        var image: String?
        var isrcCode: String?
        var gtin: String?
        var duration: String?
        var datePublished: String?
        var numTracks: Int?
        var byArtist: Entry?
        var creator: Entry?
        var inAlbum: Entry?
        var track: [Entry]?

        enum CodingKeys: String, CodingKey {
            case type = "@type"
            case name, url, image, isrcCode, gtin, duration, datePublished, numTracks, byArtist
            case creator, inAlbum, track
        }
    }

    @Test(arguments: [
        (Link.Kind.track, "music.song", "MusicRecording"), (.album, "music.album", "MusicAlbum"),
        (.playlist, "music.playlist", "MusicPlaylist"),
    ])
    func `a preview learns what the music is`(kind: Link.Kind, type: String, schema: String) throws
    {
        let page = Sample.page(Sample.link(kind), try Sample.facts())
        #expect(content("og:type", in: page) == type)
        #expect(content("og:title", in: page) == "Sleeper by Mira Vale")
        #expect(content("og:url", in: page) == "https://music.example/link/mira-sleeper")
        #expect(content("og:site_name", in: page) == "music.example")
        #expect(content("music:musician", in: page) == "Mira Vale")
        #expect(content("twitter:card", in: page) == "summary_large_image")
        #expect(try describe(page).type == schema)
        #expect(
            page.contains(
                "<link rel=\"canonical\" href=\"https://music.example/link/mira-sleeper\">")
        )
    }

    @Test func `there is exactly one image, absolute and measured`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts())
        #expect(page.occurrences(of: "property=\"og:image\"") == 1)
        #expect(!page.contains("twitter:image"))
        let url = "https://music.example/artwork/\(String(repeating: "ab", count: 32)).jpg"
        #expect(content("og:image", in: page) == url)
        #expect(content("og:image:width", in: page) == "1400")
        #expect(content("og:image:height", in: page) == "1400")
        #expect(content("og:image:type", in: page) == "image/jpeg")
        #expect(content("og:image:alt", in: page) == "Cover of Sleeper by Mira Vale")
    }

    @Test func `a link without artwork promises no image`() throws {
        var link = Sample.link()
        link.artwork = nil
        let page = Sample.page(link, try Sample.facts())
        #expect(!page.contains("og:image"))
        #expect(content("twitter:card", in: page) == "summary")
    }

    @Test func `nothing tells a crawler to go away, and nothing moves it on`() throws {
        for state in [Link.State.released, .presave] {
            let page = Sample.page(Sample.link(), try Sample.facts(state: state))
            #expect(!page.contains("noindex"))
            #expect(!page.contains("http-equiv"))
        }
    }

    @Test func `the theme colour has six digits`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts())
        let color = try #require(content("theme-color", in: page))
        #expect(color.hasPrefix("#"))
        #expect(color.dropFirst().filter(\.isHexDigit).count == 6)
        #expect(color.count == 7)
        #expect(page.occurrences(of: "name=\"theme-color\"") == 1)
    }

    @Test func `a title too long for its artist stands alone, and is cut where it must be`() throws
    {
        let long = String(repeating: "Långsång ", count: 30)
        let page = Sample.page(Sample.link(title: long), try Sample.facts())
        let title = try #require(content("og:title", in: page))
        #expect(title.utf8.count <= 60)
        #expect(title.hasPrefix("Långsång Långsång"))
        #expect(title.hasSuffix("…"))
        let alone = "A title of forty-odd bytes, on its own here"
        let other = Sample.page(
            Sample.link(title: alone, artist: "The Long Named Ensemble"), try Sample.facts())
        #expect(content("og:title", in: other) == alone)
    }

    @Test func `the description says something in 80 characters`() throws {
        var link = Sample.link()
        let facts = try Sample.facts()
        #expect(
            content("og:description", in: Sample.page(link, facts))
                == "Listen to Sleeper by Mira Vale on the service you use.")
        link.bio = String(repeating: "A slow song. ", count: 20)
        let own = try #require(content("og:description", in: Sample.page(link, facts)))
        #expect(own.hasPrefix("A slow song. A slow song."))
        #expect(own.count <= 80)
        link.releaseAt = Instant(ms: 1_796_342_400_000)
        let presave = Sample.page(link, try Sample.facts(state: .presave))
        #expect(
            content("og:description", in: presave)
                == "Sleeper by Mira Vale comes out on December 4, 2026.")
    }

    @Test func `search engines read codes, lengths and dates`() throws {
        var link = Sample.link()
        link.isrc = "GBARL9300135"
        link.album = "First Light"
        link.releaseAt = Instant(ms: 1_796_342_400_000)
        let track = try describe(Sample.page(link, try Sample.facts()))
        #expect(track.isrcCode == "GBARL9300135")
        #expect(track.duration == "PT3M33S")
        #expect(track.datePublished == "2026-12-04")
        #expect(track.byArtist?.name == "Mira Vale")
        #expect(track.inAlbum?.name == "First Light")

        var album = Sample.album(tracks: 12)
        album.upc = "0602557345678"
        let described = try describe(Sample.page(album, try Sample.facts()))
        #expect(described.gtin == "0602557345678")
        #expect(described.numTracks == 12)
        #expect(described.track?.count == 12)
        #expect(described.track?.first?.isrcCode == "GBARL9300111")
        #expect(described.track?.first?.duration == "PT3M1S")
    }

    @Test(arguments: ["en", "de", "ja", "ar"])
    func `all tags are in the first 4 kB, before the stylesheet`(tag: String) throws {
        for tracks in [1, 12, 50, 400] {
            let page = Sample.page(Sample.album(tracks: tracks), try Sample.facts(tag))
            #expect(try tagBytes(page) <= 4_096)
            let style = try #require(page.firstRange(of: "<style>"))
            #expect(page[style.lowerBound...].occurrences(of: "<meta") == 0)
            #expect(try describe(page).numTracks == tracks)
            #expect(try describe(page).track?.isEmpty == false)
        }
    }

    @Test(arguments: [
        String(repeating: "\"&<'", count: 75), String(repeating: "夜想曲", count: 100),
        String(repeating: "👩‍👩‍👧‍👦", count: 300), "a" + String(repeating: "\u{301}", count: 900),
        String(repeating: "</script><script>alert(1)</script>", count: 8),
        String(repeating: "\\\\\u{2028}", count: 100),
    ])
    func `hostile words stay within the bounds and the block`(words: String) throws {
        var link = Sample.album(tracks: 60)
        link.title = words
        link.artist = words
        link.album = words
        link.headline = words
        link.bio = words
        link.tracks[0].title = words
        link.tracks[0].artist = words
        link.code = try #require(Code(String(repeating: "c", count: 64)))
        let base = "https://\(String(repeating: "long-host.", count: 5))example"
        let page = Sample.page(link, try Sample.facts(base: base))
        #expect(try tagBytes(page) <= 4_096)
        #expect(try describe(page).url.hasPrefix(base))
        #expect(page.occurrences(of: "</script>") == 3)
        #expect(page.occurrences(of: "<script") == 3)
        #expect(!page.contains("alert(1)</"))
    }
}

extension Substring {
    fileprivate func occurrences(of part: String) -> Int { String(self).occurrences(of: part) }
}
