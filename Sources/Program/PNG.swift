import Compression
import Smartlink

/// Writes PNG files (ISO/IEC 15948), nothing optional.
enum PNG {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Eight bits a colour. `pixels` holds red, green and blue of each pixel, row by row; nil if they cannot be compressed.
    static func file(width: Int, height: Int, pixels: [UInt8]) -> [UInt8]? {
        let rowBytes = width * 3
        guard width > 0, height > 0, pixels.count == rowBytes * height else { return nil }
        var rows: [UInt8] = []
        rows.reserveCapacity((rowBytes + 1) * height)
        for y in 0..<height {
            // Filter 1: each byte less the one a pixel before it, which makes gradients small.
            rows.append(1)
            let start = y * rowBytes
            for place in 0..<rowBytes {
                let before = place >= 3 ? pixels[start + place - 3] : 0
                rows.append(pixels[start + place] &- before)
            }
        }
        guard let stream = zlibStream(rows) else { return nil }
        // Eight bits deep, colour, deflate, the five filters, not interlaced.
        let head = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 2, 0, 0, 0]
        return signature + chunk("IHDR", head) + chunk("IDAT", stream) + chunk("IEND", [])
    }

    /// A QR code in black on white, one bit a pixel: as large as whole pixels for each module allow, in the middle of
    /// `side` pixels. Nil if the side has no room for it.
    static func file(of matrix: QRMatrix, side: Int, margin: Int) -> [UInt8]? {
        let modules = matrix.width + 2 * margin
        let scale = side / modules
        guard scale > 0 else { return nil }
        let start = (side - scale * modules) / 2 + scale * margin
        let rowBytes = (side + 7) / 8
        let light = [UInt8](repeating: 0xFF, count: rowBytes)
        var rows: [UInt8] = []
        rows.reserveCapacity((rowBytes + 1) * side)
        for y in 0..<side {
            var row = light
            let line = y < start ? -1 : (y - start) / scale
            for column in 0..<matrix.width where matrix.isDark(column, line) {
                for x in (start + column * scale)..<(start + (column + 1) * scale) {
                    row[x / 8] &= ~(0x80 >> UInt8(x % 8))
                }
            }
            rows.append(0)
            rows += row
        }
        guard let stream = zlibStream(rows) else { return nil }
        // One bit deep, grey.
        let head = bigEndian(UInt32(side)) + bigEndian(UInt32(side)) + [1, 0, 0, 0, 0]
        return signature + chunk("IHDR", head) + chunk("IDAT", stream) + chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + body
        return bigEndian(UInt32(body.count)) + checked + bigEndian(crc32(checked))
    }

    /// RFC 1950 around the deflated bytes of a gzip member, whose head has 10 bytes and whose trailer 8.
    private static func zlibStream(_ bytes: [UInt8]) -> [UInt8]? {
        guard let member = Gzip.compress(bytes, level: 6) else { return nil }
        return [0x78, 0x9C] + member.dropFirst(10).dropLast(8) + bigEndian(adler32(bytes))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// RFC 1950 §8.
    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    /// ISO/IEC 15948 annex D.
    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
