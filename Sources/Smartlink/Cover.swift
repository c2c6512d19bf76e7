// Artwork as pages show it: scaled to a few widths, since what an artist sends may have forty megapixels. A width is
// part of the address (`/artwork/<hash>.<ext>?size=<width>`) and the hash of the bytes is as well, so that what lies
// there may be kept for good.

/// Scaled artwork.
public enum Cover {
    /// Pixels, the smallest first. No other width is made: a stranger's address must not order pictures.
    public static let widths = [160, 320, 640, 1_280]
    /// Whatever the artwork itself is; what is transparent in it lies on white.
    public static let mediaType = "image/jpeg"
    /// Counts the ways in which covers have been scaled.
    public static let scaling = 1

    /// One picture a browser may choose, and how wide it is.
    public struct Choice: Equatable, Sendable {
        public var path: String
        /// Pixels; those of the artwork where that has fewer than asked for.
        public var width: Int
    }

    /// The smallest picture, for where it is blurred.
    public static func smallest(of artwork: Artwork) -> String {
        path(of: artwork, width: widths.first ?? 0)
    }

    /// Every width that differs from the others for this artwork, which is never made larger.
    public static func choices(of artwork: Artwork) -> [Choice] {
        let narrower = widths.filter { $0 < artwork.width }
        let last = widths.first { $0 >= artwork.width }
        return narrower.map { Choice(path: path(of: artwork, width: $0), width: $0) }
            + [last].compactMap { width in
                width.map { Choice(path: path(of: artwork, width: $0), width: artwork.width) }
            }
    }

    private static func path(of artwork: Artwork, width: Int) -> String {
        "\(artwork.path)?size=\(width)"
    }
}

/// What looks at a picture an artist sends before it is kept.
public protocol ArtworkExamination: Sendable {
    /// Decodes it; nil where that cannot be done at the moment.
    func examine(_ bytes: [UInt8], _ artwork: Artwork) async -> ArtworkFinding?
}

/// What came of decoding a picture.
public enum ArtworkFinding: Equatable, Sendable {
    case sound
    /// Cut off, contradictory or beyond what its decoder takes.
    case broken
    case animated
    /// More pixels or bytes than are decoded.
    case tooLarge
    /// A picture, and behind it another program's file.
    case mixed
}
