// Whether a picture's file is whole and holds one picture, read from its outer form. Decoders show what there is of
// a file cut off, and leave the rest as they found the memory.
import CardFrames
import Smartlink

enum FileForm {
    /// Errors: `animated`, `broken` for a file that ends before it should, `mixed` for one that is another as well.
    static func check(
        _ bytes: [UInt8], _ head: ImageHead
    ) throws(CardAnswer.Refusal) {
        guard !head.isAnimated else { throw .animated }
        let end =
            switch head.type {
            case .jpeg: endOfJPEG(bytes)
            case .png: endOfPNG(bytes)
            case .webp: endOfWebP(bytes)
            }
        guard let end else { throw .broken }
        try checkTail(bytes[end...])
    }

    /// Behind IEND (PNG 3rd edition §5.6); nil if it is missing or no pixels stand before it.
    private static func endOfPNG(_ bytes: [UInt8]) -> Int? {
        var place = 8
        var hasPixels = false
        while place + 12 <= bytes.count {
            let name = bytes[place + 4..<place + 8]
            let size = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            if name.elementsEqual("IDAT".utf8) { hasPixels = true }
            place += 12 + size
            if name.elementsEqual("IEND".utf8), hasPixels { return min(place, bytes.count) }
        }
        return nil
    }

    /// Behind the end of image, which stands after a scan; thumbnails lie in segments of their own (ITU-T T.81
    /// annex B).
    private static func endOfJPEG(_ bytes: [UInt8]) -> Int? {
        var place = 2
        var hasPixels = false
        while place + 1 < bytes.count {
            // Inside a scan and wherever an encoder left something lying, the next marker counts.
            guard bytes[place] == 0xFF, bytes[place + 1] != 0xFF else {
                place += 1
                continue
            }
            switch bytes[place + 1] {
            case 0xD9 where hasPixels: return place + 2
            case 0x00, 0x01, 0xD0...0xD9: place += 2
            case let marker:
                guard place + 3 < bytes.count else { return nil }
                if marker == 0xDA { hasPixels = true }
                place += 2 + max(2, Int(bytes[place + 2]) << 8 + Int(bytes[place + 3]))
            }
        }
        return nil
    }

    /// By the size in its head (RFC 9649 §2.4).
    private static func endOfWebP(_ bytes: [UInt8]) -> Int? {
        let size = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        return size + 8 <= bytes.count ? size + 8 : nil
    }

    /// How archives, documents, programs and pages begin.
    private static let strangers = [
        "PK\u{3}\u{4}", "%PDF-", "Rar!", "7z", "MZ", "\u{7F}ELF", "#!", "<", "GIF8",
    ].map { Array($0.utf8) }

    /// Cameras append what they like; another program's file is not among it.
    private static func checkTail(_ tail: ArraySlice<UInt8>) throws(CardAnswer.Refusal) {
        let begun = tail.drop { $0 == 0 || $0 == 0x20 || (0x09...0x0D).contains($0) }
        if strangers.contains(where: { begun.starts(with: $0) }) { throw .mixed }
    }
}
