// What the server keeps of one connection: this struct, one wheel entry and nothing else while it
// is idle.
import Bytes
import HTTP

/// Where a connection stands. It is in one phase at a time, which is what keeps its answers in
/// order.
enum Phase: UInt8 {
    case free
    /// Between requests, or in a head.
    case reading
    /// Answered; the reply waits in the arena for its commitment.
    case held
    /// The reply waits for the peer to take it.
    case sending
    /// In a body.
    case body
    /// The control plane works at it.
    case answering
    /// Refused; what still comes is dropped.
    case lingering
}

struct ConnectionFlags: OptionSet {
    let rawValue: UInt16

    /// The epoll set knows it.
    static let watched = ConnectionFlags(rawValue: 1)
    /// The epoll set reports room for output too.
    static let watchedForOutput = ConnectionFlags(rawValue: 2)
    /// Bytes may be waiting in the kernel: an edge was seen and not read to its end.
    static let mayRead = ConnectionFlags(rawValue: 4)
    /// The peer sends nothing more; what came before is still answered.
    static let peerEnded = ConnectionFlags(rawValue: 8)
    /// What is kept of the input may hold whole requests.
    static let mayParse = ConnectionFlags(rawValue: 16)
    /// It stands in the list of the next turn.
    static let queued = ConnectionFlags(rawValue: 32)
    /// Close once the reply is out.
    static let closes = ConnectionFlags(rawValue: 64)
    /// Let the peer read the reply before the connection goes.
    static let lingers = ConnectionFlags(rawValue: 128)
    /// The peer is a trusted proxy.
    static let trusted = ConnectionFlags(rawValue: 256)
}

struct Connection {
    var descriptor: Int32 = -1
    /// Changes with every use of the slot: what was meant for an earlier connection misses this
    /// one.
    var generation: UInt32 = 0
    var phase = Phase.free
    var flags: ConnectionFlags = []
    /// Requests answered so far.
    var requests: UInt32 = 0
    /// When the present phase has lasted too long, in the loop's milliseconds.
    var deadlineMs: Int64 = 0
    /// Order of becoming idle.
    var idleOrder: UInt64 = 0
    var peer = PeerAddress(high: 0, low: 0)
    var headProgress = HeadProgress()
    /// Input that is no whole request yet.
    var kept = ByteBlock()
    /// What is left of a reply, from `sent`.
    var unsent = ByteBlock()
    /// Bytes of `unsent` that are gone; bytes dropped while lingering.
    var sent: UInt32 = 0
    /// The control plane's request or response.
    var exchange: Exchange?
}
