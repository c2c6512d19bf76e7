import Synchronization

/// Times sorted into fixed buckets, counted from any thread.
public final class Histogram: Sendable {
    /// Upper bounds in seconds, ascending; one more bucket holds what is above them.
    public let bounds: [Double]
    private let buckets: [Counter]
    private let nanoseconds = Counter()

    /// From 50 µs, a redirect's time, to 10 s.
    public static let requestBounds: [Double] = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
        0.5, 1, 2.5, 5, 10,
    ]

    public init(bounds: [Double] = Histogram.requestBounds) {
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    public func observe(seconds: Double) {
        let place = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        buckets[place].add()
        nanoseconds.add(Int(max(0, min(seconds, 1e6)) * 1e9))
    }

    public var snapshot: HistogramSnapshot {
        HistogramSnapshot(
            bounds: bounds, counts: buckets.map(\.value),
            sumSeconds: Double(nanoseconds.value) / 1e9)
    }
}

/// What a histogram held at one moment; also the form in which other rooms hand over their own buckets.
public struct HistogramSnapshot: Equatable, Sendable {
    /// Upper bounds in seconds, ascending.
    public var bounds: [Double]
    /// One count per bound, not cumulated, and one for what is above them all.
    public var counts: [UInt64]
    public var sumSeconds: Double

    public init(bounds: [Double], counts: [UInt64], sumSeconds: Double) {
        self.bounds = bounds
        self.counts = counts
        self.sumSeconds = sumSeconds
    }

    /// Adds another one of the same bounds; one of other bounds changes nothing.
    public static func += (one: inout HistogramSnapshot, other: HistogramSnapshot) {
        guard one.bounds == other.bounds, one.counts.count == other.counts.count else { return }
        for place in one.counts.indices { one.counts[place] += other.counts[place] }
        one.sumSeconds += other.sumSeconds
    }
}
