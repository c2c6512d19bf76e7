public import Smartlink

/// What the writer has done so far, for `/metrics`.
public struct EventFigures: Sendable {
    /// Events written, by kind.
    public internal(set) var written: [Event.Kind: UInt64] = [:]
    /// Events waiting to be written.
    public internal(set) var held = 0
    /// Events lost because the bound of what may be held was reached.
    public internal(set) var dropped: UInt64 = 0
    /// Whether replies go out without waiting for the disk.
    public internal(set) var isStalled = false
    /// Time a batch's transaction took.
    public internal(set) var commitSeconds = Histogram()

    /// Counts per bucket, in the form Prometheus wants them: each bucket holds those before it.
    public struct Histogram: Sendable {
        /// Upper bounds in seconds; what is longer is in `count` alone.
        public static let bounds = [
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
        ]
        public internal(set) var buckets = [UInt64](repeating: 0, count: bounds.count)
        public internal(set) var count: UInt64 = 0
        public internal(set) var sum = 0.0

        mutating func observe(_ seconds: Double) {
            count += 1
            sum += seconds
            for place in buckets.indices where seconds <= Self.bounds[place] {
                buckets[place] += 1
            }
        }
    }
}
