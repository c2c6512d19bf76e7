import Outbound
import Platforms
import Smartlink
import Testing

struct MusicSourcesTests {
    private func source(_ id: String, _ credentials: PlatformCredentials) throws -> (
        any MusicSource
    )? {
        try MusicSources.source(
            id, credentials, over: #require(LookupStage.outbound), contact: "",
            address: LookupStage.address, clock: { Stage.now })
    }

    @Test func `every source says whose catalogue it reads, behind its gate, too`() throws {
        var platforms: [String: [String]] = [:]
        for id in MusicSources.ids {
            let source = try #require(try source(id, LookupStage.credentials), "\(id)")
            #expect(source.id == id)
            let gated = GatedSource(source, clock: { Stage.now })
            #expect(gated.platforms == source.platforms, "\(id)")
            platforms[id] = source.platforms
        }
        #expect(platforms["spotify"] == ["spotify"] && platforms["itunes"] == ["apple-music"])
        #expect(platforms["youtube"] == ["youtube", "youtube-music"])
        // They know of others' places only.
        #expect(platforms["musicbrainz"] == [] && platforms["achordion"] == [])
    }

    @Test func `without credentials those are asked that need none`() throws {
        let open = try MusicSources.ids.filter { try source($0, PlatformCredentials()) != nil }
        #expect(open == ["itunes", "deezer", "musicbrainz", "achordion"])
        #expect(try source("zune", LookupStage.credentials) == nil)
    }
}
