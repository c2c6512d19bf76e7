public import Smartlink

/// Signs what fans carry about, and reads it back; one secret key behind both.
public struct FanTokens: Sendable {
    private let sign: @Sendable (_ payload: [UInt8], _ purpose: String) -> String
    private let read: @Sendable (_ token: String, _ purpose: String) -> [UInt8]?

    public init(
        sign: @escaping @Sendable (_ payload: [UInt8], _ purpose: String) -> String,
        read: @escaping @Sendable (_ token: String, _ purpose: String) -> [UInt8]?
    ) {
        self.sign = sign
        self.read = read
    }

    /// What a signed token is good for; one made for another purpose is none.
    public enum Purpose: String, Sendable {
        /// The fan's own page, and their cookie.
        case fan
        /// Confirms addresses.
        case confirm
        /// Ends subscriptions.
        case stop
        /// OAuth's `state`.
        case state
    }

    public func make(_ numbers: [Int64], for purpose: Purpose) -> String {
        sign(numbers.flatMap(Self.bytes), purpose.rawValue)
    }

    /// The numbers a token was made of; nil for anything else.
    public func numbers(of token: String, for purpose: Purpose) -> [Int64]? {
        guard let payload = read(token, purpose.rawValue), !payload.isEmpty,
            payload.count % 8 == 0, payload.count <= 8 * OperationLimits.tokenNumbersMax
        else { return nil }
        return stride(from: 0, to: payload.count, by: 8).map { start in
            payload[start..<start + 8].reduce(0) { $0 << 8 | Int64($1) }
        }
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) }
    }
}

/// The verbs about fans, over the stores they work on.
public struct FanActions: Sendable {
    public let fans: any FanStore
    public let links: any LinkStore
    public let vault: any Vault
    public let zones: any ZoneSource
    public let tokens: FanTokens
    public let surroundings: Surroundings
    /// The platforms fans can be saved on directly, as configured now, by id.
    public let platforms: @Sendable () -> [String: any SavingPlatform]
    /// `https://music.example.org`, without a slash at its end.
    public let baseURL: @Sendable () -> String
    /// Removes what lies outside the store under addresses that are erased.
    let forget: @Sendable (_ addresses: Set<String>) -> Void
    /// Hears that a fan agreed and the platform gave no grant for it.
    let refused: @Sendable (_ platform: String, _ refusal: GrantRefusal) -> Void

    public init(
        fans: any FanStore, links: any LinkStore, vault: any Vault, zones: any ZoneSource,
        tokens: FanTokens, surroundings: Surroundings,
        platforms: @escaping @Sendable () -> [String: any SavingPlatform],
        baseURL: @escaping @Sendable () -> String,
        forget: @escaping @Sendable (_ addresses: Set<String>) -> Void = { _ in },
        refused: @escaping @Sendable (_ platform: String, _ refusal: GrantRefusal) -> Void = {
            _, _ in
        }
    ) {
        self.forget = forget
        self.refused = refused
        self.fans = fans
        self.links = links
        self.vault = vault
        self.zones = zones
        self.tokens = tokens
        self.surroundings = surroundings
        self.platforms = platforms
        self.baseURL = baseURL
    }

    /// The address platforms send fans back to (SPEC §8); registered with them to the letter.
    public func redirect(to platform: String) -> String {
        "\(baseURL())/oauth/\(platform)/callback"
    }

    /// A random positive number: ids of fans, saves and subscriptions.
    func randomID() -> Int64 {
        let number = surroundings.random(8).reduce(0) { $0 << 8 | UInt64($1) }
        return max(1, Int64(truncatingIfNeeded: number >> 1))
    }

    /// How a platform can be promised for a release: directly only where the operator has an app there and the fan's
    /// authorisation lives long enough (PLATFORMS: Spotify's dies after six months).
    public func mode(of platform: String, for link: Link, at now: Instant) -> Save.Mode {
        guard let adapter = platforms()[platform], Self.canBeFound(link, on: platform) else {
            return .reminder
        }
        let grant = TokenGrant(access: "", authorisedAt: now)
        guard let dies = adapter.dies(grant), let releaseAt = link.releaseAt else { return .direct }
        // A local release ends up to 14 hours after its date began in UTC.
        return dies.ms > releaseAt.ms + 86_400_000 ? .direct : .reminder
    }

    /// Whether the platform can be told what to save: by the link's own address there, or by a code.
    private static func canBeFound(_ link: Link, on platform: String) -> Bool {
        if link.destinations.contains(where: { $0.platform == platform && $0.status == .verified })
        {
            return true
        }
        switch link.kind {
        case .track: return link.isrc != nil
        case .album: return link.upc != nil
        case .playlist: return false
        }
    }
}

/// What a request tells of the fan who sent it.
public struct FanTrace: Equatable, Sendable {
    /// The fan their cookie names, if it was signed here.
    public var fan: Int64?
    public var locale: String
    /// IANA name, from the browser's script; may be anything.
    public var zone: String?
    public var country: ShortCode

    public init(fan: Int64?, locale: String, zone: String?, country: ShortCode) {
        self.fan = fan
        self.locale = locale
        self.zone = zone
        self.country = country
    }
}

extension FanActions {
    /// The fan of a request: the one they were, with what is known newly, or a new one.
    func fan(of trace: FanTrace) async throws(Failure) -> Fan {
        var fan = Fan(id: randomID(), locale: trace.locale, createdAt: surroundings.now())
        if let id = trace.fan, let known = try await fans.fan(id) { fan = known }
        fan.locale = trace.locale
        if let zone = trace.zone, Zone.isName(zone), zones.zone(named: zone) != nil {
            fan.zone = zone
        }
        if trace.country != .unknown { fan.country = trace.country }
        try await fans.keep(fan)
        return fan
    }

    /// A link that still takes pre-saves from this fan; nil once it is out for them.
    func due(_ link: Link, for fan: Fan) -> Instant? {
        guard !link.isDisabled, link.releaseAt != nil else { return nil }
        let due = dueMoment(of: link, for: fan, zones: zones)
        return due > surroundings.now() ? due : nil
    }
}
