import MusicFiles
import Testing

@testable import Tags

struct TagReadingTests {
    private static let files: [(String, [UInt8])] = [
        ("mp3", MusicFiles.mp3(sleeper)), ("flac", MusicFiles.flac(sleeper)),
        ("vorbis", MusicFiles.vorbis(sleeper)), ("opus", MusicFiles.opus(sleeper)),
        ("m4a", MusicFiles.m4a(sleeper)),
        ("m4a, at its end", MusicFiles.m4a(sleeper, .behindTheSound)),
    ]

    @Test(arguments: files)
    func `every kind of file says what it is`(name: String, file: [UInt8]) {
        let tags = read(file).tags
        #expect(isSleeper(tags), "\(name): \(String(describing: tags))")
    }

    @Test func `a large file costs a few reads`() {
        let sound = [UInt8](repeating: 0, count: 30 << 20)
        let files = [
            MusicFiles.mp3(sleeper) + sound,
            MusicFiles.id3(
                3, MusicFiles.texts(sleeper, version: 3), encoding: .utf16,
                pictureBytes: 5 << 20) + MusicFiles.xing(durationMs: sleeper.durationMs) + sound,
            MusicFiles.flac(sleeper, padding: 1 << 20) + sound,
            MusicFiles.m4a(sleeper, .behindTheSound, soundBytes: 30 << 20, pictureBytes: 1 << 20),
        ]
        for file in files {
            let (tags, reads, bytes) = read(file)
            #expect(isSleeper(tags))
            #expect(reads <= 5)
            #expect(bytes <= 64 << 10)
        }
    }

    @Test func `what is no music says nothing`() {
        #expect(read([]).tags == nil)
        #expect(read(Array("hello, this is a text".utf8)).tags == nil)
        #expect(read([UInt8](repeating: 0x20, count: 100_000)).tags == nil)
    }

    @Test func `a file that became shorter ends the reading`() {
        let file = MusicFiles.m4a(sleeper, .behindTheSound, soundBytes: 1 << 20)
        var reading = TagReading(fileBytes: file.count)
        var reads = 0
        while let range = reading.wanted {
            reads += 1
            reading.take(Array(file[range].prefix(range.lowerBound == 0 ? range.count : 10)))
        }
        #expect(reads <= 2)
        #expect(reading.tags?.title == nil)
    }

    /// Half of the changes hit the first bytes, where sizes and counts stand.
    @Test(arguments: files)
    func `no damage does any harm`(name: String, file: [UInt8]) {
        var seed: UInt64 = 0x5E6_0E
        func draw(_ count: Int) -> Int {
            // Knuth's linear congruence: the same files every time.
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % count
        }
        var understood = 0
        for _ in 0..<2_000 {
            var damaged = file
            for _ in 0...draw(6) {
                let place = draw(draw(2) == 0 ? damaged.count : min(damaged.count, 200))
                damaged[place] = [0x00, 0xFF, 0x7F, 0x80, UInt8(draw(256))][draw(5)]
            }
            if draw(8) == 0 { damaged.removeLast(draw(damaged.count)) }
            let (tags, reads, bytes) = read(damaged)
            if tags?.title != nil { understood += 1 }
            #expect(reads <= Limits.readsMax && bytes <= Limits.readBytesMax)
        }
        #expect(understood > 50, "\(name)")
    }
}
