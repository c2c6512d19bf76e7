/// FLAC's blocks of metadata (RFC 9639 §8): the first says how long it is, one holds the comments.
enum FLACStream {
    private static let streamInformation: UInt8 = 0
    private static let comments: UInt8 = 4

    static func read(_ pieces: Pieces, at start: Int, _ tags: inout TrackTags) throws(Gap) {
        var place = start + 4
        for _ in 0..<Limits.partsMax {
            let kind = try pieces.byte(place)
            let size = try pieces.big(place + 1, 3)
            place += 4
            if kind & 0x7F == streamInformation, size >= 18 {
                // Twenty bits of sample rate, eight of channels and depth, thirty-six of samples.
                let packed = try pieces.bytes(place + 10, 8).big
                let rate = Int64(packed >> 44)
                let samples = Int64(packed & 0xF_FFFF_FFFF)
                if rate > 0 { tags.take(durationMs: samples * 1_000 / rate) }
            } else if kind & 0x7F == comments {
                let bytes = try pieces.some(place, atMost: min(size, Limits.tagBytesMax))
                VorbisComments.read(bytes, &tags)
                return
            }
            guard kind & 0x80 == 0 else { return }
            place += size
        }
    }
}

/// `NAME=value` in a list (xiph.org: Vorbis comment field specification); lengths are 32 bits, the lowest byte first.
enum VorbisComments {
    private static let fields: [String: TrackTags.Field] = [
        "TITLE": .title, "ARTIST": .artist, "ALBUM": .album, "ALBUMARTIST": .albumArtist,
        "ALBUM ARTIST": .albumArtist, "TRACKNUMBER": .number, "DISCNUMBER": .disc, "ISRC": .isrc,
    ]

    /// Takes what is there, should the list be cut short.
    static func read(_ bytes: ArraySlice<UInt8>, _ tags: inout TrackTags) {
        var values: [String: [String]] = [:]
        guard let vendor = bytes.part(0, 4).map({ Int($0.little) }),
            let count = bytes.part(4 + vendor, 4).map({ Int($0.little) })
        else { return }
        var place = 8 + vendor
        for _ in 0..<min(count, Limits.partsMax) {
            guard let size = bytes.part(place, 4).map({ Int($0.little) }),
                let comment = bytes.part(place + 4, size)
            else { break }
            place += 4 + size
            guard size <= Limits.textBytesMax,
                let equals = comment.firstIndex(of: UInt8(ascii: "="))
            else { continue }
            let name = String(utf8: comment[..<equals]).uppercased()
            if fields[name] != nil {
                values[name, default: []].append(String(utf8: comment[(equals + 1)...]))
            }
        }
        // By name, so that of two names for one field the usual one counts.
        for name in values.keys.sorted(by: >) {
            if let field = fields[name], let texts = values[name] { tags.take(field, texts) }
        }
    }
}
