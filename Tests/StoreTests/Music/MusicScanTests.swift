import Glibc
import MusicFiles
import Smartlink
import Testing

@testable import Store

struct MusicScanTests {
    @Test func `files are read once, and again when they change`() async throws {
        let shelf = MusicShelf()
        try shelf.put("a/one.mp3", sleeperTags)
        try shelf.put("a/two.flac", MusicFiles.flac(sleeperTags))
        try shelf.put("cover.jpg", [1, 2, 3])
        let index = try shelf.open()
        let first = try await index.scan(shelf.folders)
        #expect(first.files == 2 && first.read == 2 && first.removed == 0 && first.folders == 2)
        let second = try await index.scan(shelf.folders)
        #expect(second.files == 2 && second.read == 0)
        var other = sleeperTags
        other.title = "Awake"
        try shelf.put("a/one.mp3", other)
        let third = try await index.scan(shelf.folders)
        #expect(third.read == 1)
        let titles = try index.tracks(isrc: "DEA671100001", in: shelf.folders).map(\.title)
        #expect(titles.sorted() == ["Awake", "Sleeper"])
    }

    @Test func `what is gone is forgotten, what lies elsewhere is not`() async throws {
        let shelf = MusicShelf()
        try shelf.put("a/one.mp3", sleeperTags)
        try shelf.put("b/two.mp3", sleeperTags)
        let index = try shelf.open()
        let (a, b) = (MusicFolders(["\(shelf.music)/a"]), MusicFolders(["\(shelf.music)/b"]))
        _ = try await index.scan(a)
        _ = try await index.scan(b)
        unsafe unlink("\(shelf.music)/a/one.mp3")
        let again = try await index.scan(a)
        #expect(again.removed == 1 && again.files == 0)
        #expect(try index.tracks(isrc: "DEA671100001", in: a).isEmpty)
        #expect(try index.tracks(isrc: "DEA671100001", in: b).count == 1)
        #expect(
            try index.tracks(like: Music(kind: .track, title: "Sleeper", artist: ""), in: a) == [])
    }

    @Test func `links in a circle, other files' endings and hidden files do no harm`() async throws
    {
        let shelf = MusicShelf()
        try shelf.put("a/one.mp3", sleeperTags)
        try shelf.put("a/._one.mp3", sleeperTags)
        try shelf.put("a/text.mp3", Array("no music at all".utf8))
        unsafe symlink("..", "\(shelf.music)/a/up")
        unsafe symlink("nowhere", "\(shelf.music)/a/lost.mp3")
        unsafe mkfifo("\(shelf.music)/a/pipe.mp3", 0o600)
        let tally = try await shelf.open().scan(shelf.folders)
        #expect(tally.files == 2)
        #expect(tally.folders == 2)
        #expect(tally.unreadable == 1)
    }

    @Test func `names that are no text are counted`() async throws {
        let shelf = MusicShelf()
        var name = Array("\(shelf.music)/x".utf8CString.dropLast())
        name += [CChar(bitPattern: 0xFF)] + Array(".mp3".utf8CString)
        let file = unsafe Glibc.open(name, O_CREAT | O_WRONLY, 0o600)
        close(file)
        let tally = try await shelf.open().scan(shelf.folders)
        #expect(tally.misnamed == 1 && tally.files == 0)
    }

    @Test func `a folder tells by its own time that files came`() async throws {
        let shelf = MusicShelf()
        try shelf.put("a/one.mp3", sleeperTags)
        for folder in [shelf.music, "\(shelf.music)/a"] {
            var times = [timespec](repeating: timespec(), count: 2)
            times[1].tv_sec = 1_700_000_000
            unsafe utimensat(AT_FDCWD, folder, &times, 0)
        }
        let index = try shelf.open()
        #expect(index.hasChanged(shelf.folders))
        _ = try await index.scan(shelf.folders)
        let generation = index.generation
        #expect(!index.hasChanged(shelf.folders))
        _ = try await index.scan(shelf.folders)
        #expect(index.generation == generation)
        try shelf.put("a/two.mp3", sleeperTags)
        #expect(index.hasChanged(shelf.folders))
        _ = try await index.scan(shelf.folders)
        #expect(index.generation > generation)
    }

    @Test func `folders within folders are one, missing ones are named`() {
        let shelf = MusicShelf()
        unsafe mkdir("\(shelf.music)/a", 0o700)
        let folders = MusicFolders([
            "\(shelf.music)/a", shelf.music, "\(shelf.music)/../music", "/nowhere/at/all",
        ])
        #expect(folders.roots.count == 1)
        #expect(folders.missing == ["/nowhere/at/all"])
    }
}
