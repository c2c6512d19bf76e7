import Bytes
import HTTP
import JSONText
import Site
import Smartlink
import Testing

/// One list in its three forms, as they are sent.
private struct SentForms {
    let xspf: String
    let jspf: JSON
    let description: JSON
    let bytes: [Int]

    /// A playlist of usual names, by `adjust` with more to each song.
    init(_ count: Int, _ adjust: @Sendable (inout Track) -> Void = { _ in }) async throws {
        let house = try await AroundHouse()
        let link = try await house.link("night", .playlist) { link in
            link.tracks = (1...count).map { number in
                var track = Track(title: "A title of a usual length, the number \(number)")
                track.artist = "The Artist of number \(number)"
                track.album = "An album of some name \(number)"
                track.isrc = "GBUM71029604"
                track.durationMs = 200_000
                adjust(&track)
                return track
            }
        }
        let fans = FanDoor(tables: try FanHouse().inForce, links: house.store)
        let described = AroundHouse.Answered(
            await fans.respond(
                to: Request(
                    method: .get, path: "/link/\(link.code).json", query: [], fields: Fields(),
                    arrival: Arrival(
                        peer: PeerAddress(v4: 1), isSecure: true, nowMs: AroundHouse.now.ms,
                        closes: false))))
        xspf = try #require(try await house.ask("/link/night.xspf")).text
        let other = try #require(try await house.ask("/link/night.jspf")).text
        jspf = try #require(try JSON(reading: Array(other.utf8))["playlist"])
        description = try JSON(reading: Array(described.text.utf8))
        bytes = [xspf, other, described.text].map(\.utf8.count)
    }

    var counts: [Int] {
        [
            xspf.split(separator: "<track>").count - 1, Self.items(jspf["track"]).count,
            Self.items(description["tracks"]).count,
        ]
    }

    var song: JSON? { Self.items(description["tracks"]).first }

    private static func items(_ value: JSON?) -> [JSON] {
        guard case .array(let items) = value else { return [] }
        return items
    }
}

struct ListExtentTests {
    private static let place = [
        Destination(
            platform: "spotify", url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
    ]

    @Test func `a list that fits says all it knows and nothing of a cut`() async throws {
        let forms = try await SentForms(12) { $0.destinations = Self.place }
        #expect(forms.counts == [12, 12, 12])
        #expect(forms.xspf.contains("<album>") && forms.xspf.contains("open.spotify.com"))
        #expect(!forms.xspf.contains("<annotation>") && forms.jspf["annotation"] == nil)
        #expect(forms.description["tracksTotal"] == nil)
        #expect(forms.song?["isrc"] == "GBUM71029604" && forms.song?["destinations"] != [])
    }

    @Test func `where a song is goes first`() async throws {
        let forms = try await SentForms(300) { $0.destinations = Self.place }
        #expect(forms.counts == [300, 300, 300])
        #expect(forms.bytes.allSatisfy { $0 <= 100_000 })
        #expect(!forms.xspf.contains("open.spotify.com"))
        #expect(forms.xspf.contains("<album>") && forms.xspf.contains("<identifier>"))
        #expect(forms.song?["isrc"] == "GBUM71029604" && forms.song?["destinations"] == [])
    }

    @Test func `then its album and identifiers, before any song does`() async throws {
        let forms = try await SentForms(500)
        #expect(forms.counts == [500, 500, 500])
        #expect(forms.bytes.allSatisfy { $0 <= 100_000 })
        #expect(!forms.xspf.contains("<album>") && !forms.xspf.contains("<identifier>"))
        #expect(forms.song?["isrc"] == .null && forms.song?["album"] == .null)
        #expect(!forms.xspf.contains("<annotation>"))
    }

    @Test func `what is cut is cut alike in every form, and each says so`() async throws {
        let forms = try await SentForms(500) { $0.artist = String(repeating: "&夜", count: 60) }
        let count = forms.counts[0]
        #expect(forms.counts == [count, count, count])
        #expect(count > 100 && count < 500)
        #expect(forms.bytes.allSatisfy { $0 <= 100_000 })
        #expect(try #require(forms.bytes.max()) > 98_000)
        let sentence = "The first \(count) of 500 tracks."
        #expect(forms.xspf.contains("</creator><annotation>\(sentence)</annotation><info>"))
        #expect(forms.jspf["annotation"] == .string(sentence))
        #expect(forms.description["tracksTotal"] == 500)
    }
}
