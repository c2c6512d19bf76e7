/// A colour in sRGB, each part 0 to 1.
struct Colour: Equatable {
    var red: Double
    var green: Double
    var blue: Double

    static let white = Colour(red: 1, green: 1, blue: 1)
    static let black = Colour(red: 0, green: 0, blue: 0)

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Of `0xRRGGBB`.
    init(_ hexadecimal: UInt32) {
        red = Double(hexadecimal >> 16 & 0xFF) / 255
        green = Double(hexadecimal >> 8 & 0xFF) / 255
        blue = Double(hexadecimal & 0xFF) / 255
    }

    /// Relative luminance (WCAG 2.2, "relative luminance"): 0 black, 1 white.
    var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ part: Double) -> Double {
        guard part > 0.04045 else { return part / 12.92 }
        // ((c + 0.055) / 1.055) ^ 2.4, the power as square × square ^ 0.2 by Newton's steps: the C library's
        // `pow` is not for pure rooms.
        let root = (part + 0.055) / 1.055
        let square = root * root
        var fifth = 0.9
        for _ in 0..<16 {
            let fourth = fifth * fifth * fifth * fifth
            fifth -= (fourth * fifth - square) / (5 * fourth)
        }
        return square * fifth
    }

    /// Contrast ratio (WCAG 2.2, "contrast ratio"), 1 to 21.
    func contrast(with other: Colour) -> Double {
        let lights = [luminance, other.luminance].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    /// `share` of `other`, the rest of itself.
    func mixed(with other: Colour, _ share: Double) -> Colour {
        Colour(
            red: red + (other.red - red) * share, green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share)
    }

    /// How colourful it is: the spread of its parts, 0 to 1.
    var chroma: Double { max(red, green, blue) - min(red, green, blue) }

    func distance(to other: Colour) -> Double {
        abs(red - other.red) + abs(green - other.green) + abs(blue - other.blue)
    }
}
