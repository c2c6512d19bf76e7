import Glibc
import MusicFiles

@testable import Store

/// A folder of music for one test.
struct MusicShelf {
    let folder = TemporaryFolder()
    var music: String { "\(folder.path)/music" }
    var folders: MusicFolders { MusicFolders([music]) }

    init() { unsafe mkdir(music, 0o700) }

    func open() throws -> MusicIndex { try MusicIndex("\(folder.path)/cache/music.db") }

    /// Puts a file there, its folders made.
    func put(_ name: String, _ bytes: [UInt8]) throws {
        var made = music
        for part in name.split(separator: "/").dropLast() {
            made += "/\(part)"
            unsafe mkdir(made, 0o700)
        }
        try DataFolder.write(bytes, to: "\(music)/\(name)")
    }

    func put(_ name: String, _ tags: SampleTags) throws {
        try put(name, MusicFiles.mp3(tags))
    }
}

let sleeperTags = SampleTags(
    title: "Sleeper", artist: "The Night Buses", album: "Last Stop", number: 2,
    isrc: "DEA671100001", durationMs: 245_000)
