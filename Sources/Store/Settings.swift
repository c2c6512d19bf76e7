public import Smartlink

/// What an event's commitment survives.
public enum Durability: String, Sendable, CaseIterable {
    /// A power cut: each commit waits for the disk (`synchronous=FULL`).
    case power
    /// The end of the process, however sudden, but not the machine's (`synchronous=NORMAL`).
    case process
}

/// How a store is opened.
public struct Settings: Sendable {
    /// The data folder; made if it is not there.
    public var folder: String
    public var durability: Durability = .power
    public var role: Role = .server
    /// Bytes of events held while the disk does not take them; more are dropped and counted.
    public var heldBytesMax = 16 << 20
    /// How long a reply waits for its commit.
    public var commitMsMax = 50
    /// The wall clock.
    public var now: @Sendable () -> Instant
    /// Told what the operator should know, one sentence each.
    public var log: @Sendable (String) -> Void = { _ in }
    /// Told each link that was made, changed or deleted, by whichever process.
    public var onLinkChange: @Sendable (Code) -> Void = { _ in }

    public init(folder: String, now: @escaping @Sendable () -> Instant) {
        self.folder = folder
        self.now = now
    }

    public enum Role: Sendable {
        /// Keeps the roll-ups and watches for other processes' changes.
        case server
        /// A command beside the server.
        case tool
    }
}

/// How links become prepared routes (`Route.prepare`), given by whoever knows the catalogue.
public struct RoutePreparation: Sendable {
    /// Changes whenever routes prepared earlier are out of date.
    public var fingerprint: UInt64
    public var prepare: @Sendable (Link) -> [UInt8]

    public init(fingerprint: UInt64, prepare: @escaping @Sendable (Link) -> [UInt8]) {
        self.fingerprint = fingerprint
        self.prepare = prepare
    }
}
