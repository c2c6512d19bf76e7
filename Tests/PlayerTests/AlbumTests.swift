import Smartlink
import Synchronization
import Testing

@testable import Player

struct AlbumTests {
    private let link: LinkAddress
    private let local = LocalSourceStub()

    init() throws { link = try LinkAddress("https://host.example/link/album") }

    private func metadata(_ titles: [String], _ kind: Link.Kind = .album) -> LinkMetadata {
        var metadata = LinkMetadata()
        metadata.kind = kind
        metadata.title = "Last Stop"
        metadata.artist = "Mira"
        metadata.tracks = titles.map { title in
            var entry = LinkMetadata.Entry()
            entry.title = title
            return entry
        }
        var place = LinkMetadata.Place()
        place.platform = "deezer"
        place.url = "https://deezer.example/album"
        metadata.destinations = [place]
        return metadata
    }

    private func plan(_ metadata: LinkMetadata) async throws -> Player.Plan {
        var player = Player(now: Instant(ms: 0)) { _ in
            try? await Task.sleep(nanoseconds: 60_000_000_000)
        }
        player.local = local
        player.judge = { candidate, _ in
            let value = Double(candidate.music.album ?? "") ?? 0
            return Verdict(
                confidence: value, status: value > 0.8 ? .verified : value > 0.4 ? .pending : nil,
                reason: "judged")
        }
        return try await player.plan(for: link) { _ throws(Failure) in metadata }
    }

    @Test func `an album that is all here plays in its order`() async throws {
        local.state.withLock { $0.tracks = ["One": 0.9, "Two": 1, "Three": 0.9] }
        let plan = try await plan(metadata(["Three", "One", "Two"]))
        #expect(plan.chosen.platform == "local")
        #expect(plan.chosen.files.map(\.title) == ["Three", "One", "Two"])
        #expect(plan.chosen.verdict.reason == "all 3 tracks are here")
    }

    @Test func `a platform that has all of it is preferred to a part`() async throws {
        local.state.withLock { $0.tracks = ["One": 1, "Two": 1] }
        let plan = try await plan(metadata(["One", "Two", "Three"]))
        #expect(plan.chosen.platform == "deezer")
        #expect(
            plan.record.options.last?.verdict.reason
                == "2 of 3 tracks are here; missing: Three")
    }

    @Test func `without a platform the part plays`() async throws {
        local.state.withLock { $0.tracks = ["One": 1, "Two": 0.6] }
        var metadata = metadata(["One", "Two", "Three"], .playlist)
        metadata.destinations = []
        let plan = try await plan(metadata)
        #expect(plan.chosen.files.map(\.title) == ["One", "Two"])
        #expect(plan.chosen.verdict.grade == .likely)
    }

    @Test func `of an album without a list nobody knows whether it is all here`() async throws {
        local.state.withLock {
            $0.album = [LocalTrack(path: "/music/a.mp3", title: "A", artist: "Mira")]
        }
        let plan = try await plan(metadata([]))
        #expect(plan.chosen.platform == "deezer")
        #expect(plan.record.options.map(\.platform) == ["deezer", "local"])
    }
}
