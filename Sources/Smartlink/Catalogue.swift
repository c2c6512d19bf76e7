/// All platforms and each device's order of them.
public struct Catalogue: Sendable {
    /// At most 63.
    public let platforms: [Platform]

    /// `orders`: platform ids per operating system, most likely first; the rest follow in `platforms`' order.
    public init(platforms: [Platform], orders: [OperatingSystem: [String]]) {
        self.platforms = platforms
        self.orders = orders
    }

    private let orders: [OperatingSystem: [String]]

    public func platform(id: String) -> Platform? { platforms.first { $0.id == id } }
    public func platform(number: UInt8) -> Platform? { platforms.first { $0.number == number } }
}
