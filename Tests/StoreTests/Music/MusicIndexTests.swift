import Smartlink
import Testing

@testable import Store

struct MusicIndexTests {
    private func record(_ title: String, at ms: Int64 = 1) -> PlayRecord {
        var metadata = LinkMetadata()
        metadata.title = title
        let option = PlayOption(
            source: "local", platform: "local", target: "/m/1.mp3",
            music: Music(kind: .track, title: title, artist: "Mira"),
            verdict: PlayVerdict(confidence: 0.9, grade: .sure, reason: "same ISRC"))
        return PlayRecord(
            metadata: metadata, options: [option], opened: 0, atMs: ms, goodUntilMs: ms + 10)
    }

    @Test func `what was opened is remembered, over a restart too`() async throws {
        let shelf = MusicShelf()
        let index = try shelf.open()
        #expect(await index.played("x") == nil)
        await index.remember(record("One"), as: "x")
        await index.remember(record("Two"), as: "x")
        #expect(await index.played("x") == record("Two"))
        #expect(await (try shelf.open()).played("x") == record("Two"))
    }

    @Test func `answers are kept until their end`() async throws {
        let index = try MusicShelf().open()
        func answer(_ source: String, until: Int64, at: Int64 = 5) -> KeptAnswer {
            KeptAnswer(
                source: source, clue: "isrc:X US", candidates: [], at: Instant(ms: at),
                goodUntil: Instant(ms: until))
        }
        await index.keep([answer("deezer", until: 10), answer("spotify", until: 20)])
        #expect(await index.answers(to: "isrc:X US").map(\.source) == ["deezer", "spotify"])
        await index.keep([answer("tidal", until: 30, at: 15)])
        #expect(await index.answers(to: "isrc:X US").map(\.source) == ["spotify", "tidal"])
    }

    @Test func `a damaged cache is made anew, another program's is refused`() async throws {
        let shelf = MusicShelf()
        _ = try shelf.open()
        let path = "\(shelf.folder.path)/cache/music.db"
        for end in ["-wal", "-shm"] { DataFolder.remove(path + end) }
        try DataFolder.write(Array(repeating: 0x41, count: 8_192), to: path)
        let index = try shelf.open()
        await index.remember(record("One"), as: "x")
        #expect(await index.played("x") != nil)
        let other = "\(shelf.folder.path)/cache/other.db"
        try Connection(other, .creating).execute("CREATE TABLE theirs (a)")
        #expect(throws: StoreFailure.self) { try MusicIndex(other) }
    }

    @Test func `a cache of another version is made anew`() async throws {
        let shelf = MusicShelf()
        let index = try shelf.open()
        await index.remember(record("One"), as: "x")
        try index.use { connection throws(StoreFailure) in
            try connection.execute("PRAGMA user_version = 99")
        }
        #expect(await (try shelf.open()).played("x") == nil)
    }
}
