// A set of ISO 3166 alpha-2 codes as 676 bits in 88 bytes: one bit test, however many countries are
// listed.
internal import Bytes

/// Places of country codes in a set, and the set's bytes.
public enum CountrySet {
    public static let bytes = 88

    /// The bit of a country, 0 to 675; -1 for unknown and for anything but two letters A to Z.
    @_noLocks
    public static func place(_ country: ShortCode) -> Int {
        let first = Int(truncatingIfNeeded: country.rawValue & 0xFF) &- 65
        let second = Int(truncatingIfNeeded: country.rawValue &>> 8) &- 65
        guard first >= 0, first < 26, second >= 0, second < 26 else { return -1 }
        return first &* 26 &+ second
    }

    /// The set's bytes; codes that are not two letters are left out.
    public static func make(_ countries: some Sequence<ShortCode>) -> [UInt8] {
        var set = [UInt8](repeating: 0, count: bytes)
        for country in countries {
            let place = place(country)
            if place >= 0 { set[place >> 3] |= 1 << UInt8(place & 7) }
        }
        return set
    }

    /// Whether the set at `offset` of a prepared route holds the country.
    @_noLocks
    static func holds(_ country: ShortCode, in route: RawSpan, at offset: Int) -> Bool {
        let place = place(country)
        guard place >= 0 else { return false }
        return route.byte(offset &+ place &>> 3) &>> UInt8(truncatingIfNeeded: place & 7) & 1 == 1
    }
}
