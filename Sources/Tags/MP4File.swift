// MPEG-4 files (ISO 14496-12): boxes within boxes, each with its size and a name of four letters. The tags are those
// iTunes writes: moov > udta > meta > ilst > one box a tag > data.

enum MP4File {
    private struct Box {
        var name: ArraySlice<UInt8>
        var body: Range<Int>

        func isNamed(_ text: String) -> Bool { name.elementsEqual(text.utf8) }
    }

    static func read(_ pieces: Pieces, _ tags: inout TrackTags) throws(Gap) {
        guard let movie = try box("moov", pieces, in: 0..<pieces.fileBytes) else { return }
        if let header = try box("mvhd", pieces, in: movie.body) {
            tags.take(durationMs: try duration(pieces, header.body))
        }
        guard let user = try box("udta", pieces, in: movie.body),
            let meta = try box("meta", pieces, in: user.body)
        else { return }
        // A version and flags come first, except in files of the older QuickTime kind.
        let isBare = try pieces.some(meta.body.lowerBound + 4, atMost: 4).elementsEqual("hdlr".utf8)
        let start = meta.body.lowerBound + (isBare ? 0 : 4)
        guard start <= meta.body.upperBound,
            let list = try box("ilst", pieces, in: start..<meta.body.upperBound)
        else { return }
        try each(pieces, in: list.body) { item throws(Gap) in
            try take(item, pieces, &tags)
            return false
        }
    }

    private static let fields: [[UInt8]: TrackTags.Field] = [
        [0xA9] + Array("nam".utf8): .title, [0xA9] + Array("ART".utf8): .artist,
        [0xA9] + Array("alb".utf8): .album, Array("aART".utf8): .albumArtist,
        Array("trkn".utf8): .number, Array("disk".utf8): .disc,
    ]

    private static func take(
        _ item: Box, _ pieces: Pieces, _ tags: inout TrackTags
    ) throws(Gap) {
        if item.isNamed("----") {
            guard let name = try box("name", pieces, in: item.body), name.body.count < 64,
                String(utf8: try pieces.bytes(name.body.lowerBound, name.body.count).dropFirst(4))
                    .uppercased() == "ISRC"
            else { return }
            tags.take(.isrc, try values(of: item, pieces).map { String(utf8: $0) })
        } else if let field = fields[Array(item.name)] {
            let values = try values(of: item, pieces)
            if field == .number || field == .disc {
                // Two empty bytes, the number, of how many.
                let number = values.first?.part(2, 2)?.big ?? 0
                tags.take(field, ["\(number)"])
            } else {
                tags.take(field, values.map { String(utf8: $0) })
            }
        }
    }

    /// What stands in an item's `data` boxes, behind type and language.
    private static func values(
        of item: Box, _ pieces: Pieces
    ) throws(Gap) -> [ArraySlice<UInt8>] {
        var values: [ArraySlice<UInt8>] = []
        try each(pieces, in: item.body) { part throws(Gap) in
            if part.isNamed("data"), (8...Limits.textBytesMax).contains(part.body.count) {
                values.append(
                    try pieces.bytes(part.body.lowerBound, part.body.count).dropFirst(8))
            }
            return false
        }
        return values
    }

    /// `mvhd`: version and flags, two times, units a second, length; times and length have eight bytes in version 1.
    private static func duration(_ pieces: Pieces, _ body: Range<Int>) throws(Gap) -> Int64? {
        let isLong = try pieces.byte(body.lowerBound) == 1
        let unitsAt = body.lowerBound + (isLong ? 20 : 12)
        let units = try pieces.big(unitsAt, 4)
        let length = try pieces.big(unitsAt + 4, isLong ? 8 : 4)
        // All ones: not known.
        guard units > 0, isLong || length != Int(UInt32.max), length < Int.max / 1_000 else {
            return nil
        }
        return Int64(length * 1_000 / units)
    }

    // MARK: Boxes

    private static func box(
        _ name: String, _ pieces: Pieces, in range: Range<Int>
    ) throws(Gap) -> Box? {
        var found: Box?
        try each(pieces, in: range) { box throws(Gap) in
            if box.isNamed(name) { found = box }
            return found != nil
        }
        return found
    }

    /// Hands over the boxes one after the other until `take` says it is enough.
    private static func each(
        _ pieces: Pieces, in range: Range<Int>, _ take: (Box) throws(Gap) -> Bool
    ) throws(Gap) {
        var place = range.lowerBound
        for _ in 0..<Limits.partsMax {
            guard range.upperBound - place >= 8 else { return }
            let head = try pieces.bytes(place, 8)
            var headBytes = 8
            var size = Int(head.prefix(4).big)
            if size == 1 {
                headBytes = 16
                size = try pieces.big(place + 8, 8)
            } else if size == 0 {
                size = range.upperBound - place
            }
            guard size >= headBytes, size <= range.upperBound - place else { return }
            let body = place + headBytes..<place + size
            if try take(Box(name: head.suffix(4), body: body)) { return }
            place += size
        }
    }
}
