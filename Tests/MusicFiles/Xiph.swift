extension MusicFiles {
    /// Two channels of 16 bits at 44.1 kHz, without any sound.
    public static func flac(_ tags: SampleTags, padding: Int = 0) -> [UInt8] {
        let samples = Int(tags.durationMs * 44_100 / 1_000)
        let stream =
            big(4_096, 2) + big(4_096, 2) + big(0, 6)
            + big(44_100 << 44 | 1 << 41 | 15 << 36 | samples, 8) + big(0, 16)
        let list = comments(tags)
        return Array("fLaC".utf8) + [0] + big(stream.count, 3) + stream + [1] + big(padding, 3)
            + [UInt8](repeating: 0, count: padding) + [0x84] + big(list.count, 3) + list
    }

    public static func comments(_ tags: SampleTags, more: [String] = []) -> [UInt8] {
        let named: [(String, String?)] = [
            ("TITLE", tags.title), ("artist", tags.artist), ("ALBUM", tags.album),
            ("ALBUMARTIST", tags.albumArtist), ("TRACKNUMBER", tags.number.map { "\($0)" }),
            ("DISCNUMBER", tags.disc.map { "\($0)" }), ("ISRC", tags.isrc),
        ]
        let texts = more + named.compactMap { name, value in value.map { "\(name)=\($0)" } }
        let vendor = Array("segue".utf8)
        return little(vendor.count, 4) + vendor + little(texts.count, 4)
            + texts.flatMap { little($0.utf8.count, 4) + Array($0.utf8) }
    }

    public static func vorbis(_ tags: SampleTags, more: [String] = []) -> [UInt8] {
        let head =
            [1] + Array("vorbis".utf8) + little(0, 4) + [2] + little(44_100, 4)
            + little(0, 12) + [0xB8, 1]
        let list = [3] + Array("vorbis".utf8) + comments(tags, more: more) + [1]
        return ogg([head, list], end: Int(tags.durationMs * 44_100 / 1_000))
    }

    public static func opus(
        _ tags: SampleTags, more: [String] = [], skipped: Int = 312, segments: Int = 255
    ) -> [UInt8] {
        let head =
            Array("OpusHead".utf8) + [1, 2] + little(skipped, 2) + little(44_100, 4)
            + little(0, 2) + [0]
        let list = Array("OpusTags".utf8) + comments(tags, more: more)
        return ogg([head, list], end: Int(tags.durationMs * 48) + skipped, segments: segments)
    }

    /// Each packet on pages of its own, then one of sound that ends the stream.
    static func ogg(_ packets: [[UInt8]], end: Int, segments: Int = 255) -> [UInt8] {
        var bytes: [UInt8] = []
        var number = 0
        for packet in packets {
            var sizes = [Int](repeating: 255, count: packet.count / 255) + [packet.count % 255]
            var rest = packet[...]
            while !sizes.isEmpty {
                let part = Array(sizes.prefix(segments))
                sizes.removeFirst(part.count)
                let body = Array(rest.prefix(part.reduce(0, +)))
                rest = rest.dropFirst(body.count)
                // A page on which no packet ends has no position.
                let position = sizes.isEmpty ? 0 : -1
                bytes += page(
                    number == 0 ? 2 : rest.startIndex > 0 && !sizes.isEmpty ? 1 : 0, position,
                    number, part, body)
                number += 1
            }
        }
        return bytes + page(4, end, number, [200], [UInt8](repeating: 7, count: 200))
    }

    private static func page(
        _ flags: UInt8, _ position: Int, _ number: Int, _ sizes: [Int], _ body: [UInt8]
    ) -> [UInt8] {
        let head =
            Array("OggS".utf8) + [0, flags] + little(position, 8) + little(77, 4)
            + little(number, 4)
        let rest = [UInt8(sizes.count)] + sizes.map { UInt8($0) } + body
        return head + little(Int(sum(head + little(0, 4) + rest)), 4) + rest
    }

    /// RFC 3533 §6: CRC-32 with the polynomial 04C11DB7, nothing reflected.
    private static func sum(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0) { sum, byte in
            var sum = sum ^ UInt32(byte) << 24
            for _ in 0..<8 { sum = sum << 1 ^ (sum >> 31) * 0x04C1_1DB7 }
            return sum
        }
    }
}
