import Smartlink

/// The calm colours of a link without artwork; its words choose them, so they stay the same
/// from visit to visit.
struct Palette: Equatable {
    /// Top of the gradient, six digits.
    let high: String
    let low: String
    /// Behind a browser's bars and beside a preview.
    let theme: String

    private static let all = [
        Palette(high: "8f7ae5", low: "e8a3bd", theme: "#5b4aa3"),
        Palette(high: "3f8fa8", low: "a9d3b4", theme: "#2a6a80"),
        Palette(high: "d9775f", low: "f2c879", theme: "#a44e3a"),
        Palette(high: "4f6fb8", low: "9fd0dc", theme: "#36508f"),
        Palette(high: "b3598f", low: "f0b08c", theme: "#86406b"),
        Palette(high: "4d8a6a", low: "d6d58c", theme: "#36664d"),
        Palette(high: "6a5a8c", low: "c4a5c9", theme: "#4f4370"),
        Palette(high: "a8703f", low: "e6cfa0", theme: "#7c502b"),
    ]

    static func of(_ link: Link) -> Palette {
        // FNV-1a: spreads well enough over eight, and is the same on every machine.
        var hash: UInt32 = 2_166_136_261
        for byte in (link.title + link.artist).utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        return all[Int(hash >> 16) % all.count]
    }
}
