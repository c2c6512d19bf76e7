import MusicFiles
import Testing

@testable import Tags

struct OggStreamTests {
    private static let picture = "METADATA_BLOCK_PICTURE=" + String(repeating: "A", count: 200_000)

    @Test func `comments may go over several pages`() {
        #expect(isSleeper(read(MusicFiles.vorbis(sleeper, more: [Self.picture])).tags))
        #expect(isSleeper(read(MusicFiles.opus(sleeper, more: [Self.picture])).tags))
    }

    @Test func `a page of nothing ends nothing`() {
        var file = MusicFiles.vorbis(sleeper)
        let empty =
            Array("OggS".utf8) + [0, 0] + [UInt8](repeating: 0xFF, count: 8) + [77, 0, 0, 0]
            + [UInt8](repeating: 0, count: 9)
        file.insert(contentsOf: empty, at: 27 + 1 + 30)
        #expect(isSleeper(read(file).tags))
    }

    /// As Mutagen writes them.
    @Test func `a large picture on small pages costs a few reads`() {
        let huge = "METADATA_BLOCK_PICTURE=" + String(repeating: "A", count: 1_200_000)
        let (tags, reads, _) = read(MusicFiles.opus(sleeper, more: [huge], segments: 16))
        #expect(isSleeper(tags))
        #expect(reads <= 12)
    }

    @Test func `a list cut short keeps what came before`() {
        let huge = "LYRICS=" + String(repeating: "la ", count: 2_000_000)
        var tags = SampleTags(title: "Sleeper", artist: "Mira")
        tags.isrc = "DEA671100001"
        let found = read(MusicFiles.vorbis(tags, more: ["ALBUM=Night Bus", huge])).tags
        #expect(found?.album == "Night Bus")
        #expect(found?.title == nil)
    }

    @Test func `what is skipped at the start of Opus is no music`() {
        let tags = SampleTags(title: "T", artist: "A", durationMs: 10_000)
        #expect(read(MusicFiles.opus(tags, skipped: 48_000)).tags?.durationMs == 10_000)
    }

    @Test func `several artists stand in one text`() {
        let file = MusicFiles.flac(SampleTags(title: "T", artist: "Mira"))
        #expect(read(file).tags?.artist == "Mira")
        let two = MusicFiles.vorbis(SampleTags(title: "T", artist: "Jonas"), more: ["ARTIST=Mira"])
        #expect(read(two).tags?.artist == "Mira & Jonas")
    }

    @Test func `FLAC behind an ID3 tag has its own comments`() {
        let tag = MusicFiles.id3(
            3, [("TIT2", "Other")], encoding: .latin1, pictureBytes: 100_000)
        #expect(isSleeper(read(tag + MusicFiles.flac(sleeper)).tags))
    }
}
