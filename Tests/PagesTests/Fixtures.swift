import FoundationEssentials
import Smartlink

@testable import Pages

/// The locale files as they are shipped.
enum Locales {
    static let tags = ["en", "es", "de", "fr", "pt", "ja", "ar"]

    static func texts(_ tag: String) throws -> [String: String] {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try Data(
            contentsOf: URL(filePath: "/\(folder)/config/locales/\(tag).json"))
        return try JSONDecoder().decode([String: String].self, from: file)
    }

    static func wording(_ tag: String) throws -> Wording {
        let english = Wording(tag: "en", texts: try texts("en"), fallback: nil)
        return tag == "en"
            ? english : Wording(tag: tag, texts: try texts(tag), fallback: english)
    }
}

enum Sample {
    static let now = Instant(ms: 1_795_305_600_000)  // 2026-11-22T00:00Z
    static let base = "https://music.example"

    static let platforms: [Platform] = [
        ("spotify", "Spotify", "1DB954"), ("apple-music", "Apple Music", "FA2D48"),
        ("youtube-music", "YouTube Music", "FF0000"), ("youtube", "YouTube", "CC0000"),
        ("amazon-music", "Amazon Music", "0C6CB3"), ("tidal", "TIDAL", "000000"),
        ("deezer", "Deezer", "A238FF"), ("pandora", "Pandora", "3668FF"),
        ("soundcloud", "SoundCloud", "FF5500"), ("bandcamp", "Bandcamp", "1DA0C3"),
    ].enumerated().map { place, platform in
        Platform(
            number: UInt8(place + 1), id: platform.0, name: platform.1, color: platform.2,
            hosts: [])
    }

    static func link(
        _ kind: Link.Kind = .track, title: String = "Sleeper", artist: String = "Mira Vale"
    ) -> Link {
        var link = Link(
            code: code, account: 1, kind: kind, title: title,
            artist: artist, createdAt: Instant(ms: 0))
        link.artwork = Artwork(
            hash: String(repeating: "ab", count: 32), type: .jpeg, width: 1_400, height: 1_400)
        link.durationMs = 213_000
        return link
    }

    private static let code: Code = {
        guard let code = Code("mira-sleeper") else { preconditionFailure("a slug is a code") }
        return code
    }()

    static func album(tracks: Int) -> Link {
        var link = link(.album, title: "Night Swimming in Plain Air")
        link.durationMs = nil
        link.tracks = (1...tracks).map { number in
            var track = Track(title: "Track number \(number)")
            track.durationMs = 180_000 + Int64(number) * 1_000
            track.isrc = "GBARL93001\(number % 90 + 10)"
            return track
        }
        return link
    }

    /// Such a link with a song on it, where it is a list.
    static func listed(_ kind: Link.Kind, title: String = "Sleeper") -> Link {
        var link = link(kind, title: title)
        if kind != .track { link.tracks = [Track(title: "Night Bus")] }
        return link
    }

    static func facts(
        _ tag: String = "en", offers count: Int = 6, state: Link.State = .released,
        missing: Platform? = nil, remembered: Platform? = nil, base: String = base
    ) throws -> PageFacts {
        let offers = platforms.prefix(count).map {
            Offer(platform: $0, href: "/link/mira-sleeper/to/\($0.id)")
        }
        return PageFacts(
            baseURL: base, offers: offers, wording: try Locales.wording(tag), missing: missing,
            remembered: remembered, state: state, now: now)
    }

    static func page(_ link: Link, _ facts: PageFacts) -> String {
        String(decoding: LandingPage.html(link, facts), as: UTF8.self)
    }
}

extension String {
    func occurrences(of part: String) -> Int {
        guard !part.isEmpty else { return 0 }
        return split(separator: part, omittingEmptySubsequences: false).count - 1
    }

    /// What stands between the first `start` and the next `end` after it.
    func between(_ start: String, _ end: String) -> String? {
        guard let opening = firstRange(of: start) else { return nil }
        let rest = self[opening.upperBound...]
        guard let closing = rest.firstRange(of: end) else { return nil }
        return String(rest[..<closing.lowerBound])
    }
}
