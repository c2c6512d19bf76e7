// Stand-ins for the streaming platforms: each speaks its platform's documented API, keeps what it is asked to
// save in memory, and breaks on request. Nothing here reaches a real platform, and every page says so.
//
//   platform       apiBase          calls below it     authorizeUrl                     tokenUrl
//   spotify        /spotify         /v1/…              /spotify/authorize               /spotify/api/token
//   apple-music    /apple-music     /v1/…              (by script: /apple-music/musickit.js)
//   tidal          /tidal           /v2/…              /tidal/authorize                 /tidal/v1/oauth2/token
//   deezer         /deezer          /…                 /deezer/oauth/auth.php           /deezer/oauth/access_token.php
//   soundcloud     /soundcloud      /…                 /soundcloud/authorize            /soundcloud/oauth/token
//   youtube-music  /youtube-music   /youtube/v3/…      /youtube-music/o/oauth2/v2/auth  /youtube-music/token
//   youtube        /youtube         /youtube/v3/…      /youtube/o/oauth2/v2/auth        /youtube/token
//   amazon-music   /amazon-music    /v1/…              /amazon-music/ap/oa              /amazon-music/auth/o2/token
//
// An adapter that counts the version to its base takes it from there: /spotify/v1, /tidal/v2.
//
//   GET  /                 a page for people           POST /admin/catalogue   adds a release
//   GET  /admin/library    what was saved, how often   POST /admin/faults      breaks what comes next
//   GET  /admin/requests   what was asked              POST /admin/fans        makes fans who have agreed
//                                                      DELETE /admin/faults    mends everything
//                                                      POST /admin/reset       forgets everything
//
// Any route of a platform takes `?fault=` as well. Amazon documents no way to save, so its stand-in has none;
// Pandora and Bandcamp let nobody save from outside and have no stand-in.
public import HTTP
public import Smartlink

/// What the stand-ins need of the world.
public struct SandboxSurroundings: Sendable {
    public var now: @Sendable () -> Instant
    /// SHA-256, for PKCE.
    public var digest: @Sendable ([UInt8]) -> [UInt8]
    /// Waits for so many seconds.
    public var pause: @Sendable (Double) async -> Void
    /// Where tokens and codes begin; a fixed one makes a run repeatable.
    public var seed: UInt64

    public init(
        seed: UInt64, now: @escaping @Sendable () -> Instant,
        digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        pause: @escaping @Sendable (Double) async -> Void
    ) {
        self.seed = seed
        self.now = now
        self.digest = digest
        self.pause = pause
    }
}

/// The door to all stand-ins.
public struct SandboxPlane: ControlPlane {
    private let sandbox: Sandbox
    private let surroundings: SandboxSurroundings

    public init(_ surroundings: SandboxSurroundings) {
        self.surroundings = surroundings
        sandbox = Sandbox(House(surroundings))
    }

    public func bodyBytesMax(for method: Method, path: String) -> Int {
        SandboxLimits.bodyBytesMax
    }

    public func respond(to request: Request) async -> Response {
        let reply = await sandbox.answer(request, at: surroundings.now())
        if reply.pauseSeconds > 0 {
            await surroundings.pause(reply.pauseSeconds)
            await sandbox.endPause()
        }
        return reply.response
    }
}

/// An answer, and how long it is held back.
struct Reply: Sendable {
    var response: Response
    var pauseSeconds = 0.0
}

/// One request after the other: the state is small and no answer takes long.
actor Sandbox {
    private var house: House

    init(_ house: House) { self.house = house }

    func answer(_ request: Request, at now: Instant) -> Reply {
        house.answer(request, at: now)
    }

    func endPause() { house.pausing -= 1 }
}
