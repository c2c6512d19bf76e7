public import HTTP

/// The server's bounds; every one a setting with this default.
public struct Limits: Sendable {
    /// Bounds of a request's head: 431, 414.
    public var head = HeadLimits()
    /// Connections held at once, over all loops; past them the one idle for longest is closed.
    public var connectionsMax = 32_768
    /// Requests answered on one connection before it is closed.
    public var requestsPerConnectionMax = 100_000
    /// Pipelined requests answered by one write.
    public var pipelinedRequestsMax = 64
    /// Requests the control plane works at, over all loops; more get 503.
    public var controlRequestsMax = 2_048
    /// From a connection's or a request's first byte to the end of its head: 408.
    public var headSecondsMax = 10.0
    /// From the end of a head to the end of its body: 408.
    public var bodySecondsMax = 120.0
    /// Between requests of a connection that is kept.
    public var idleSecondsMax = 75.0
    /// For a peer to take 64 KiB of a response, or the rest of it.
    public var writeSecondsMax = 30.0
    /// For a refused peer to read why, before its connection is reset.
    public var lingerSecondsMax = 2.0
    /// For requests in flight to be finished when the server ends.
    public var drainSecondsMax = 20.0

    public init() {}
}

extension Limits {
    /// Room every data-plane reply is sure of.
    static let replyBytesMax = 262_144
    /// Bytes read at once.
    static let readBytesMax = 65_536
    /// What a slow reader must take within `writeSecondsMax`.
    static let writeProgressBytes = 65_536
    /// A streamed body's parts are sent in pieces of this size at most, with other connections in between.
    static let pieceBytesMax = 262_144
    /// Bytes read and dropped after a refusal.
    static let lingerBytesMax = 1_048_576
    /// Replies that wait for their commitment or their peer, in bytes a loop.
    static let heldReplyBytesMax = 33_554_432
    /// Events taken from one wait.
    static let eventsMax = 256
    /// From this many replies of one turn on, the turn's commitment is awaited before more is read: reading on
    /// would only split what the next commit could cover at once.
    static let repliesAwaited = 12
    /// Longest time nothing is read for a commitment's sake.
    static let commitmentMsMax = 2
    /// A wait no longer than this has found what was ready before it.
    static let readyNsMax: Int64 = 30_000
    /// How often a turn of many looks again for what came meanwhile.
    static let gatheringsMax = 3
    /// Connections accepted in one turn.
    static let acceptsMax = 64
    /// Descriptors left to the rest of the process.
    static let descriptorsReserved = 64

    /// The wheel's tick, fine enough for the shortest of the bounds.
    var tickMs: Int64 {
        let shortest = min(
            headSecondsMax, bodySecondsMax, idleSecondsMax, writeSecondsMax, lingerSecondsMax)
        return min(250, max(10, Self.ms(shortest) / 4))
    }

    static func ms(_ seconds: Double) -> Int64 {
        Int64((seconds * 1000).rounded())
    }
}
