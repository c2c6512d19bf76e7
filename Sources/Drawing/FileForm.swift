// Whether a picture's file is whole and holds one picture, read from its outer form. Decoders show what there is of
// a file cut off, and leave the rest as they found the memory.
import CardFrames
import Smartlink

enum FileForm {
    /// Errors: `animated`, `broken` for a file that ends before it should.
    static func check(
        _ bytes: [UInt8], _ head: ImageHead
    ) throws(CardAnswer.Refusal) {
        guard !head.isAnimated else { throw .animated }
        switch head.type {
        case .jpeg: try checkJPEG(bytes)
        case .png: try checkPNG(bytes)
        case .webp: try checkWebP(bytes)
        }
    }

    /// By its chunks, IEND among them (PNG 3rd edition §5.6).
    private static func checkPNG(_ bytes: [UInt8]) throws(CardAnswer.Refusal) {
        var place = 8
        var hasPixels = false
        while place + 12 <= bytes.count {
            let name = bytes[place + 4..<place + 8]
            let size = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            if name.elementsEqual("IDAT".utf8) { hasPixels = true }
            if name.elementsEqual("IEND".utf8), hasPixels { return }
            place += 12 + size
        }
        throw .broken
    }

    /// By the end of image behind the first scan; thumbnails in front have ends of their own (ITU-T T.81 annex B).
    private static func checkJPEG(_ bytes: [UInt8]) throws(CardAnswer.Refusal) {
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xFF, bytes[place + 1] != 0xDA {
            switch bytes[place + 1] {
            case 0xFF: place += 1
            case 0x01, 0xD0...0xD8: place += 2
            default: place += 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
            }
        }
        while place + 1 < bytes.count {
            if bytes[place] == 0xFF, bytes[place + 1] == 0xD9 { return }
            place += 1
        }
        throw .broken
    }

    /// By the size in its head (RFC 9649 §2.4).
    private static func checkWebP(_ bytes: [UInt8]) throws(CardAnswer.Refusal) {
        let size = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard size + 8 <= bytes.count else { throw .broken }
    }
}
