// The catalogue and the links that the bench measures with, where no configuration is read.
import Smartlink

enum SampleLink {
    static let catalogue = Catalogue(
        platforms: ["spotify", "apple-music", "youtube-music", "deezer"].enumerated().map {
            Platform(
                number: UInt8($0 + 1), id: $1, name: $1, color: "000000",
                hosts: ["\($1).example"], searchURL: "https://\($1).example/search/{q}")
        }, orders: [.ios: ["apple-music", "spotify"], .android: ["youtube-music"]])

    /// A track with one destination on each of the catalogue's first `destinations` platforms.
    static func make(_ code: String, account: Int64, destinations: Int) throws -> Link {
        guard let code = Code(code) else { throw BenchFailure("\(code) is not a code") }
        var link = Link(
            code: code, account: account, kind: .track, title: "Sleeper \(code)", artist: "Mira",
            createdAt: Instant(ms: 1_750_000_000_000))
        link.mode = .direct
        link.utm.source = "segue"
        link.destinations = catalogue.platforms.prefix(destinations).map {
            Destination(
                platform: $0.id, url: "https://\($0.id).example/track/4cOdK2wGLETKBW3PvgPWqT")
        }
        return link
    }

    /// The code of one of many links.
    static func code(_ number: Int) throws -> Code {
        let text = "s" + padded(String(number), left: 10, with: "0")
        guard let code = Code(text) else { throw BenchFailure("\(text) is not a code") }
        return code
    }
}
