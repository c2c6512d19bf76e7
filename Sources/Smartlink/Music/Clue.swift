/// What music is looked for by.
public enum Clue: Hashable, Sendable {
    /// A recording's code, normal form.
    case isrc(String)
    /// A release's barcode, normal form.
    case upc(String)
    /// Its place on some platform.
    case address(MusicAddress)
    /// What is known of it: title, artist, length, sometimes a code to compare with or to search for as a word.
    case words(Music)

    /// The clue as a key: equal texts are equal clues. Words are folded, so that writing them otherwise is the same.
    public var text: String {
        switch self {
        case .isrc(let isrc): "isrc:\(isrc)"
        case .upc(let upc): "upc:\(upc)"
        case .address(let address):
            "\(address.platform):\(address.kind.rawValue):\(address.country ?? "-"):\(address.id)"
        case .words(let music):
            "words:\(music.kind.rawValue):\(Folding.fold(music.artist)):\(Folding.fold(music.title)):\(music.isrc ?? music.upc ?? "-")"
        }
    }
}

/// A platform's URL or app URI, taken apart: where a piece of music stands.
public struct MusicAddress: Hashable, Sendable, Codable {
    public var platform: String
    public var kind: Kind
    /// The platform's id: `4cOdK2wGLETKBW3PvgPWqT`, `mira/sleeper` on SoundCloud, host and path on Bandcamp.
    public var id: String
    /// The storefront in the URL, upper case; nil where the platform has none.
    public var country: String?
    /// The one form it is stored in: no tracking parameters, no language in the path.
    public var url: String

    public init(platform: String, kind: Kind, id: String, country: String? = nil, url: String) {
        self.platform = platform
        self.kind = kind
        self.id = id
        self.country = country
        self.url = url
    }

    public enum Kind: String, Sendable, Codable, CaseIterable {
        case track, album, playlist, artist
        /// A short link: it leads somewhere on the platform, only its server knows where.
        case short
    }
}
