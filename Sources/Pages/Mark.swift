import Smartlink

/// A small drawing of our own that tells the platforms apart; nobody's trademark.
///
/// Lines in a 40-unit square. A platform may name its own; otherwise its number picks it.
enum Mark: String, CaseIterable {
    case waves, quaver, triangle, screen, disc, horizon, bars, dial, cloud, tape, headphones

    /// The drawing for a platform.
    init(_ platform: Platform) {
        let inOrder = Self.allCases
        let byNumber = inOrder[(Int(platform.number) + inOrder.count - 1) % inOrder.count]
        self = platform.mark.flatMap(Self.init(rawValue:)) ?? byNumber
    }

    var drawing: StaticString {
        switch self {
        case .waves: "<path d=\"M10 15q5-5 10 0t10 0M10 21q5-5 10 0t10 0M10 27q5-5 10 0t10 0\"/>"
        case .quaver: "<circle cx=\"16\" cy=\"26\" r=\"4\"/><path d=\"M20 26V11q1 6 7 8\"/>"
        case .triangle: "<path d=\"M15 11.5v17l14-8.5z\"/>"
        case .screen:
            "<rect x=\"9.5\" y=\"11\" width=\"21\" height=\"14\" rx=\"3\"/><path d=\"M15 30h10\"/>"
        case .disc:
            "<circle cx=\"20\" cy=\"20\" r=\"10\"/><circle cx=\"20\" cy=\"20\" r=\"2\"/>"
        case .horizon: "<path d=\"M9 24h22M13 24a7 7 0 0 1 14 0M14 29.5h12\"/>"
        case .bars: "<path d=\"M11 29v-6M17 29V16M23 29V11M29 29V19\"/>"
        case .dial: "<circle cx=\"20\" cy=\"20\" r=\"10\"/><path d=\"M20 20l4.5-4.5\"/>"
        case .cloud:
            "<path d=\"M14.5 27.5a5 5 0 0 1 .5-10 6.5 6.5 0 0 1 12.5 2 4 4 0 0 1-.5 8z\"/>"
        case .tape:
            """
            <rect x="9.5" y="12.5" width="21" height="15" rx="3"/>\
            <circle cx="16" cy="20" r="2"/><circle cx="24" cy="20" r="2"/>
            """
        case .headphones:
            "<path d=\"M11 26v-5a9 9 0 0 1 18 0v5M11 22v6h3v-6zM29 22v6h-3v-6z\"/>"
        }
    }
}

extension HTMLWriter {
    /// The platform's mark on a tile of its colour; screen readers have the name beside it.
    mutating func mark(of platform: Platform) {
        let tile = TileColor(platform.color)
        markup("<svg class=\"mark\" viewBox=\"0 0 40 40\" aria-hidden=\"true\"><rect width=\"40\"")
        markup(" height=\"40\" rx=\"11\" stroke=\"none\"")
        attribute(.fill, "#\(tile.hexadecimal)")
        markup("/><g")
        attribute(.color, tile.isLight ? "#101010" : "#ffffff")
        markup(">")
        markup(Mark(platform).drawing)
        markup("</g></svg>")
    }
}

/// A platform's colour and whether dark or light lines are seen on it.
struct TileColor {
    /// Six digits.
    let hexadecimal: String
    let isLight: Bool
    /// Whether black letters are read better on it than white ones.
    let takesDarkText: Bool

    /// A grey for anything that is not six hexadecimal digits.
    init(_ color: String) {
        let digits = color.compactMap(\.hexDigitValue)
        let isColor = color.utf8.count == 6 && digits.count == 6
        hexadecimal = isColor ? color : "6b6b75"
        let channels =
            isColor
            ? stride(from: 0, to: 6, by: 2).map { place in
                Double(digits[place] * 16 + digits[place + 1]) / 255
            } : [0.42, 0.42, 0.46]
        // WCAG's relative luminance with the curve taken as a square; white lines need 3 to 1.
        let luminance =
            0.2126 * channels[0] * channels[0] + 0.7152 * channels[1] * channels[1]
            + 0.0722 * channels[2] * channels[2]
        isLight = 1.05 / (luminance + 0.05) < 3
        takesDarkText = 1.05 / (luminance + 0.05) < (luminance + 0.05) / 0.05
    }
}
