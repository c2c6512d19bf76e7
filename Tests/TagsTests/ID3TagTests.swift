import MusicFiles
import Testing

@testable import Tags

struct ID3TagTests {
    private func tags(_ tag: [UInt8]) -> TrackTags? {
        read(tag + MusicFiles.xing(durationMs: sleeper.durationMs)).tags
    }

    @Test(arguments: [2, 3, 4], [MusicFiles.Encoding.utf16, .utf8, .utf16Big])
    func `every version and encoding is read`(version: Int, encoding: MusicFiles.Encoding) {
        let tag = MusicFiles.id3(
            version, MusicFiles.texts(sleeper, version: version), encoding: encoding)
        #expect(isSleeper(tags(tag)))
    }

    @Test func `Latin 1 is read`() {
        let tag = MusicFiles.id3(3, [("TIT2", "Señor"), ("TPE1", "Björk")], encoding: .latin1)
        #expect(tags(tag)?.title == "Señor")
        #expect(tags(tag)?.artist == "Björk")
    }

    @Test func `several artists stand in one text`() {
        for encoding in MusicFiles.Encoding.allCases {
            let text = "Mira\0Jonas\0Ana"
            let tag = MusicFiles.id3(4, [("TPE1", text)], encoding: encoding)
            #expect(tags(tag)?.artist == "Mira, Jonas & Ana")
        }
    }

    @Test func `a slash parts nothing`() {
        let tag = MusicFiles.id3(3, [("TPE1", "AC/DC")], encoding: .latin1)
        #expect(tags(tag)?.artist == "AC/DC")
    }

    /// In UTF-16 the byte order mark itself is FF FE; a zero is put behind each FF.
    @Test(arguments: [2, 3])
    func `a whole tag without false synchronisation is put right`(version: Int) {
        let texts = [(version == 2 ? "TT2" : "TIT2", "ÿ夜"), (version == 2 ? "TP1" : "TPE1", "M")]
        let plain = texts.flatMap { name, text in
            MusicFiles.frame(version, name, [1] + MusicFiles.Encoding.utf16.bytes(text))
        }
        var written: [UInt8] = []
        for (place, byte) in plain.enumerated() {
            written.append(byte)
            let next = place + 1 < plain.count ? plain[place + 1] : 0
            if byte == 0xFF, next >= 0xE0 || next == 0 { written.append(0) }
        }
        #expect(written.count > plain.count)
        let found = tags(MusicFiles.id3(version, flags: 0x80, written))
        #expect(found?.title == "ÿ夜")
        #expect(found?.artist == "M")
    }

    @Test func `a frame of 2.4 may be changed by itself, and say its length`() {
        let body: [UInt8] = [1, 0xFF, 0, 0xFE, 0x41, 0x00]
        let tag = MusicFiles.id3(
            4, flags: 0,
            MusicFiles.frame(4, "TIT2", flags: 0x03, MusicFiles.sevenBits(5) + body)
                + MusicFiles.frame(4, "TPE1", [3] + Array("Mira".utf8)))
        #expect(tags(tag)?.title == "A")
        #expect(tags(tag)?.artist == "Mira")
    }

    @Test func `compressed and encrypted frames are passed over`() {
        for flag: UInt8 in [0x08, 0x04] {
            let tag = MusicFiles.id3(
                4, flags: 0,
                MusicFiles.frame(4, "TIT2", flags: flag, [3, 1, 2, 3])
                    + MusicFiles.frame(4, "TALB", [3] + Array("Night Bus".utf8)))
            #expect(tags(tag)?.title == nil)
            #expect(tags(tag)?.album == "Night Bus")
        }
    }

    @Test func `sizes of 2.4 that are written with eight bits are understood`() {
        let long = String(repeating: "la ", count: 60)
        let body = [3] + Array(long.utf8)
        let wrong = Array("TIT2".utf8) + [0, 0, 0, UInt8(body.count), 0, 0] + body
        let tag = MusicFiles.id3(
            4, flags: 0, wrong + MusicFiles.frame(4, "TPE1", [3] + Array("Mira".utf8)))
        #expect(tags(tag)?.title == String(long.dropLast()))
        #expect(tags(tag)?.artist == "Mira")
    }

    @Test(arguments: [(3, [0, 0, 0, 6, 0, 0, 0, 0, 0, 0]), (4, [0, 0, 0, 6, 1, 0])])
    func `an extended header is passed over`(version: Int, header: [UInt8]) {
        let title = MusicFiles.frame(version, "TIT2", [3] + Array("Sleeper".utf8))
        #expect(tags(MusicFiles.id3(version, flags: 0x40, header + title))?.title == "Sleeper")
    }

    @Test func `the old tag at the end serves where there is no other`() {
        let file =
            MusicFiles.xing(durationMs: 1_000)
            + MusicFiles.id3v1(title: "Sleeper", artist: "Mira", album: "Night Bus", number: 7)
        let tags = read(file).tags
        #expect(tags?.title == "Sleeper")
        #expect(tags?.artist == "Mira")
        #expect(tags?.album == "Night Bus")
        #expect(tags?.number == 7)
    }

    @Test func `a code that is none is left out`() {
        let tag = MusicFiles.id3(4, [("TSRC", "DE-A67-11-0001")], encoding: .utf8)
        #expect(tags(tag)?.isrc == nil)
        let right = MusicFiles.id3(4, [("TSRC", "de-a67-11-00001")], encoding: .utf8)
        #expect(tags(right)?.isrc == "DEA671100001")
    }
}
