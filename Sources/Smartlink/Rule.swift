/// A link's own routing rule: all of its conditions must hold, the first rule that matches wins (SPEC §2.6).
public struct Rule: Equatable, Sendable {
    /// Each list matches when any of its values does; an empty list asks nothing.
    public var country: [ShortCode] = []
    public var os: [OperatingSystem] = []
    public var language: [ShortCode] = []
    /// Hosts; a host also stands for its subdomains.
    public var referrer: [String] = []
    public var channel: [String] = []
    public var inApp: Bool?
    public var after: Instant?
    public var before: Instant?
    public var to: Target

    public init(to: Target) { self.to = to }

    public enum Target: Equatable, Sendable {
        case platform(String)
        case page
    }
}

/// What the fan's device runs.
@frozen
public enum OperatingSystem: UInt8, Sendable, CaseIterable {
    case other, ios, android, macos, windows, linux, chromeos

    /// The raw value, within the fan's path.
    public var number: UInt8 { @inlinable @_noLocks get { rawValue } }

    public var name: String {
        switch self {
        case .other: "other"
        case .ios: "ios"
        case .android: "android"
        case .macos: "macos"
        case .windows: "windows"
        case .linux: "linux"
        case .chromeos: "chromeos"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
