/// What a music file says of itself.
public struct TrackTags: Equatable, Sendable {
    public var title: String?
    /// Several names stand in one text: `Mira, Jonas & Ana`.
    public var artist: String?
    public var album: String?
    public var albumArtist: String?
    public var number: Int?
    public var disc: Int?
    /// Twelve characters, without hyphens.
    public var isrc: String?
    public var durationMs: Int64?

    public init() {}

    /// Takes what stands under a name, as far as nothing better is known yet.
    mutating func take(_ field: Field, _ values: [String]) {
        let values = values.map(Self.trimmed).filter { !$0.isEmpty }
        guard let first = values.first else { return }
        switch field {
        case .title: title = title ?? first
        case .artist: artist = artist ?? Self.joined(values)
        case .album: album = album ?? first
        case .albumArtist: albumArtist = albumArtist ?? Self.joined(values)
        case .number: number = number ?? Self.leadingNumber(first)
        case .disc: disc = disc ?? Self.leadingNumber(first)
        case .isrc: isrc = isrc ?? values.lazy.compactMap(Self.isrc).first
        case .length: break
        }
    }

    mutating func take(durationMs value: Int64?) {
        guard durationMs == nil, let value, value > 0, value <= Limits.durationMsMax else { return }
        durationMs = value
    }

    enum Field: Sendable {
        case title, artist, album, albumArtist, number, disc, isrc
        /// Milliseconds in decimal; taken by whoever knows nothing more exact.
        case length
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0xFEFF
        }
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    private static func joined(_ values: [String]) -> String {
        guard values.count > 1, let last = values.last else { return values.first ?? "" }
        return values.dropLast().joined(separator: ", ") + " & " + last
    }

    /// `7`, `07/12`
    static func leadingNumber(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
        guard digits.count <= 6, let number = Int(digits), number > 0 else { return nil }
        return number
    }

    /// The code without hyphens and blanks (ISO 3901: country, registrant, year, designation).
    static func isrc(_ text: String) -> String? {
        let code = text.uppercased().filter { $0 != "-" && $0 != " " }
        guard code.utf8.count == 12 else { return nil }
        for (place, byte) in code.utf8.enumerated() {
            let isDigit = (0x30...0x39).contains(byte)
            let isLetter = (0x41...0x5A).contains(byte)
            guard place < 2 ? isLetter : place < 5 ? isLetter || isDigit : isDigit else {
                return nil
            }
        }
        return code
    }
}
