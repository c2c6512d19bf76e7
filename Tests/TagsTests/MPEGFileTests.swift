import MusicFiles
import Testing

@testable import Tags

struct MPEGFileTests {
    @Test(arguments: ["Xing", "Info"])
    func `the count of frames tells the length`(name: String) {
        let length = read(MusicFiles.xing(durationMs: 200_000, name: name)).tags?.durationMs
        #expect(length.map { abs($0 - 200_000) <= 27 } == true)
    }

    @Test func `so does Fraunhofer's`() {
        let length = read(MusicFiles.vbri(durationMs: 90_000)).tags?.durationMs
        #expect(length.map { abs($0 - 90_000) <= 27 } == true)
    }

    @Test func `without one the bitrate tells it`() {
        // 100 frames of 1152 samples at 44.1 kHz.
        let file = (0..<100).flatMap { _ in MusicFiles.sound() }
        let length = read(file).tags?.durationMs
        #expect(length.map { abs($0 - 2_612) <= 10 } == true)
    }

    @Test func `a length in the tag counts before the bitrate`() {
        let tag = MusicFiles.id3(4, [("TLEN", "123456")], encoding: .latin1)
        let file = tag + MusicFiles.sound() + MusicFiles.sound() + MusicFiles.sound()
        #expect(read(file).tags?.durationMs == 123_456)
    }

    @Test func `bytes that only look like sound are passed over`() {
        let noise: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + [UInt8](repeating: 3, count: 300)
        let file =
            MusicFiles.id3(4, [], encoding: .utf8) + noise
            + MusicFiles.xing(durationMs: 60_000)
        let length = read(file).tags?.durationMs
        #expect(length.map { abs($0 - 60_000) <= 27 } == true)
    }
}
