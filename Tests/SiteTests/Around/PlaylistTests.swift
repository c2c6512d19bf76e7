import FoundationEssentials
import HTTP
import JSONText
import Smartlink
import Store
import Testing

struct PlaylistTests {
    private func track(_ title: String, _ adjust: (inout Track) -> Void = { _ in }) -> Track {
        var track = Track(title: title)
        adjust(&track)
        return track
    }

    /// Its children in the order XSPF's schema lists them, each known and in its number.
    private func elements(_ text: String, in parent: String) -> [String] {
        guard let start = text.firstRange(of: "<\(parent)"),
            let end = text.firstRange(of: "</\(parent)>")
        else { return [] }
        let inner = text[start.upperBound..<end.lowerBound]
        return inner.split(separator: "<").dropFirst().compactMap { piece in
            piece.hasPrefix("/") ? nil : String(piece.prefix { $0.isLetter })
        }
    }

    @Test(arguments: ["/link/night.xspf", "/night.xspf"])
    func `an XSPF file holds what the schema wants, in its order`(path: String) async throws {
        let house = try await AroundHouse()
        try await house.link("night", .playlist) { link in
            link.title = "Night & <Day>"
            link.tracks = [
                track("One") {
                    $0.artist = "Ana"
                    $0.isrc = "GBUM71029604"
                    $0.durationMs = 200_500
                    $0.destinations = [
                        Destination(
                            platform: "spotify",
                            url: "https://open.spotify.com/track/4PTG3Z6ehGkBFwjybzWkR8")
                    ]
                }, track("Two"),
            ]
        }
        let answer = try #require(try await house.ask(path))
        #expect(answer.status == 200)
        #expect(answer.fields["Content-Type"] == "application/xspf+xml")
        #expect(answer.fields["Access-Control-Allow-Origin"] == "*")
        let text = answer.text
        #expect(
            text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<playlist version=\"1\" "))
        #expect(text.contains("xmlns=\"http://xspf.org/ns/0/\""))
        #expect(text.contains("<title>Night &amp; &lt;Day&gt;</title>"))
        #expect(text.contains("<date>2026-03-04T12:00:00Z</date>"))
        #expect(
            text.contains("<location>https://music.example/link/night.xspf</location>"))
        let first = try #require(text.firstRange(of: "<track>"))
        let entry = String(text[first.lowerBound...])
        #expect(
            elements(entry, in: "track")
                == ["identifier", "title", "creator", "info", "trackNum", "duration"])
        #expect(text.contains("<identifier>https://musicbrainz.org/isrc/GBUM71029604</identifier>"))
        #expect(text.contains("<duration>200500</duration>"))
        // Who made it is always said: the collection's maker where the track names nobody.
        #expect(text.contains("<title>Two</title><creator>Mira</creator>"))
    }

    @Test func `a song is a list of one`() async throws {
        let house = try await AroundHouse()
        try await house.link { link in
            link.isrc = "GBUM71029604"
            link.album = "Seasons"
        }
        let text = try #require(try await house.ask("/link/summer.xspf")).text
        #expect(text.contains("<title>Summer</title><creator>Mira</creator><album>Seasons</album>"))
        #expect(text.components(of: "<track>") == 1)
    }

    @Test func `JSPF says the same in JSON`() async throws {
        let house = try await AroundHouse()
        try await house.link("night", .album) { link in
            link.upc = "00602547288233"
            link.tracks = [
                track("One") { $0.isrc = "GBUM71029604" }, track("Two"),
            ]
        }
        let answer = try #require(try await house.ask("/link/night.jspf"))
        let list = try #require(try JSON(reading: Array(answer.text.utf8))["playlist"])
        #expect(list["title"] == "Summer" && list["creator"] == "Mira")
        guard case .array(let tracks) = list["track"] else {
            Issue.record("no tracks in \(answer.text)")
            return
        }
        #expect(tracks.count == 2)
        #expect(tracks[0]["identifier"] == ["https://musicbrainz.org/isrc/GBUM71029604"])
        #expect(tracks[1]["creator"] == "Mira" && tracks[1]["album"] == "Summer")
        #expect(tracks[1]["trackNum"] == 2)
    }

    @Test(arguments: ["xspf", "jspf"])
    func `the longest list keeps within what players take`(form: String) async throws {
        let house = try await AroundHouse()
        try await house.link("long", .playlist) { link in
            link.tracks = (1...500).map { number in
                track(String(repeating: "&<\"", count: 40) + "\(number)") {
                    $0.artist = String(repeating: "夜", count: 60)
                }
            }
        }
        let answer = try #require(try await house.ask("/link/long.\(form)"))
        #expect(answer.text.utf8.count <= 100_000)
        let end = form == "xspf" ? "</trackList>\n</playlist>\n" : "]}}"
        #expect(answer.text.hasSuffix(end))
    }

    @Test func `between edits the bytes stay, and a known file is not sent again`() async throws {
        let house = try await AroundHouse()
        let link = try await house.link { $0.tracks = [track("One")] }
        let first = try #require(try await house.ask("/link/summer.xspf"))
        let second = try #require(try await house.ask("/link/summer.xspf"))
        #expect(first.text == second.text)
        let tag = try #require(first.fields["ETag"])
        let known = try await house.ask("/link/summer.xspf", fields: ["If-None-Match": tag])
        #expect(known?.status == 304)
        var changed = link
        changed.title = "Winter"
        _ = try await house.store.replace(changed, at: AroundHouse.now)
        let edited = try await house.ask("/link/summer.xspf", fields: ["If-None-Match": tag])
        #expect(edited?.status == 200 && edited?.text != first.text)
    }

    @Test func `a disabled link is gone for players, an unknown one is nobody's`() async throws {
        let house = try await AroundHouse()
        try await house.link { $0.isDisabled = true }
        #expect(try await house.ask("/link/summer.xspf")?.status == 410)
        #expect(try await house.ask("/link/winter.xspf") == nil)
        #expect(try await house.ask("/link/-no-code.xspf") == nil)
        #expect(try await house.ask("/robots.txt") == nil)
    }

    @Test func `other methods are refused, a browser may ask first`() async throws {
        let house = try await AroundHouse()
        try await house.link()
        let refused = try await house.ask("/link/summer.xspf", method: .post)
        #expect(refused?.status == 405 && refused?.fields["Allow"] == "GET, HEAD, OPTIONS")
        let asked = try await house.ask("/link/summer.xspf", method: .options)
        #expect(asked?.status == 204)
        #expect(asked?.fields["Access-Control-Allow-Headers"] == "If-None-Match")
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
