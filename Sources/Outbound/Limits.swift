/// What a request to the outside may take of time, memory and connections.
enum Limits {
    /// Resolving the name and connecting.
    static let connectMsMax = 5_000
    /// A whole transfer, waiting for its turn included, where the request says nothing.
    static let totalMs = 15_000
    /// The longest a request may ask for.
    static let totalMsMax = 120_000
    /// A body, where the request says nothing.
    static let responseBytes = 1 << 20
    /// The fields of a response, all answers of one transfer together.
    static let fieldBytesMax = 64 << 10
    static let urlBytesMax = 8_192
    static let redirectsMax = 3

    /// Connections to one host, and transfers to it at once; the others wait their turn.
    static let hostConnectionsMax = 32
    static let connectionsMax = 128
    /// Connections to the operator's mail server at once: such servers count them.
    static let letterConnectionsMax = 4
    /// Transfers waiting for their turn; beyond it a request is refused.
    static let waitingMax = 10_000
    /// Handles kept for the next transfers.
    static let handlesKept = 64
    /// How often transfers that wait are looked through for those whose time is over.
    static let pauseMs: Int32 = 1_000

    /// A letter's whole delivery: a receiver may take minutes to look through it (RFC 5321 §4.5.3.2).
    static let letterMsMax = 120_000
    static let letterConnectMsMax = 60_000
    static let letterBytesMax = 1 << 20
    /// A path of an address and its parts (RFC 5321 §4.5.3.1).
    static let addressBytesMax = 254
    /// Names tried for a file of the outbox.
    static let nameAttemptsMax = 16
}
