// What the server writes to segue-card's standard input, one frame an order. Numbers are little-endian.
//
//   offset  bytes  what
//        0      4  "SGO1"
//        4      4  bytes of the title
//        8      4  bytes of the artist
//       12      4  bytes of the date's line; 0 once the release is out
//       16      4  bytes of the cover; 0 if there is none
//       20      2  pixels of a scaled cover's width; 0 orders a card
//       22      2  zero
//       24      …  title, artist, date's line (UTF-8), cover, one after the other

/// One picture that segue-card shall make.
public struct CardOrder: Equatable, Sendable {
    public var title: String
    public var artist: String
    /// When the release comes out, in words; empty once it is.
    public var dateLine: String
    /// JPEG, PNG or WebP; empty if there is none.
    public var cover: [UInt8]
    /// Pixels; 0 for a card, else the cover alone is scaled to it.
    public var width: Int

    public init(title: String, artist: String, dateLine: String = "", cover: [UInt8] = []) {
        self.title = title
        self.artist = artist
        self.dateLine = dateLine
        self.cover = cover
        width = 0
    }

    /// The cover alone, `width` pixels wide at most.
    public init(scaling cover: [UInt8], toWidth width: Int) {
        self.init(title: "", artist: "", cover: cover)
        self.width = width
    }

    /// The whole frame. Texts beyond their limit are cut, a cover beyond it is left away.
    public var frame: [UInt8] {
        let texts = [title, artist, dateLine].map(Self.cut)
        let cover = cover.count <= Limits.coverBytesMax ? cover : []
        var frame = Array(CardOrderHead.mark)
        for text in texts { frame.append(little: text.count, bytes: 4) }
        frame.append(little: cover.count, bytes: 4)
        frame.append(little: min(max(width, 0), Limits.widthMax), bytes: 2)
        frame.append(little: 0, bytes: 2)
        for text in texts { frame += text }
        return frame + cover
    }

    /// At a character's end.
    private static func cut(_ text: String) -> [UInt8] {
        guard text.utf8.count > Limits.textBytesMax else { return Array(text.utf8) }
        var kept: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            guard kept.count + bytes.count <= Limits.textBytesMax else { break }
            kept += bytes
        }
        return kept
    }
}

/// An order's first bytes: they say how much follows.
public struct CardOrderHead: Equatable, Sendable {
    public static let bytes = 24
    static let mark = Array("SGO1".utf8)

    let texts: [Int]
    let cover: Int
    let width: Int

    /// Nil for anything that is no order, or one beyond its limits.
    public init?(_ head: [UInt8]) {
        guard head.count == Self.bytes, head.starts(with: Self.mark),
            head.little(at: 22, bytes: 2) == 0
        else { return nil }
        texts = [4, 8, 12].map { head.little(at: $0, bytes: 4) }
        cover = head.little(at: 16, bytes: 4)
        width = head.little(at: 20, bytes: 2)
        guard texts.allSatisfy({ $0 <= Limits.textBytesMax }), cover <= Limits.coverBytesMax,
            width <= Limits.widthMax
        else { return nil }
    }

    public var bodyBytes: Int { texts.reduce(cover, +) }

    /// The order, given the `bodyBytes` that follow; nil if they are fewer or more.
    public func order(_ body: [UInt8]) -> CardOrder? {
        guard body.count == bodyBytes else { return nil }
        var place = 0
        let words = texts.map { count in
            defer { place += count }
            return String(decoding: body[place..<place + count], as: UTF8.self)
        }
        var order = CardOrder(
            title: words[0], artist: words[1], dateLine: words[2], cover: Array(body[place...]))
        order.width = width
        return order
    }
}

extension [UInt8] {
    mutating func append(little number: Int, bytes: Int) {
        for place in 0..<bytes { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }

    func little(at place: Int, bytes: Int) -> Int {
        self[place..<place + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
