import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

/// A server in this process with a link of each kind on it, each with a cover.
struct LinkStage {
    let service: Service
    /// Of the artist whose links they are.
    let key: String
    /// `http://127.0.0.1:…`
    var address: String { service.address }

    /// Pixels of the covers' sides.
    static let coverSide = 400
    static let released = "/link/sleeper"
    static let presave = "/link/sleeper-soon"
    static let album = "/link/night-swimming"

    /// - Parameter card: another program in segue-card's place.
    init(_ place: borrowing Workplace, card: String? = nil) async throws {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "", "data": place.data]
        sources.environment = [
            "SEGUE_WORKERS": "1", "SEGUE_LOG_LEVEL": "error", "SEGUE_LOOKUP_SOURCES": "",
            "SEGUE_FILES_CARD": card ?? "",
        ]
        service = try await Service.start(
            try sources.configuration(), log: Log(level: .error))
        let made = try await service.actions.createAccount(name: "Mira", plan: .pro, credits: 9)
        key = made.secret.text
        let now = service.actions.surroundings.now()
        for path in [Self.released, Self.presave, Self.album] {
            let slug = String(path.dropFirst("/link/".count))
            _ = try await service.actions.createLink(
                LinkOrder(slug: slug, search: .nowhere), for: made.account
            ) { link in
                Self.fill(&link)
                if path == Self.presave {
                    link.releaseAt = Instant(ms: now.ms + 86_400_000 * 3)
                }
                if path == Self.album {
                    link.kind = .album
                    link.tracks = (1...30).map { Track(title: "A track of some length, no. \($0)") }
                }
            }
            _ = try await service.actions.keepArtwork(
                try Self.cover(), for: slug, of: made.account.id)
        }
    }

    static func cover() throws -> [UInt8] {
        let pixels = [UInt8](repeating: 90, count: coverSide * coverSide * 3)
        return try #require(PNG.file(width: coverSide, height: coverSide, pixels: pixels))
    }

    private static func fill(_ link: inout Link) {
        link.title = "Sleeper in Metropolis and Other Places of Considerable Length"
        link.artist = "Mira Vale"
        link.headline = "Out now"
        link.bio = "Recorded in a kitchen."
        link.emailCapture = true
        link.destinations = [
            Destination(
                platform: "spotify", url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"),
            Destination(
                platform: "deezer", url: "https://www.deezer.com/track/3135556"),
        ]
    }
}
