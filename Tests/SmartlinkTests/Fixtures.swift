import Bytes
import FoundationEssentials
import Smartlink

/// The files of `config/`, as Program reads them.
enum Config {
    /// A file of the repository, by its path from the root.
    static func text(_ path: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try Data(contentsOf: URL(filePath: "/\(root)/\(path)"))
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try decoder.decode(type, from: Data(text.utf8))
    }

    static let platforms: PlatformsFile = {
        do { return try decode(PlatformsFile.self, text("config/platforms.json")) } catch {
            fatalError("config/platforms.json: \(error)")
        }
    }()

    static let catalogue: Catalogue = {
        do {
            let numbers = platforms.ids.enumerated().map { ($1, UInt8($0 + 1)) }
            return try Catalogue(
                file: platforms, numbers: Dictionary(uniqueKeysWithValues: numbers))
        } catch { fatalError("config/platforms.json: \(error)") }
    }()

    static let agents: AgentTable = {
        do {
            return try AgentTable(
                file: decode(CrawlersFile.self, text("config/crawlers.json")),
                platforms: catalogue.platforms)
        } catch { fatalError("config/crawlers.json: \(error)") }
    }()

    static func number(_ id: String) -> UInt8 { catalogue.platform(id: id)?.number ?? 0 }
}

extension Link {
    static let noon = Instant(ms: 1_795_262_400_000)

    /// A released link on three platforms.
    static func sample() -> Link {
        guard let code = Code("mira-sleeper") else { fatalError("the code is valid") }
        var link = Link(
            code: code, account: 1, kind: .track, title: "Sleeper", artist: "Mira",
            createdAt: Link.noon)
        link.id = 77
        link.destinations = [
            Destination(
                platform: "spotify",
                url: "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"),
            Destination(
                platform: "apple-music", url: "https://music.apple.com/us/song/sleeper/1440"),
            Destination(platform: "deezer", url: "https://www.deezer.com/track/3135556"),
        ]
        return link
    }
}

/// A fan, and the request their visit points into.
struct Fan {
    var visit = Visit(now: Link.noon, agent: Agent())
    var request: [UInt8] = []

    mutating func comes(from host: String) {
        visit.referrer = ByteSlice(offset: request.count, count: host.utf8.count)
        request += Array(host.utf8)
    }

    mutating func comes(through channel: String) {
        visit.channel = ByteSlice(offset: request.count, count: channel.utf8.count)
        request += Array(channel.utf8)
    }

    func opens(_ link: Link, catalogue: Catalogue = Config.catalogue) -> Decision {
        Route.prepare(link, catalogue: catalogue).withRawSpan { route in
            request.withRawSpan { request in
                decide(visit, route: route, request: request, catalogue: catalogue.hot)
            }
        }
    }
}

func location(
    _ decision: Decision, _ link: Link, form: LocationForm = .tagged,
    catalogue: Catalogue = Config.catalogue
) -> String {
    Route.prepare(link, catalogue: catalogue).withRawSpan { route in
        let bytes = [UInt8](bytesMax: 4096) { sink in
            appendLocation(
                of: decision, route: route, catalogue: catalogue.hot, form: form, to: &sink)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A small generator with a seed, so that a failing run can be repeated.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
