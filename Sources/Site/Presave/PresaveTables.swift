internal import Pages
public import Smartlink

/// What the operator's set-up allows a page to promise before a release.
public struct PresaveTables: Sendable {
    /// How a platform can be promised for a link.
    let mode: @Sendable (_ platform: String, Link, Instant) -> Save.Mode
    /// Apple's token for MusicKit JS; nil without a key.
    let developerToken: @Sendable () -> String?
    let scriptURL: String
    /// Whether letters can go out at all.
    let takesAddresses: Bool
    /// Whether the platforms are stand-ins.
    let isSandbox: Bool

    /// Nothing but what the page shows anyway.
    public init() {
        mode = { _, _, _ in .reminder }
        developerToken = { nil }
        scriptURL = AppleMusicPage.scriptURL
        takesAddresses = false
        isSandbox = false
    }

    public init(
        scriptURL: String?, isSandbox: Bool, developerToken: @escaping @Sendable () -> String?,
        mode: @escaping @Sendable (_ platform: String, Link, Instant) -> Save.Mode
    ) {
        self.mode = mode
        self.developerToken = developerToken
        self.scriptURL = scriptURL ?? AppleMusicPage.scriptURL
        takesAddresses = true
        self.isSandbox = isSandbox
    }

    /// The platforms of a link before its release, in that order: those it names, or all there are.
    func offers(on platforms: [Platform], for link: Link, at now: Instant) -> [PresaveOffer] {
        let named = Set(link.destinations.map(\.platform))
        return platforms.filter { named.isEmpty || named.contains($0.id) }.map { platform in
            PresaveOffer(
                platform: platform, mode: mode(platform.id, link, now),
                href: "/link/\(link.code)/presave/\(platform.id)")
        }
    }
}
