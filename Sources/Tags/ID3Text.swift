/// A text frame's content: its encoding's number, then one text or several, apart by a zero (ID3v2.4 frames §4.2).
enum ID3Text {
    static func texts(_ bytes: ArraySlice<UInt8>) -> [String]? {
        guard let encoding = bytes.first else { return nil }
        let text = bytes.dropFirst()
        switch encoding {
        case 0: return values(of: text) { String(latin1: $0) }
        case 1: return wide(text, highFirst: false)
        case 2: return wide(text, highFirst: true)
        case 3: return values(of: text) { String(utf8: $0) }
        default: return nil
        }
    }

    private static func values(
        of bytes: ArraySlice<UInt8>, _ decode: (ArraySlice<UInt8>) -> String
    ) -> [String] {
        bytes.split(separator: 0).map(decode)
    }

    /// UTF-16; each value may start with a mark that says which byte comes first.
    private static func wide(_ bytes: ArraySlice<UInt8>, highFirst: Bool) -> [String] {
        let bytes = Array(bytes)
        var highFirst = highFirst
        var values: [[UInt16]] = [[]]
        for place in stride(from: 0, to: bytes.count - 1, by: 2) {
            let one = UInt16(bytes[place])
            let two = UInt16(bytes[place + 1])
            switch highFirst ? one << 8 | two : two << 8 | one {
            case 0: values.append([])
            case 0xFEFF: break
            // The mark read the wrong way round.
            case 0xFFFE: highFirst.toggle()
            case let unit: values[values.count - 1].append(unit)
            }
        }
        return values.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF16.self) }
    }
}

/// The 128 bytes at the end of a file that came before ID3v2 (ID3v1.1: the track's number in the comment's last byte).
enum ID3v1 {
    static let bytes = 128

    static func read(_ pieces: Pieces, _ tags: inout TrackTags) throws(Gap) {
        guard pieces.fileBytes >= bytes else { return }
        let tail = try pieces.bytes(pieces.fileBytes - bytes, bytes)
        guard tail.starts(with: Array("TAG".utf8)) else { return }
        func text(_ offset: Int) -> [String] {
            let field = tail.part(offset, 30) ?? []
            return [String(latin1: field.prefix { $0 != 0 })]
        }
        tags.take(.title, text(3))
        tags.take(.artist, text(33))
        tags.take(.album, text(63))
        if let mark = tail.part(125, 2), mark.first == 0, let number = mark.last, number > 0 {
            tags.take(.number, ["\(number)"])
        }
    }
}
