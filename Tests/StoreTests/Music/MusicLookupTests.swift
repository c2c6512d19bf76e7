import MusicFiles
import Smartlink
import Testing

@testable import Store

struct MusicLookupTests {
    private func music(_ title: String, _ artist: String) -> Music {
        Music(kind: .track, title: title, artist: artist)
    }

    @Test func `a track is found by code, by title and by words`() async throws {
        let shelf = MusicShelf()
        try shelf.put("1.mp3", sleeperTags)
        try shelf.put(
            "2.mp3", SampleTags(title: "Sleeper (feat. Ana)", artist: "Night Buses", isrc: nil))
        try shelf.put("3.mp3", SampleTags(title: "Sleeper", artist: "Somebody Else"))
        try shelf.put("4.mp3", SampleTags(title: "Other", artist: "The Night Buses"))
        let index = try shelf.open()
        _ = try await index.scan(shelf.folders)
        func names(_ tracks: [LocalTrack]) -> [String] {
            tracks.compactMap { $0.path.split(separator: "/").last.map(String.init) }.sorted()
        }
        #expect(names(try index.tracks(isrc: "DEA671100001", in: shelf.folders)) == ["1.mp3"])
        let found = try index.tracks(like: music("Sleeper", "Night Buses"), in: shelf.folders)
        #expect(names(found) == ["1.mp3", "2.mp3", "3.mp3"])
        #expect(found.first?.durationMs.map { abs($0 - 245_000) < 30 } == true)
        let longer = try index.tracks(
            like: music("Sleeper – Remastered", "the night buses feat. Ana"), in: shelf.folders)
        #expect(names(longer) == ["1.mp3", "2.mp3"])
    }

    @Test func `what looks like a query is words`() async throws {
        let shelf = MusicShelf()
        try shelf.put("1.mp3", sleeperTags)
        let index = try shelf.open()
        _ = try await index.scan(shelf.folders)
        for title in ["\"", "a OR b", "*", "title:", "NEAR(", "')--", "", "夜", "👻"] {
            _ = try index.tracks(like: music(title, title), in: shelf.folders)
        }
    }

    @Test func `an album comes in its order`() async throws {
        let shelf = MusicShelf()
        for (disc, number) in [(2, 1), (1, 10), (1, 2)] {
            try shelf.put(
                "\(disc)-\(number).mp3",
                SampleTags(
                    title: "T\(disc)\(number)", artist: "Mira & Jonas", album: "Last Stop",
                    albumArtist: "Mira", number: number, disc: disc))
        }
        try shelf.put("x.mp3", SampleTags(title: "X", artist: "Other", album: "Last Stop"))
        let index = try shelf.open()
        _ = try await index.scan(shelf.folders)
        let tracks = try index.tracks(ofAlbum: "last stop", by: "Mira", in: shelf.folders)
        #expect(tracks.map(\.title) == ["T12", "T110", "T21"])
    }

    @Test func `a file without tags goes by its name`() async throws {
        let shelf = MusicShelf()
        try shelf.put("03 - Sleeper.mp3", MusicFiles.xing(durationMs: 245_000))
        let index = try shelf.open()
        _ = try await index.scan(shelf.folders)
        let found = try index.tracks(like: music("Sleeper", "Mira"), in: shelf.folders)
        #expect(found.map(\.title) == ["Sleeper"])
    }

    @Test func `as a source it answers with paths`() async throws {
        let shelf = MusicShelf()
        try shelf.put("a b/ü.mp3", sleeperTags)
        let source = LocalSource(try shelf.open(), shelf.folders)
        guard case .found(let found) = await source.find(.isrc("DEA671100001"), market: "DE") else {
            Issue.record("not found")
            return
        }
        #expect(found.map(\.basis) == [.code])
        #expect(found.first?.id.hasSuffix("/a b/ü.mp3") == true)
        #expect(found.first?.url.hasSuffix("/a%20b/%C3%BC.mp3") == true)
        var wanted = music("Other Name", "Else")
        wanted.isrc = "DEA671100001"
        guard case .found(let same) = await source.find(.words(wanted), market: "DE") else {
            Issue.record("not found")
            return
        }
        #expect(same.map(\.basis) == [.code])
        let other = await source.find(.words(music("Nothing Such", "Nobody")), market: "DE")
        #expect(other == .missed)
        #expect(!source.takes(.upc("602445868162")))
    }
}
