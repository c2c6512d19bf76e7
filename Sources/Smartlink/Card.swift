// The picture that stands for a link where it is shared (SPEC §2). Its address carries a version made of what is
// drawn, so that it may be kept for good wherever it is fetched.

/// What one card shows.
public struct CardSubject: Equatable, Sendable {
    public var title: String
    public var artist: String
    /// When the release comes out, in words; empty once it is.
    public var dateLine: String
    public var artwork: Artwork?

    public init(title: String, artist: String, dateLine: String = "", artwork: Artwork?) {
        self.title = title
        self.artist = artist
        self.dateLine = dateLine
        self.artwork = artwork
    }
}

/// A card or a scaled cover as a file on this machine.
public struct KeptPicture: Equatable, Sendable {
    public var path: String
    public var bytes: Int
    /// Of everything that is in it, lower-case hexadecimal; the entity tag.
    public var hash: String

    public init(path: String, bytes: Int, hash: String) {
        self.path = path
        self.bytes = bytes
        self.hash = hash
    }
}

/// Where cards and scaled covers come from.
public protocol PictureSource: Sendable {
    /// The card, drawn now if it is not kept; nil if none can be had at the moment.
    func card(_ subject: CardSubject) async -> KeptPicture?
    /// The artwork at a width of `Cover.widths`, made now if it is not kept; nil if it cannot be had at the moment.
    func cover(_ artwork: Artwork, width: Int) async -> KeptPicture?
}

/// How cards are named in addresses.
public enum Card {
    public static let width = 1_200
    public static let height = 630
    public static let mediaType = "image/jpeg"
    /// Counts the ways in which cards have been drawn; a new way is a new address.
    public static let drawing = 1

    /// What an address says of the card it names: `<drawing>-<link's version><p or r>-<artwork>`.
    ///
    /// `p` while the release lies ahead, since such a card bears its date.
    public static func version(of link: Link, in state: Link.State) -> String {
        let phase = state == .presave ? "p" : "r"
        let artwork = link.artwork.map { "-" + $0.hash.prefix(12) } ?? ""
        return "\(drawing)-\(link.version)\(phase)\(artwork)"
    }

    /// `/link/<code>/card.jpg`, with its version; a card that bears a date names its language.
    public static func path(of link: Link, in state: Link.State, language: String) -> String {
        let path = "/link/\(link.code)/card.jpg?v=\(version(of: link, in: state))"
        return state == .presave ? "\(path)&l=\(language)" : path
    }
}
