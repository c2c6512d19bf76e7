/// A card's colours: a ground that runs from one to another, and inks that are read on all of it.
struct Backdrop: Equatable {
    private(set) var top: Colour
    private(set) var bottom: Colour
    /// The title's.
    private(set) var ink: Colour
    /// The artist's, closer to the ground.
    private(set) var softInk = Colour.white

    /// More than asked for at the title, so that thin strokes are read on a small screen too.
    private static let titleContrast = 6.5

    /// Keeps the hues given and darkens or lightens them until what is written on them can be read.
    init(top: Colour, bottom: Colour) {
        let isLight = (top.luminance + bottom.luminance) / 2 > 0.42
        let end = isLight ? Colour.white : .black
        ink = isLight ? Colour(0x101014).mixed(with: top, 0.08) : .white
        self.top = top
        self.bottom = bottom
        while lowestContrast(of: ink) < Self.titleContrast {
            self.top = self.top.mixed(with: end, 0.06)
            self.bottom = self.bottom.mixed(with: end, 0.06)
        }
        softInk = ink.mixed(with: self.bottom, 0.25)
        while lowestContrast(of: softInk) < Limits.contrastMin {
            softInk = softInk.mixed(with: ink, 0.2)
        }
    }

    /// All the way: between two hues it may be lighter or darker than at both ends.
    private func lowestContrast(of colour: Colour) -> Double {
        (0...16).map { step in
            colour.contrast(with: top.mixed(with: bottom, Double(step) / 16))
        }.min() ?? 1
    }
}

extension Backdrop {
    private static let calm: [(UInt32, UInt32)] = [
        (0x5B4AA3, 0x8C4C74), (0x2A6A80, 0x2F7568), (0xA44E3A, 0x86592A), (0x36508F, 0x2F7186),
        (0x86406B, 0x9A5638), (0x36664D, 0x66662E), (0x4F4370, 0x774F7D), (0x7C502B, 0x6F5E38),
    ]

    /// The calm colours of a release without cover: its words choose them, the same on every machine.
    init(words: String) {
        // FNV-1a, as the pages choose theirs.
        var hash: UInt32 = 2_166_136_261
        for byte in words.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let pair = Self.calm[Int(hash >> 16) % Self.calm.count]
        self.init(top: Colour(pair.0), bottom: Colour(pair.1))
    }

    /// Drawn from a cover's own colours: the one that rules it and one that stands apart from it.
    init(of cover: Pixmap) {
        var bins = [Int: (weight: Double, red: Double, green: Double, blue: Double)]()
        let count = cover.width * cover.height
        for place in Swift.stride(from: 0, to: count, by: max(1, count / 6_000)) {
            let colour = cover.colour(at: place)
            // Grey is what covers have most of and say least with.
            let weight = 0.15 + colour.chroma
            let bin =
                Int(colour.red * 7.99) << 6 | Int(colour.green * 7.99) << 3
                | Int(colour.blue * 7.99)
            var sum = bins[bin] ?? (0, 0, 0, 0)
            sum.weight += weight
            sum.red += weight * colour.red
            sum.green += weight * colour.green
            sum.blue += weight * colour.blue
            bins[bin] = sum
        }
        let ranked = bins.sorted {
            ($0.value.weight, $0.key) > ($1.value.weight, $1.key)
        }.map { entry in
            Colour(
                red: entry.value.red / entry.value.weight,
                green: entry.value.green / entry.value.weight,
                blue: entry.value.blue / entry.value.weight)
        }
        let first = ranked.first ?? .black
        let second = ranked.prefix(12).first { $0.distance(to: first) > 0.5 } ?? first
        self.init(top: first, bottom: first.mixed(with: second, 0.45).mixed(with: .black, 0.12))
    }
}
