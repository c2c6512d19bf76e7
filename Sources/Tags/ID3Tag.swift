// ID3v2 (id3.org: ID3v2.2.0, ID3v2.3.0, ID3v2.4.0 structure and frames).
//
//   header   "ID3", version, revision, flags, size (four times seven bits), then frames
//   frame    2.2: id 3, size 3                     2.3: id 4, size 4, flags 2
//            2.4: id 4, size 4 (seven bits each; some programs write eight), flags 2
//   unsynchronisation: a zero byte behind each FF, of the whole tag in 2.2 and 2.3, of a frame in 2.4

struct ID3Tag {
    private let version: UInt8
    private let flags: UInt8
    /// Of the frames, from the end of the header to that of the tag.
    private let start: Int
    private let end: Int

    private static let fields: [String: TrackTags.Field] = [
        "TIT2": .title, "TPE1": .artist, "TALB": .album, "TPE2": .albumArtist, "TRCK": .number,
        "TPOS": .disc, "TSRC": .isrc, "TLEN": .length,
        "TT2": .title, "TP1": .artist, "TAL": .album, "TP2": .albumArtist, "TRK": .number,
        "TPA": .disc, "TRC": .isrc, "TLE": .length,
    ]

    /// Nil where no such tag starts the file.
    init?(_ pieces: Pieces) throws(Gap) {
        guard pieces.fileBytes >= 10 else { return nil }
        let head = Array(try pieces.bytes(0, 10))
        guard head.starts(with: Array("ID3".utf8)), (2...4).contains(head[3]),
            head[6...9].allSatisfy({ $0 < 0x80 })
        else { return nil }
        version = head[3]
        flags = head[5]
        start = 10
        end = 10 + Self.sevenBits(head[6...9])
    }

    /// Where the sound starts: behind the tag and its footer.
    static func end(_ pieces: Pieces) throws(Gap) -> Int {
        guard let tag = try ID3Tag(pieces) else { return 0 }
        return tag.end + (tag.version == 4 && tag.flags & 0x10 != 0 ? 10 : 0)
    }

    static func sevenBits(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    }

    /// Takes its texts; answers the length it tells, in milliseconds.
    func read(_ pieces: Pieces, _ tags: inout TrackTags) throws(Gap) -> Int64? {
        // In 2.2 this bit says that all is compressed, in a way nobody ever defined.
        if version == 2, flags & 0x40 != 0 { return nil }
        if version < 4, flags & 0x80 != 0 {
            let count = min(end - start, Limits.tagBytesMax)
            let plain = Self.resynchronised(try pieces.some(start, atMost: count))
            var whole = Pieces(fileBytes: plain.count)
            whole.add(plain, of: 0..<plain.count)
            return try frames(whole, from: 0, to: plain.count, &tags)
        }
        return try frames(pieces, from: start, to: min(end, pieces.fileBytes), &tags)
    }

    private func frames(
        _ pieces: Pieces, from start: Int, to end: Int, _ tags: inout TrackTags
    ) throws(Gap) -> Int64? {
        var place = start
        if version > 2, flags & 0x40 != 0 {
            let size = try pieces.bytes(start, 4)
            place += version == 3 ? Int(size.big) + 4 : Self.sevenBits(size)
        }
        var length: Int64?
        var parts = 0
        while parts < Limits.partsMax, let frame = try frame(pieces, at: place, end: end) {
            parts += 1
            place = frame.end
            guard let field = Self.fields[frame.id], frame.body.count <= Limits.textBytesMax,
                let texts = try frame.texts(pieces)
            else { continue }
            if field == .length {
                length = texts.first.flatMap { Int64($0) }
            } else {
                tags.take(field, texts)
            }
        }
        return length
    }

    // MARK: Frames

    private struct Frame {
        var id: String
        var body: Range<Int>
        var isUnsynchronised = false
        /// Compressed or encrypted.
        var isOpaque = false
        /// Bytes before the text that belong to the frame's flags.
        var prefix = 0
        var end: Int { body.upperBound }

        func texts(_ pieces: Pieces) throws(Gap) -> [String]? {
            guard !isOpaque, prefix < body.count else { return nil }
            let bytes = try pieces.bytes(body.lowerBound + prefix, body.count - prefix)
            return ID3Text.texts(isUnsynchronised ? ID3Tag.resynchronised(bytes)[...] : bytes)
        }
    }

    /// The frame there; nil where none starts: padding, or the end.
    private func frame(_ pieces: Pieces, at place: Int, end: Int) throws(Gap) -> Frame? {
        let headBytes = version == 2 ? 6 : 10
        guard place >= 0, place <= end - headBytes else { return nil }
        let head = try pieces.bytes(place, headBytes)
        let id = head.prefix(version == 2 ? 3 : 4)
        guard Self.isID(id), let sizeBytes = head.part(id.count, version == 2 ? 3 : 4) else {
            return nil
        }
        let start = place + headBytes
        let size =
            version == 4
            ? try size(sizeBytes, pieces, after: start, end: end) : Int(sizeBytes.big)
        guard size <= end - start else { return nil }
        var frame = Frame(id: String(utf8: id), body: start..<start + size)
        guard let flags = head.part(8, 2)?.last else { return frame }
        if version == 3 {
            frame.isOpaque = flags & 0xC0 != 0
            frame.prefix = flags & 0x20 != 0 ? 1 : 0
        } else {
            frame.isOpaque = flags & 0x0C != 0
            frame.isUnsynchronised = flags & 0x02 != 0
            frame.prefix = (flags & 0x40 != 0 ? 1 : 0) + (flags & 0x01 != 0 ? 4 : 0)
        }
        return frame
    }

    /// A size of 2.4: as the standard says, unless only the other reading leads to a next frame.
    private func size(
        _ bytes: ArraySlice<UInt8>, _ pieces: Pieces, after start: Int, end: Int
    ) throws(Gap) -> Int {
        let plain = Int(bytes.big)
        let size = Self.sevenBits(bytes)
        if plain == size { return size }
        if bytes.contains(where: { $0 >= 0x80 }) { return plain }
        if try isFrame(pieces, at: start + size, end) { return size }
        return try isFrame(pieces, at: start + plain, end) ? plain : size
    }

    /// Whether a frame, padding or the end may stand there.
    private func isFrame(_ pieces: Pieces, at place: Int, _ end: Int) throws(Gap) -> Bool {
        if place == end { return true }
        guard place < end - 4 else { return false }
        let id = try pieces.bytes(place, 4)
        return Self.isID(id) || id.allSatisfy { $0 == 0 }
    }

    private static func isID(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// Without the zero bytes behind FF.
    static func resynchronised(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var last: UInt8 = 0
        for byte in bytes {
            if last != 0xFF || byte != 0 { out.append(byte) }
            last = byte
        }
        return out
    }
}
