/// A moment: milliseconds since 1970-01-01T00:00:00Z. Comes in as a value; no room below floor 3 reads a clock.
@frozen
public struct Instant: Equatable, Hashable, Comparable, Sendable, BitwiseCopyable {
    public var ms: Int64

    @inlinable @_noLocks
    public init(ms: Int64) { self.ms = ms }

    @inlinable
    public static func < (one: Instant, other: Instant) -> Bool { one.ms < other.ms }

    /// Days since 1970-01-01, UTC.
    @inlinable public var day: Int64 { ms >= 0 ? ms / 86_400_000 : (ms &- 86_399_999) / 86_400_000 }
    /// Hours since 1970-01-01T00Z.
    @inlinable public var hour: Int64 { ms >= 0 ? ms / 3_600_000 : (ms &- 3_599_999) / 3_600_000 }
}
