// MPEG audio (ISO 11172-3, 13818-3): its length stands in the first frame's Xing, Info or VBRI header, or follows from
// the bitrate. Tags stand before it (ID3v2) or behind it (ID3v1).

enum MPEGFile {
    static func read(_ pieces: Pieces, _ tags: inout TrackTags) throws(Gap) {
        var length: Int64?
        if let tag = try ID3Tag(pieces) { length = try tag.read(pieces, &tags) }
        let start = try ID3Tag.end(pieces)
        if let sound = try sound(pieces, from: start) {
            tags.take(durationMs: try sound.exactMs(pieces))
            tags.take(durationMs: length)
            tags.take(durationMs: sound.estimatedMs(soundBytes: pieces.fileBytes - sound.place))
        }
        tags.take(durationMs: length)
        if tags.title == nil || tags.artist == nil { try ID3v1.read(pieces, &tags) }
    }

    /// The first frame that another one follows.
    private static func sound(_ pieces: Pieces, from start: Int) throws(Gap) -> MPEGFrame? {
        guard start < pieces.fileBytes else { return nil }
        // Little at first: it nearly always starts at once.
        for count in [Limits.pieceBytesMin, Limits.soundBytesMax] {
            let bytes = Array(try pieces.some(start, atMost: count))
            var place = 0
            while place + 4 <= bytes.count {
                if bytes[place] == 0xFF, let frame = MPEGFrame(bytes[place...], at: start + place) {
                    let next = place + frame.bytes
                    if next + 4 > bytes.count || MPEGFrame(bytes[next...], at: 0) != nil {
                        return frame
                    }
                }
                place += 1
            }
            if bytes.count < count { break }
        }
        return nil
    }
}

/// The header of one frame.
struct MPEGFrame {
    let place: Int
    let bytes: Int
    private let sampleRate: Int64
    private let samples: Int64
    private let bitsPerSecond: Int64
    /// Bytes of side information before a Xing header.
    private let sideBytes: Int

    /// Kilobits a second by index: MPEG-1 layers I, II, III, MPEG-2 layer I, MPEG-2 layers II and III.
    private static let rates: [[Int64]] = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]

    init?(_ bytes: ArraySlice<UInt8>, at place: Int) {
        guard let head = bytes.part(0, 4)?.big, head >> 21 == 0x7FF else { return nil }
        let version = head >> 19 & 3
        let layer = 4 - Int(head >> 17 & 3)
        let rate = Int(head >> 12 & 15)
        let frequency = Int(head >> 10 & 3)
        guard version != 1, layer < 4, (1...14).contains(rate), frequency < 3 else { return nil }
        let isFirst = version == 3
        let row = isFirst ? layer - 1 : layer == 1 ? 3 : 4
        bitsPerSecond = Self.rates[row][rate - 1] * 1_000
        sampleRate = [44_100, 48_000, 32_000][frequency] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1_152
        let padding = Int64(head >> 9 & 1) * (layer == 1 ? 4 : 1)
        self.bytes = Int(
            layer == 1
                ? 12 * bitsPerSecond / sampleRate * 4 + padding
                : samples / 8 * bitsPerSecond / sampleRate + padding)
        let isMono = head >> 6 & 3 == 3
        sideBytes = isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17)
        self.place = place
    }

    /// From the count of frames in a Xing, Info or VBRI header; nil without one.
    func exactMs(_ pieces: Pieces) throws(Gap) -> Int64? {
        let body = try pieces.some(place + 4, atMost: 64)
        var frames: ArraySlice<UInt8>?
        if let name = body.part(sideBytes, 8),
            name.starts(with: Array("Xing".utf8)) || name.starts(with: Array("Info".utf8)),
            let flags = name.last, flags & 1 != 0
        {
            frames = body.part(sideBytes + 8, 4)
        } else if body.dropFirst(32).starts(with: Array("VBRI".utf8)) {
            frames = body.part(32 + 14, 4)
        }
        guard let count = frames.map({ Int64($0.big) }), count > 0 else { return nil }
        return count * samples * 1_000 / sampleRate
    }

    /// As if all frames were like this one.
    func estimatedMs(soundBytes: Int) -> Int64 {
        Int64(clamping: soundBytes.multipliedReportingOverflow(by: 8_000).partialValue)
            / bitsPerSecond
    }
}
