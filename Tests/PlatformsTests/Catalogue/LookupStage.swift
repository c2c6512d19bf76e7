import Loopback
import Outbound
import Platforms
import Smartlink
import Testing

/// A catalogue on loopback that answers as documented, and the source that asks it.
final class LookupStage: Sendable {
    typealias Request = LoopbackServer.Request
    typealias Reply = LoopbackServer.Reply

    let server: LoopbackServer
    let source: any MusicSource
    static let outbound = try? Outbound(version: "1")

    /// `answer` is asked everything but the app's own token.
    init(
        _ id: String, now: Instant = Stage.now, contact: String = "ops@example.com",
        _ change: (inout PlatformCredentials) -> Void = { _ in },
        _ answer: @escaping @Sendable (Request) -> Reply
    ) throws {
        server = LoopbackServer { request in
            guard request.target == "/token" else { return answer(request) }
            return .answer(200, #"{"access_token":"app-token","expires_in":3600}"#)
        }
        var credentials = Self.credentials
        credentials.apiBase = server.url
        credentials.tokenUrl = "\(server.url)/token"
        change(&credentials)
        let outbound = try #require(Self.outbound)
        let made = try MusicSources.source(
            id, credentials, over: outbound, contact: contact, address: Self.address,
            clock: { now })
        source = try #require(made)
    }

    deinit { server.stop() }

    static var credentials: PlatformCredentials {
        var credentials = PlatformCredentials()
        credentials.clientId = "app"
        credentials.clientSecret = "app-secret"
        credentials.apiKey = "api-key"
        credentials.teamId = "TEAM000001"
        credentials.keyId = "KEY0000001"
        credentials.privateKey = Stage.privateKey
        return credentials
    }

    /// Without what was asked for a token.
    var requests: [Request] { server.requests.filter { $0.target != "/token" } }
    var lines: [String] { requests.map { "\($0.method) \($0.target)" } }

    func find(_ clue: Clue, market: String = "DE") async -> SourceAnswer {
        await source.find(clue, market: market)
    }

    func found(_ clue: Clue, market: String = "DE") async throws -> [Candidate] {
        guard case .found(let candidates) = await find(clue, market: market) else {
            Issue.record("nothing found")
            return []
        }
        return candidates
    }

    /// Enough of what a table of platforms does: host, kind and id in the path.
    static let address: @Sendable (String) -> MusicAddress? = { text in
        let platforms = ["open.spotify.com": "spotify", "www.deezer.com": "deezer"]
        guard let url = try? WebURL(text), let platform = platforms[url.host] else { return nil }
        let parts = url.rest.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        guard parts.count == 2, let kind = MusicAddress.Kind(rawValue: parts[0]) else { return nil }
        return MusicAddress(
            platform: platform, kind: kind, id: parts[1],
            url: "https://\(url.host)/\(parts[0])/\(parts[1])")
    }
}

extension Clue {
    static let recording = Clue.isrc("GBDUW0000059")
    static let release = Clue.upc("724384960650")

    static func place(
        _ platform: String, _ kind: MusicAddress.Kind, _ id: String, country: String? = nil
    ) -> Clue {
        .address(
            MusicAddress(
                platform: platform, kind: kind, id: id, country: country,
                url: "https://\(platform).example/\(id)"))
    }

    static func said(
        _ kind: Link.Kind = .track, isrc: String? = nil, upc: String? = nil
    ) -> Clue {
        var music = Music(kind: kind, title: "Low \"Tide\"", artist: "Mira")
        music.isrc = isrc
        music.upc = upc
        return .words(music)
    }
}
