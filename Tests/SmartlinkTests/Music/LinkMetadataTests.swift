import FoundationEssentials
import Testing

@testable import Smartlink

struct LinkMetadataTests {
    private func read(_ json: String) throws -> LinkMetadata {
        try JSONDecoder().decode(LinkMetadata.self, from: Data(json.utf8))
    }

    @Test func `what a link says is read as it says it`() throws {
        let metadata = try read(
            """
            {"code":"x","kind":"album","title":"Last Stop","artist":"Mira","album":null,
             "isrc":null,"upc":"602445868162","durationMs":1000,
             "releaseAt":"2026-11-27T00:00:00Z",
             "tracks":[{"title":"One","artist":"Mira","album":"Last Stop","durationMs":1000,
                        "isrc":"DEA671100001","destinations":[{"platform":"tidal","url":"https://tidal.com/track/1"}]}],
             "destinations":[{"platform":"deezer","url":"https://www.deezer.com/album/2","territories":["DE","AT"]}]}
            """)
        #expect(metadata.kind == .album)
        #expect(metadata.music.upc == "602445868162")
        #expect(metadata.music.tracks.map(\.isrc) == ["DEA671100001"])
        #expect(metadata.tracks.first?.destinations.map(\.platform) == ["tidal"])
        #expect(metadata.destinations.first?.territories == ["DE", "AT"])
        #expect(metadata.releaseMoment == Instant(rfc3339: "2026-11-27T00:00:00Z"))
    }

    @Test(arguments: [
        "{}", #"{"kind":"opera","title":7,"durationMs":"long","tracks":{},"destinations":null}"#,
        #"{"tracks":[1,null,"x",{}],"destinations":[[],{"territories":[1]}]}"#,
    ])
    func `what is of another form is none`(json: String) throws {
        let metadata = try read(json)
        #expect(metadata.kind == .track && metadata.title.isEmpty && metadata.durationMs == nil)
        #expect(metadata.tracks.allSatisfy { $0.title.isEmpty })
        #expect(metadata.destinations.allSatisfy { $0.territories.isEmpty })
    }

    @Test func `written and read it is the same`() throws {
        let metadata = try read(#"{"kind":"playlist","title":"T","tracks":[{"title":"One"}]}"#)
        let again = try JSONDecoder().decode(
            LinkMetadata.self, from: JSONEncoder().encode(metadata))
        #expect(again == metadata)
    }
}
