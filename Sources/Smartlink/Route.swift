// One link as the fan's path reads it: flat, little-endian, no pointers. Made once per change of
// the link (`prepare`), kept in the store beside it, copied into the loops' caches, read in place.
//
//   offset  bytes  what
//        0      1  format version (`Route.format`)
//        1      1  flags: bit 0 disabled, bit 1 mode direct, bit 2 released at local midnight
//        2      1  destinations
//        3      1  rules
//        4      4  bytes in all
//        8      8  link id
//       16      8  link version
//       24      8  releaseAt, ms since 1970; Int64.min = none
//       32      8  platforms with a verified destination, bit = catalogue number
//       40      8  those of them that list territories
//       48      4  offset of the first rule
//       52      4  offset of the code
//       56      2  bytes of the code
//       58      2  bytes of the search words, behind the code: artist and title, percent-encoded
//       60      8  account id
//       68      4  offset of the split (RouteSplit.swift), 0 = none
//       72      1  shares of the split
//       73      3  0
//       76      …  destinations, then code, words, country sets, URLs, rules, split
//
//   destination
//        0      1  platform number
//        1      1  0
//        2      2  bytes of the bare URL
//        4      4  offset of the bare URL: the artist's, partner and UTM parameters taken out
//        8      4  offset of the tagged URL: affiliate and UTM parameters put in
//       12      2  bytes of the tagged URL
//       14      2  0
//       16      4  offset of its country set (`CountrySet`), 0 = everywhere
//
//   rule (one behind the other, in the link's order)
//        0      2  bytes of this rule
//        2      1  target: platform number, 0 = page, 255 = a platform the catalogue does not know
//        3      1  bit 0 asks about in-app, bit 1 which, bit 2 asks for a country
//        4      1  operating systems, bit = number; 0 asks nothing
//        5      1  languages
//        6      1  referrer hosts
//        7      1  channels
//        8      8  after, ms; Int64.min asks nothing
//       16      8  before, ms; Int64.max asks nothing
//       24      …  country set if asked (88), languages (4 each), hosts, channels (length, bytes)
public import Bytes

/// Reading a prepared route. Damaged bytes give wrong answers but never a fault: every read is
/// checked.
public enum Route {
    /// Counts changes of the format above.
    public static let format: UInt8 = 2
    static let headBytes = 76
    static let destinationBytes = 20
    static let ruleHeadBytes = 24
    /// The longest bare or tagged URL; longer tagged ones fall back to the bare one.
    public static let urlBytesMax = 2048
    static let searchWordsBytesMax = 512
    /// The longest route a valid link has; `validate` refuses more.
    public static let bytesMax = 65_536

    /// Whether these bytes are a whole route of this format.
    @_noLocks
    public static func isCurrent(_ route: RawSpan) -> Bool {
        guard route.byte(0) == 2, route.byteCount >= 76 else { return false }
        return route.integer(4, bytes: 4) == UInt64(truncatingIfNeeded: route.byteCount)
    }

    @_noLocks
    public static func link(_ route: RawSpan) -> Int64 { Int64(bitPattern: route.word(8)) }

    @_noLocks
    public static func version(_ route: RawSpan) -> Int64 { Int64(bitPattern: route.word(16)) }

    /// The artist's account.
    @_noLocks
    public static func account(_ route: RawSpan) -> Int64 { Int64(bitPattern: route.word(60)) }

    /// The link's code, to tell links apart whose hashes collide.
    @_noLocks
    public static func code(_ route: RawSpan) -> ByteSlice {
        ByteSlice(
            offset: Int(route.integer(52, bytes: 4)), count: Int(route.integer(56, bytes: 2)))
    }

    @_noLocks
    public static func isDisabled(_ route: RawSpan) -> Bool { route.byte(1) & 1 != 0 }

    @_noLocks
    static func isDirect(_ route: RawSpan) -> Bool { route.byte(1) & 2 != 0 }

    /// Whether the release is still to come, there where clocks are that far ahead of UTC: a local release is at the
    /// first moment of its UTC date by those clocks.
    @_noLocks
    public static func isBeforeRelease(
        _ route: RawSpan, at now: Instant, minutesAhead: Int64
    ) -> Bool {
        let releaseAt = Int64(bitPattern: route.word(24))
        if releaseAt <= 0 { return now.ms < releaseAt }
        if route.byte(1) & 4 == 0 { return now.ms < releaseAt }
        return now.ms &+ minutesAhead &* 60_000 < releaseAt &- releaseAt % 86_400_000
    }

    @_noLocks
    static func searchWords(_ route: RawSpan) -> ByteSlice {
        let code = code(route)
        return ByteSlice(offset: code.upperBound, count: Int(route.integer(58, bytes: 2)))
    }

    /// Offset of a platform's destination entry; -1 if it has none.
    @_noLocks
    static func destination(_ route: RawSpan, on platform: UInt8) -> Int {
        var place = 76
        let end = 76 &+ Int(route.byte(2)) &* 20
        while place < end {
            if route.byte(place) == platform { return place }
            place &+= 20
        }
        return -1
    }

    /// Whether the link has a verified destination on that platform for that country, and the
    /// platform exists there. An unknown country counts as everywhere.
    @_noLocks
    public static func reaches(
        _ platform: UInt8, _ route: RawSpan, from country: ShortCode, catalogue: HotCatalogue
    ) -> Bool {
        guard platform > 0, platform < 64,
            route.word(32) &>> UInt64(truncatingIfNeeded: platform) & 1 == 1,
            catalogue.exists(platform, in: country)
        else { return false }
        guard route.word(40) &>> UInt64(truncatingIfNeeded: platform) & 1 == 1,
            CountrySet.place(country) >= 0
        else {
            return true
        }
        let entry = destination(route, on: platform)
        guard entry >= 0 else { return false }
        return CountrySet.holds(
            country, in: route, at: Int(route.integer(entry &+ 16, bytes: 4)))
    }

    /// The platforms a fan in that country can be sent to, bit = catalogue number.
    @_noLocks
    public static func reachable(
        _ route: RawSpan, from country: ShortCode, catalogue: HotCatalogue
    ) -> UInt64 {
        var mask: UInt64 = 0
        var rest = route.word(32)
        while rest != 0 {
            let platform = UInt8(truncatingIfNeeded: rest.trailingZeroBitCount)
            rest &= rest &- 1
            if reaches(platform, route, from: country, catalogue: catalogue) {
                mask |= 1 &<< UInt64(truncatingIfNeeded: platform)
            }
        }
        return mask
    }
}
