extension MusicFiles {
    /// How an ID3 text is written.
    public enum Encoding: UInt8, Sendable, CaseIterable {
        case latin1, utf16, utf16Big, utf8

        public func bytes(_ text: String) -> [UInt8] {
            switch self {
            case .latin1: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            case .utf16: [0xFF, 0xFE] + text.utf16.flatMap { MusicFiles.little(Int($0), 2) }
            case .utf16Big: text.utf16.flatMap { MusicFiles.big(Int($0), 2) }
            case .utf8: Array(text.utf8)
            }
        }
    }

    /// MPEG-1 layer III, 128 kbit/s, 44.1 kHz, its length in a Xing header, behind a tag of ID3v2.4.
    public static func mp3(_ tags: SampleTags) -> [UInt8] {
        id3(4, texts(tags, version: 4), encoding: .utf8) + xing(durationMs: tags.durationMs)
    }

    /// Name and text of each frame.
    public static func texts(_ tags: SampleTags, version: Int) -> [(String, String)] {
        let names =
            version == 2
            ? ["TT2", "TP1", "TAL", "TP2", "TRK", "TPA", "TRC"]
            : ["TIT2", "TPE1", "TALB", "TPE2", "TRCK", "TPOS", "TSRC"]
        let values = [
            tags.title, tags.artist, tags.album, tags.albumArtist,
            tags.number.map { "\($0)/12" }, tags.disc.map { "\($0)" }, tags.isrc,
        ]
        return zip(names, values).compactMap { name, value in value.map { (name, $0) } }
    }

    public static func id3(
        _ version: Int, _ texts: [(String, String)], encoding: Encoding, pictureBytes: Int = 0
    ) -> [UInt8] {
        var frames = pictureBytes > 0 ? picture(version, pictureBytes) : []
        for (name, text) in texts {
            frames += frame(version, name, [encoding.rawValue] + encoding.bytes(text))
        }
        return id3(version, flags: 0, frames + [UInt8](repeating: 0, count: 32))
    }

    public static func id3(_ version: Int, flags: UInt8, _ body: [UInt8]) -> [UInt8] {
        Array("ID3".utf8) + [UInt8(version), 0, flags] + sevenBits(body.count) + body
    }

    public static func frame(
        _ version: Int, _ name: String, flags: UInt8 = 0, _ body: [UInt8]
    ) -> [UInt8] {
        switch version {
        case 2: Array(name.utf8) + big(body.count, 3) + body
        case 3: Array(name.utf8) + big(body.count, 4) + [0, flags] + body
        default: Array(name.utf8) + sevenBits(body.count) + [0, flags] + body
        }
    }

    private static func picture(_ version: Int, _ bytes: Int) -> [UInt8] {
        frame(
            version, version == 2 ? "PIC" : "APIC",
            Array("\0image/png\0\u{3}\0".utf8) + [UInt8](repeating: 0x55, count: bytes))
    }

    public static func sevenBits(_ value: Int) -> [UInt8] {
        [21, 14, 7, 0].map { UInt8(value >> $0 & 0x7F) }
    }

    // MARK: Sound

    /// Frames of silence; the first carries a table with the count of frames.
    public static func xing(durationMs: Int64, name: String = "Xing") -> [UInt8] {
        let frames = Int(durationMs * 44_100 / 1_152_000)
        let table = Array(name.utf8) + big(1, 4) + big(frames, 4)
        return sound([UInt8](repeating: 0, count: 32) + table) + sound() + sound()
    }

    public static func vbri(durationMs: Int64) -> [UInt8] {
        let frames = Int(durationMs * 44_100 / 1_152_000)
        let table = Array("VBRI".utf8) + big(1, 2) + big(0, 8) + big(frames, 4)
        return sound([UInt8](repeating: 0, count: 32) + table) + sound() + sound()
    }

    /// One frame of 417 bytes.
    public static func sound(_ body: [UInt8] = []) -> [UInt8] {
        [0xFF, 0xFB, 0x90, 0x00] + body + [UInt8](repeating: 0, count: 413 - body.count)
    }

    /// The older tag at a file's end.
    public static func id3v1(title: String, artist: String, album: String, number: UInt8) -> [UInt8]
    {
        func field(_ text: String, _ count: Int) -> [UInt8] {
            let bytes = Encoding.latin1.bytes(text).prefix(count)
            return bytes + [UInt8](repeating: 0, count: count - bytes.count)
        }
        return Array("TAG".utf8) + field(title, 30) + field(artist, 30) + field(album, 30)
            + field("2026", 4) + field("", 28) + [0, number, 255]
    }
}
