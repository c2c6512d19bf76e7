import Loopback
import Outbound
import Platforms
import Smartlink
import Testing

/// A platform on loopback that answers as recorded, and its adapter.
final class Stage: Sendable {
    typealias Request = LoopbackServer.Request
    typealias Reply = LoopbackServer.Reply

    let server: LoopbackServer
    let platform: any SavingPlatform
    static let now = Instant(ms: 1_800_000_000_000)
    private static let outbound = try? Outbound(version: "1")

    /// `answer` is asked what nobody else answers.
    init(
        _ id: String, _ change: (inout PlatformCredentials) -> Void = { _ in },
        _ answer: @escaping @Sendable (Request) -> Reply
    ) throws {
        server = LoopbackServer(answer)
        var credentials = PlatformCredentials()
        credentials.clientId = "app"
        credentials.clientSecret = "app-secret"
        credentials.teamId = "TEAM000001"
        credentials.keyId = "KEY0000001"
        credentials.privateKey = Stage.privateKey
        credentials.apiBase = server.url
        credentials.authorizeUrl = "\(server.url)/authorize"
        credentials.tokenUrl = "\(server.url)/token"
        change(&credentials)
        platform = try PlatformAdapters.adapter(
            id, credentials, over: #require(Self.outbound), clock: { Self.now })
    }

    deinit { server.stop() }

    var lines: [String] { server.requests.map { "\($0.method) \($0.target)" } }

    func save(
        _ target: SaveTarget, market: String? = nil, key: String = "save-1"
    ) async -> SaveOutcome {
        var grant = TokenGrant(access: "fan-token", refresh: "r", authorisedAt: Self.now)
        grant.market = market
        return await platform.save(target, with: grant, key: key)
    }

    func save(
        _ targets: [SaveTarget], market: String? = nil, key: String = "batch"
    ) async -> [SaveOutcome]? {
        var grant = TokenGrant(access: "fan-token", refresh: "r", authorisedAt: Self.now)
        grant.market = market
        return await platform.save(targets, with: grant, key: key)
    }

    func follow(
        _ target: SaveTarget, market: String? = nil, key: String = "save-1-follow"
    ) async -> FollowOutcome {
        var grant = TokenGrant(access: "fan-token", refresh: "r", authorisedAt: Self.now)
        grant.market = market
        return await platform.follow(target, with: grant, key: key)
    }

    func redeem() async -> Result<TokenGrant, GrantRefusal> {
        do throws(GrantRefusal) {
            return .success(
                try await platform.redeem(
                    code: "c", verifier: "v", redirect: "https://m.example/back", at: Self.now))
        } catch { return .failure(error) }
    }

    func renew(_ grant: TokenGrant) async -> Result<TokenGrant, GrantRefusal> {
        do throws(GrantRefusal) {
            return .success(try await platform.renew(grant, at: Self.now))
        } catch { return .failure(error) }
    }

    /// Good for that long yet.
    static func grant(seconds: Int64, refresh: String? = "old") -> TokenGrant {
        var grant = TokenGrant(
            access: "a", refresh: refresh, authorisedAt: Instant(ms: now.ms - 86_400_000))
        grant.expiresAt = Instant(ms: now.ms + seconds * 1_000)
        grant.market = "de"
        return grant
    }

    /// Made for these tests; it signs nothing else.
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDgS3z5y3xdB8Jkv/
        zxvnStXpFsYzY/Q1tAyY+VTvLsKhRANCAARJPCQikXMbkT/KgQB7jR9q/RThhez+
        eBL1oT4w7t6hqJUU8uS7gnq2QRrxdm1SCib4U3pBvl/GI11lXmZaD5M7
        -----END PRIVATE KEY-----
        """
}

extension SaveTarget {
    static func track(_ url: String? = nil, isrc: String? = "USRC17607839") -> SaveTarget {
        SaveTarget(
            kind: .track, title: "Low Tide", artist: "Mira", isrc: isrc, upc: nil, url: url)
    }

    static func album(_ url: String? = nil, upc: String? = "602475093060") -> SaveTarget {
        SaveTarget(
            kind: .album, title: "Low Tide", artist: "Mira", isrc: nil, upc: upc, url: url)
    }
}
