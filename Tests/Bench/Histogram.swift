/// Latencies in nanoseconds with a relative error under 1 %, as HdrHistogram keeps them: 128 linear
/// steps per power of two.
struct Histogram {
    private static let stepBits = 7
    private static let steps = 1 << stepBits
    /// Up to 2^42 ns, over an hour; longer counts as that.
    private static let powers = 42 - stepBits
    private var counts = [UInt64](repeating: 0, count: (powers + 1) * steps)
    private(set) var count = 0
    private(set) var max: UInt64 = 0

    mutating func record(_ value: UInt64) {
        counts[Self.place(of: value)] &+= 1
        count += 1
        if value > max { max = value }
    }

    /// The smallest value that at least `percent` of all values do not exceed; 0 without values.
    func percentile(_ percent: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let wanted = UInt64((Double(count) * percent / 100).rounded(.up))
        var seen: UInt64 = 0
        for place in counts.indices {
            seen += counts[place]
            if seen >= wanted { return min(Self.highest(at: place), max) }
        }
        return max
    }

    private static func place(of value: UInt64) -> Int {
        let width = UInt64.bitWidth - value.leadingZeroBitCount
        if width <= stepBits { return Int(value) }
        let power = min(width - stepBits, powers)
        let step = Int(truncatingIfNeeded: value >> UInt64(power - 1)) & (steps * 2 - 1)
        // The leading bit of `step` is set, so each power fills the upper half of a doubled range.
        return min(power * steps + (step - steps), (powers + 1) * steps - 1)
    }

    private static func highest(at place: Int) -> UInt64 {
        let power = place / steps
        if power == 0 { return UInt64(place) }
        let low = UInt64(place % steps + steps) << UInt64(power - 1)
        return low + (1 << UInt64(power - 1)) - 1
    }
}
