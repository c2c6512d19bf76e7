// A sandbox without sockets: a clock that stands, the same tokens every time, and a browser's way through consent.
import Bytes
import Crypto
import EventLoop
import HTTP
import Smartlink
import Testing

@testable import Sandbox

struct Stage {
    let plane: SandboxPlane
    let clock: Clock
    let pauses = Guarded<[Double]>([])

    /// Milliseconds that stand still until a test moves them.
    final class Clock: Sendable {
        private let ms = Guarded<Int64>(1_800_000_000_000)

        var now: Instant { Instant(ms: ms.withLock { $0 }) }

        func pass(ms more: Int64) { ms.withLock { $0 += more } }
    }

    init() {
        let clock = Clock()
        let pauses = pauses
        self.clock = clock
        plane = SandboxPlane(
            SandboxSurroundings(
                seed: 7, now: { clock.now }, digest: { SHA256.digest($0) },
                pause: { seconds in pauses.withLock { $0.append(seconds) } }))
    }

    func ask(
        _ method: HTTP.Method, _ target: String, _ fields: Fields = [:], body: String = ""
    ) async -> Answered {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? Target.pairs(form: Array(parts[1].utf8)) ?? [] : []
        let request = Request(
            method: method, path: String(parts[0]), query: query, fields: fields,
            body: Array(body.utf8), authority: "127.0.0.1:9700",
            arrival: Arrival(
                peer: PeerAddress(v4: 0x7F00_0001), isSecure: false, nowMs: clock.now.ms,
                closes: false))
        return Answered(await plane.respond(to: request))
    }

    func get(_ target: String, _ fields: Fields = [:]) async -> Answered {
        await ask(.get, target, fields)
    }

    /// A form as browsers and token clients send it.
    func post(_ target: String, form: String, _ fields: Fields = [:]) async -> Answered {
        var fields = fields
        fields["Content-Type"] = "application/x-www-form-urlencoded"
        return await ask(.post, target, fields, body: form)
    }

    func json(_ target: String, _ body: String, _ fields: Fields = [:]) async -> Answered {
        var fields = fields
        fields["Content-Type"] = "application/json"
        return await ask(.post, target, fields, body: body)
    }

    // MARK: Consent

    static let verifier = String(repeating: "v", count: 43)
    static let challenge = base64URL(SHA256.digest(Array(verifier.utf8)))
    static let redirect = "https://music.example/oauth/spotify/callback"

    /// What an application sends a browser to the consent page with.
    static func wish(_ change: [String: String?] = [:], scope: String = "user-library-modify")
        -> String
    {
        var pairs: [(String, String?)] = [
            ("client_id", SandboxSettings.clientID), ("redirect_uri", redirect),
            ("response_type", "code"), ("state", "s+1"), ("scope", scope),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
            ("access_type", "offline"),
        ]
        for (name, value) in change {
            pairs.removeAll { $0.0 == name }
            pairs.append((name, value))
        }
        return pairs.compactMap { name, value in
            value.map { "\(name)=\(PercentEncoding.encode($0))" }
        }.joined(separator: "&")
    }

    /// Agrees as `fan`; answers the code.
    func code(
        _ path: String, fan: String = "Ana", scope: String = "user-library-modify",
        _ change: [String: String?] = [:]
    ) async throws -> String {
        let form = Self.wish(change, scope: scope) + "&decision=allow&fan=\(fan)&market=DE"
        let answer = await post(path, form: form)
        #expect(answer.status == 302)
        let location = try #require(answer.fields["location"])
        let query = location.split(separator: "?").last ?? ""
        let pairs = Target.pairs(form: Array(query.utf8)) ?? []
        return try #require(pairs.first { $0.name == "code" }?.value, "\(location)")
    }

    static func redemption(_ code: String, _ change: [String: String?] = [:]) -> String {
        var pairs: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
            "code_verifier": verifier, "client_id": SandboxSettings.clientID,
            "client_secret": SandboxSettings.clientSecret,
        ]
        pairs.merge(change) { $1 }
        return pairs.compactMap { name, value in
            value.map { "\(name)=\(PercentEncoding.encode($0))" }
        }.joined(separator: "&")
    }

    static func renewal(_ token: String) -> String {
        "grant_type=refresh_token&refresh_token=\(token)&client_id=\(SandboxSettings.clientID)"
            + "&client_secret=\(SandboxSettings.clientSecret)"
    }

    /// Agrees and redeems.
    func tokens(
        authorize: String, token: String, fan: String = "Ana", scope: String
    ) async throws -> (access: String, refresh: String?) {
        let code = try await code(authorize, fan: fan, scope: scope)
        let answer = await post(token, form: Self.redemption(code))
        #expect(answer.status == 200, "\(answer.text)")
        return (try #require(answer.member("access_token")), answer.member("refresh_token"))
    }

    func spotify(scope: String = "user-library-modify user-follow-modify") async throws -> Fields {
        let tokens = try await tokens(
            authorize: "/spotify/authorize", token: "/spotify/api/token", scope: scope)
        return ["Authorization": "Bearer \(tokens.access)"]
    }

    func tidal(scope: String = "collection.write") async throws -> Fields {
        let tokens = try await tokens(
            authorize: "/tidal/authorize", token: "/tidal/v1/oauth2/token", scope: scope)
        return [
            "Authorization": "Bearer \(tokens.access)", "Content-Type": "application/vnd.api+json",
        ]
    }

    func soundcloud() async throws -> (fields: Fields, refresh: String) {
        let tokens = try await tokens(
            authorize: "/soundcloud/authorize", token: "/soundcloud/oauth/token", scope: "")
        return (["Authorization": "OAuth \(tokens.access)"], try #require(tokens.refresh))
    }

    func youtube(scope: String = "https://www.googleapis.com/auth/youtube") async throws -> Fields {
        let tokens = try await tokens(
            authorize: "/youtube-music/o/oauth2/v2/auth", token: "/youtube-music/token",
            scope: scope)
        return ["Authorization": "Bearer \(tokens.access)"]
    }

    /// The library's rows as `platform fan kind id ×count`.
    func library() async -> [String] {
        let text = await get("/admin/library").text
        return text.split(separator: "{\"platform\":").dropFirst().map { row in
            func member(_ name: String) -> String {
                let parts = row.split(separator: "\"\(name)\":", maxSplits: 1)
                return String(parts.last?.prefix { $0 != "," } ?? "").replacing("\"", with: "")
            }
            let platform = row.prefix { $0 != "," }.replacing("\"", with: "")
            return
                "\(platform) \(member("fan")) \(member("kind")) \(member("id")) ×\(member("count"))"
        }
    }
}

/// What a client sees of a response.
struct Answered {
    let status: Int
    let fields: Fields
    let bytes: [UInt8]

    init(_ response: Response) {
        status = response.status
        fields = response.fields
        if case .bytes(let bytes) = response.body { self.bytes = bytes } else { bytes = [] }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of the first member of that name, whatever object it stands in.
    func member(_ name: String) -> String? {
        guard let range = text.firstRange(of: "\"\(name)\":\"") else { return nil }
        return String(text[range.upperBound...].prefix { $0 != "\"" })
    }
}
