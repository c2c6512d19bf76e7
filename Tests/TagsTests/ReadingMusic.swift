import MusicFiles

@testable import Tags

/// Reads a file that lies in memory; answers what it says and what it cost.
func read(_ file: [UInt8]) -> (tags: TrackTags?, reads: Int, bytes: Int) {
    var reading = TagReading(fileBytes: file.count)
    var reads = 0
    var bytes = 0
    while let range = reading.wanted {
        reads += 1
        bytes += range.count
        reading.take(Array(file[range]))
    }
    return (reading.tags, reads, bytes)
}

let sleeper = SampleTags(
    title: "Sleeper – Прощай 夜", artist: "Mira & Jonas", album: "Night Bus", albumArtist: "Mira",
    number: 3, disc: 2, isrc: "DEA671100001", durationMs: 245_000)

/// Whether the tags are those of `sleeper`, the length to a frame.
func isSleeper(_ tags: TrackTags?) -> Bool {
    guard let tags, let length = tags.durationMs else { return false }
    var same = TrackTags()
    same.title = sleeper.title
    same.artist = sleeper.artist
    same.album = sleeper.album
    same.albumArtist = sleeper.albumArtist
    same.number = sleeper.number
    same.disc = sleeper.disc
    same.isrc = sleeper.isrc
    same.durationMs = length
    return tags == same && abs(length - sleeper.durationMs) <= 30
}
