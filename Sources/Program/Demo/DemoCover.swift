/// Cover art made on the spot: rings over a gradient, in the release's own colours.
struct DemoCover {
    /// 0xRRGGBB, from one corner to the other.
    var from: UInt32
    var to: UInt32
    /// Rings across the cover.
    var rings: Int

    static let side = 640

    /// A PNG file.
    var png: [UInt8]? {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(Self.side * Self.side * 3)
        for y in 0..<Self.side {
            for x in 0..<Self.side { append(x, y, to: &pixels) }
        }
        return PNG.file(width: Self.side, height: Self.side, pixels: pixels)
    }

    private func append(_ x: Int, _ y: Int, to pixels: inout [UInt8]) {
        let across = Double(x + y) / Double(2 * (Self.side - 1))
        let (dx, dy) = (x - Self.side * 2 / 3, y - Self.side * 3 / 5)
        let distance = (Double(dx * dx + dy * dy)).squareRoot() / Double(Self.side)
        // A triangle wave: soft rings without a table of sines.
        let phase = distance * Double(rings)
        let wave = abs(phase - phase.rounded()) * 2
        let light = 0.82 + 0.36 * wave * max(0, 1 - distance)
        for shift in [16, 8, 0] as [UInt32] {
            let start = Double(from >> shift & 255)
            let end = Double(to >> shift & 255)
            pixels.append(UInt8(min(255, (start + (end - start) * across) * light)))
        }
    }
}
