// Ogg (RFC 3533) with Vorbis (Vorbis I §4.2, §5) or Opus (RFC 7845): the second packet holds the comments, over as many
// pages as it takes; the last page says at which sample the stream ends.
//
//   page  "OggS", version 0, flags, position 8, serial 4, number 4, sum 4, segments 1, their sizes, their bytes;
//         a packet ends with its first segment of less than 255 bytes

enum OggStream {
    private struct Page {
        var serial: UInt64
        var position: UInt64
        var sizes: ArraySlice<UInt8>
        var bodyAt: Int
        var end: Int

        static let headBytes = 27

        init(
            _ pieces: Pieces, at place: Int, atOnce pieceBytes: Int = Limits.pieceBytesMin
        ) throws(Gap) {
            let head = try pieces.bytes(place, Self.headBytes, atOnce: pieceBytes)
            guard head.starts(with: Array("OggS".utf8) + [0]), let segments = head.last else {
                throw .outside
            }
            position = head.part(6, 8)?.little ?? 0
            serial = head.part(14, 4)?.little ?? 0
            sizes = try pieces.bytes(place + Self.headBytes, Int(segments))
            bodyAt = place + Self.headBytes + Int(segments)
            end = bodyAt + sizes.reduce(0) { $0 + Int($1) }
        }
    }

    static func read(_ pieces: Pieces, _ tags: inout TrackTags) throws(Gap) {
        let first = try Page(pieces, at: 0)
        let head = try pieces.some(first.bodyAt, atMost: min(first.end - first.bodyAt, 64))
        let rate: UInt64
        var skipped: UInt64 = 0
        let mark: [UInt8]
        if head.starts(with: Array("OpusHead".utf8)) {
            // Positions count at 48 kHz whatever was encoded, and from before the first sample to be heard.
            rate = 48_000
            skipped = head.part(10, 2)?.little ?? 0
            mark = Array("OpusTags".utf8)
        } else if head.starts(with: [1] + Array("vorbis".utf8)) {
            rate = head.part(12, 4)?.little ?? 0
            mark = [3] + Array("vorbis".utf8)
        } else {
            return
        }
        let comments = try packet(pieces, from: first.end, serial: first.serial)
        if comments.starts(with: mark) {
            VorbisComments.read(comments.dropFirst(mark.count), &tags)
        }
        guard rate > 0, let last = try lastPosition(pieces, serial: first.serial), last > skipped
        else { return }
        let (product, isOver) = (last - skipped).multipliedReportingOverflow(by: 1_000)
        if !isOver { tags.take(durationMs: Int64(clamping: product / rate)) }
    }

    /// The packet that starts there, from the pages of one stream; cut off where it grows too long.
    private static func packet(
        _ pieces: Pieces, from start: Int, serial: UInt64
    ) throws(Gap) -> ArraySlice<UInt8> {
        var packet: [UInt8] = []
        var place = start
        var piece = Limits.pieceBytesMin
        for _ in 0..<Limits.partsMax {
            let page = try Page(pieces, at: place, atOnce: piece)
            place = page.end
            guard page.serial == serial else { continue }
            let ends = page.sizes.firstIndex { $0 < 255 }
            let sizes = ends.map { page.sizes.prefix(through: $0) } ?? page.sizes
            packet += try pieces.bytes(
                page.bodyAt, sizes.reduce(0) { $0 + Int($1) }, atOnce: piece)
            if ends != nil || packet.count >= Limits.packetBytesMax { break }
            piece = Limits.packetPieceBytes
        }
        return packet[...]
    }

    private static func lastPosition(_ pieces: Pieces, serial: UInt64) throws(Gap) -> UInt64? {
        let start = max(0, pieces.fileBytes - Limits.pageBytesMax)
        let tail = Array(try pieces.bytes(start, pieces.fileBytes - start))
        var place = tail.count - Page.headBytes
        while place >= 0 {
            if tail[place] == UInt8(ascii: "O"),
                tail[place...].starts(with: Array("OggS".utf8) + [0]),
                tail[place...].part(14, 4)?.little == serial,
                let position = tail[place...].part(6, 8)?.little, position != .max
            {
                return position
            }
            place -= 1
        }
        return nil
    }
}
