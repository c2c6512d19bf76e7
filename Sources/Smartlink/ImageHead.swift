// What an image is and how large, read from its first bytes and never from a name: JPEG (ITU-T T.81
// annex B), PNG (RFC 2083 / ISO 15948 §11.2.2), WebP (RFC 9649 §2). Nothing is decoded here.

/// The type and size that an image's own bytes state.
public struct ImageHead: Equatable, Sendable {
    public var type: Artwork.ImageType
    public var width: Int
    public var height: Int
    /// Whether it says that it is more than one picture (APNG, animated WebP).
    public var isAnimated: Bool

    /// Why bytes are no image that can be kept.
    public enum Unreadable: Error, Equatable, Sendable {
        /// None of the three types.
        case unknownType
        /// It starts like one and states no size.
        case damaged(Artwork.ImageType)
    }

    public init(reading bytes: [UInt8]) throws(Unreadable) {
        let (type, size) = try Self.read(bytes)
        guard let size else { throw .damaged(type) }
        self.type = type
        width = size.width
        height = size.height
        isAnimated =
            switch type {
            case .jpeg: false
            case .png: Self.hasFrames(png: bytes)
            // The flag of the extended form (RFC 9649 §2.7).
            case .webp: bytes.count > 20 && Self.has("VP8X", at: 12, bytes) && bytes[20] & 2 != 0
            }
    }

    private typealias Size = (width: Int, height: Int)

    private static func read(_ bytes: [UInt8]) throws(Unreadable) -> (Artwork.ImageType, Size?) {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return (.jpeg, jpegSize(bytes)) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            return (.png, pngSize(bytes))
        }
        if bytes.count >= 16, bytes.starts(with: "RIFF".utf8), has("WEBP", at: 8, bytes) {
            return (.webp, webpSize(bytes))
        }
        throw .unknownType
    }

    private static func has(_ mark: StaticString, at place: Int, _ bytes: [UInt8]) -> Bool {
        let end = place + mark.utf8CodeUnitCount
        return end <= bytes.count && bytes[place..<end].elementsEqual(mark.description.utf8)
    }

    private static func big(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int {
        bytes[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int {
        bytes[place..<place + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// IHDR is the first chunk.
    private static func pngSize(_ bytes: [UInt8]) -> Size? {
        guard bytes.count >= 33, has("IHDR", at: 12, bytes), big(bytes, 8, 4) == 13 else {
            return nil
        }
        return (big(bytes, 16, 4), big(bytes, 20, 4))
    }

    /// Whether an acTL chunk stands before the pixels (PNG 3rd edition §11.3.5).
    private static func hasFrames(png bytes: [UInt8]) -> Bool {
        var place = 8
        while place + 12 <= bytes.count, !has("IDAT", at: place + 4, bytes) {
            if has("acTL", at: place + 4, bytes) { return true }
            place += 12 + big(bytes, place, 4)
        }
        return false
    }

    /// Walks the segments to the frame header.
    private static func jpegSize(_ bytes: [UInt8]) -> Size? {
        var place = 2
        while place + 4 <= bytes.count {
            guard bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            switch marker {
            case 0xFF: place += 1  // fill byte
            case 0x01, 0xD0...0xD8: place += 2  // no parameters
            case 0xD9, 0xDA: return nil  // image data before any frame header
            // Frame headers; C4, C8 and CC are tables.
            case 0xC0...0xCF where marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
                guard place + 9 <= bytes.count else { return nil }
                return (big(bytes, place + 7, 2), big(bytes, place + 5, 2))
            default:
                let length = big(bytes, place + 2, 2)
                guard length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    /// Simple lossy, simple lossless or extended, by the first chunk.
    private static func webpSize(_ bytes: [UInt8]) -> Size? {
        if bytes.count >= 30, has("VP8X", at: 12, bytes) {
            return (little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
        }
        if bytes.count >= 25, has("VP8L", at: 12, bytes), bytes[20] == 0x2F {
            let packed = little(bytes, 21, 4)
            return (packed & 0x3FFF + 1, packed >> 14 & 0x3FFF + 1)
        }
        // A key frame's start code stands before its size.
        if bytes.count >= 30, has("VP8 ", at: 12, bytes),
            bytes[23...25].elementsEqual([0x9D, 0x01, 0x2A])
        {
            return (little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
        }
        return nil
    }
}
