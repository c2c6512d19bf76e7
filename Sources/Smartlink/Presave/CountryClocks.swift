// How far each country's clocks are ahead of UTC now, as the fan's path looks it up: 26 × 26 numbers, one a pair of
// letters. A release at local midnight opens its link by them, since no browser says its zone before it has a page.
internal import Bytes

/// One moment's clocks of the world.
public struct CountryClocks: ~Copyable, Sendable {
    private let minutes: FrozenBytes

    private static let letters = 26

    /// Everybody in UTC.
    public init() { minutes = FrozenBytes([]) }

    public init(_ zones: any ZoneSource, at now: Instant) {
        minutes = FrozenBytes(
            halves: Self.minutes(zones, at: now).map { UInt16(bitPattern: $0) })
    }

    /// Whether these are still the clocks at `now`.
    public func hold(_ zones: any ZoneSource, at now: Instant) -> Bool {
        let present = Self.minutes(zones, at: now)
        return present.indices.allSatisfy {
            minutes.half($0) == UInt16(bitPattern: present[$0])
        }
    }

    /// Minutes ahead of UTC; 0 for an unknown country.
    @_noLocks
    public func minutesAhead(in country: ShortCode) -> Int64 {
        let first = Int(country.rawValue & 0xFF) &- 65
        let second = Int(country.rawValue >> 8 & 0xFF) &- 65
        if first < 0 { return 0 }
        if first > 25 { return 0 }
        if second < 0 { return 0 }
        if second > 25 { return 0 }
        return Int64(Int16(truncatingIfNeeded: minutes.half(first &* 26 &+ second)))
    }

    private static func minutes(_ zones: any ZoneSource, at now: Instant) -> [Int16] {
        (0..<letters * letters).map { place in
            let code = ShortCode(
                rawValue: UInt32(65 + place / letters) | UInt32(65 + place % letters) << 8)
            let offset = zones.zone(ofCountry: code)?.offset(at: now.ms / 1_000) ?? 0
            return Int16(clamping: offset / 60)
        }
    }
}
