// The two ways through the house. The server speaks to both and knows nothing of links.
//
//   data plane     synchronous, on the loop's own thread, no allocation: a fan opens a link
//   control plane  async, owned values: API, dashboard, static files, everything else
public import Bytes

/// What a data plane did with a request.
@frozen
public enum Answer: Equatable, Sendable {
    /// A whole response was appended to the sink. It may leave once `commitment` of this turn is
    /// durable; `waits` is false where nothing was recorded and the response may leave at once.
    case replied(waits: Bool)
    /// Not this plane's request: the control plane answers it. Nothing was appended.
    case passed
}

/// What the data plane needs to know of a connection besides the request's bytes.
@frozen
public struct Arrival: Sendable {
    /// The peer's address, or the one a trusted proxy vouches for. Never stored.
    public var peer: PeerAddress
    /// Whether the fan's own connection is https (a trusted proxy says so).
    public var isSecure: Bool
    /// Milliseconds since 1970, read once a turn.
    public var nowMs: Int64
    /// Whether a trusted proxy brought the request, so that what its fields vouch for may be believed.
    public var isVouched: Bool
    /// Whether the response must say `Connection: close` (HTTP/1.0, limit reached, drain).
    public var closes: Bool

    public init(
        peer: PeerAddress, isSecure: Bool, isVouched: Bool = false, nowMs: Int64, closes: Bool
    ) {
        self.peer = peer
        self.isSecure = isSecure
        self.isVouched = isVouched
        self.nowMs = nowMs
        self.closes = closes
    }
}

/// One event loop's fast path. Each loop owns one; no other thread ever calls it.
public protocol DataPlane: AnyObject {
    /// Answers one complete request that has no body.
    ///
    /// `head`'s slices point into `bytes`. The reply is a whole HTTP/1.1 message.
    func answer(
        _ head: borrowing RequestHead, in bytes: RawSpan, arrival: Arrival, reply: inout ByteSink
    ) -> Answer

    /// Hands the turn's events to the log and answers the commitment its replies wait for.
    /// Zero: nothing to wait for.
    func endTurn(nowMs: Int64) -> UInt64

    /// Makes what was handed over durable, or sees that it will be; false if the calling thread was caught by a slow
    /// disk and relieved meanwhile, so that it must not touch the loop any more.
    func commit(relieve: @escaping @Sendable () -> Bool) -> Bool

    /// The newest commitment that is durable, or that has been given up waiting for (SPEC §2: fans
    /// go on).
    var commitment: UInt64 { get }
}

/// Wakes a sleeping event loop from any thread; cheap to call twice.
public protocol Waker: AnyObject, Sendable {
    func wake()
}

/// The slow path: everything that is not a fan at a link.
public protocol ControlPlane: Sendable {
    /// How many body bytes this request may carry; more is refused with 413 before they are read.
    func bodyBytesMax(for method: Method, path: String) -> Int
    /// Always answers; a failure inside is a 500 problem that names nothing internal.
    func respond(to request: Request) async -> Response
}
