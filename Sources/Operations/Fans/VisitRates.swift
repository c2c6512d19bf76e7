public import Bytes
public import Smartlink
import Synchronization

/// How often one address may do what costs others something: begin pre-saves, have letters written.
public final class VisitRates: Sendable {
    private let table: Mutex<RateTable<PeerAddress>>

    /// A whole audience may share the one address of a hall or a mobile network.
    public init(_ rate: Rate = Rate(burst: 300, perMinute: 120)) {
        table = Mutex(RateTable(rate, subjectsMax: OperationLimits.rateSubjectsMax))
    }

    /// Takes a turn; otherwise the seconds until there is one.
    public func wait(_ peer: PeerAddress, at now: Instant) -> Int? {
        // One subscriber is one IPv4 address or one IPv6 /64.
        let source = peer.v4 == nil ? PeerAddress(high: peer.high, low: 0) : peer
        return table.withLock { $0.take(source, at: now) }
    }
}
