/// All platforms and each device's order of them.
public struct Catalogue: Sendable {
    /// At most 63.
    public let platforms: [Platform]
    /// The same for the fan's path.
    public let hot: HotCatalogue
    /// Changes when a prepared route could come out differently: other platforms, orders or route
    /// format.
    public let fingerprint: UInt64

    public static let platformsMax = 63

    /// `orders`: platform ids per operating system, most likely first; the rest follow in
    /// `platforms`' order.
    public init(platforms: [Platform], orders: [OperatingSystem: [String]]) {
        self.platforms = platforms
        var ranked: [[Platform]] = []
        for os in OperatingSystem.allCases {
            let first = (orders[os] ?? []).compactMap { id in platforms.first { $0.id == id } }
            ranked.append(first + platforms.filter { !first.contains($0) })
        }
        self.ranked = ranked
        hot = HotCatalogue(platforms: platforms, orders: ranked.map { $0.map(\.number) })
        fingerprint = Self.fingerprint(of: platforms, ranked: ranked)
    }

    private let ranked: [[Platform]]

    public func platform(id: String) -> Platform? { platforms.first { $0.id == id } }
    public func platform(number: UInt8) -> Platform? { platforms.first { $0.number == number } }

    /// Every platform, the likeliest on such a device first.
    public func order(for os: OperatingSystem) -> [Platform] { ranked[Int(os.rawValue)] }

    /// The platform whose URLs live on `host`; of several the one that names the host most exactly.
    public func platform(owning host: String) -> Platform? {
        platforms.map { (platform: $0, bytes: $0.ownedBytes(of: host)) }
            .filter { $0.bytes > 0 }
            .max { $0.bytes < $1.bytes }?.platform
    }

    private static func fingerprint(of platforms: [Platform], ranked: [[Platform]]) -> UInt64 {
        // FNV-1a, 64 bits: stable over runs and machines, unlike the standard library's hashes.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String) {
            for byte in Array(text.utf8) + [0] {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        add("route \(Route.format)")
        for platform in platforms {
            add("\(platform.number) \(platform.id)")
            add(platform.searchURL ?? "")
            add(platform.territories.map(\.text).joined(separator: ","))
            add(platform.partnerParameters.joined(separator: ","))
        }
        for order in ranked { add(order.map(\.id).joined(separator: ",")) }
        return hash
    }
}
