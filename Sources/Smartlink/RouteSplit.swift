// The test of variants as the fan's path reads it: a part of the route (Route.swift), behind its rules.
//
//   offset  bytes  what
//        0      8  start, ms since 1970
//        8      8  end, ms; Int64.max = none
//       16      …  shares, 16 bytes each, then their codes
//
//   share
//        0      8  the variant's link id
//        8      2  weight
//       10      2  bytes of the variant's code
//       12      4  offset of the code, within the route
//
// Nothing here draws a number: chance comes in as one, so that the same number means the same variant.
public import Bytes

/// One variant that takes part in a test; its code is a slice of the route.
@frozen
public struct RouteShare: Sendable, BitwiseCopyable {
    /// Its place in the split; -1 for no variant at all.
    public var place: Int
    /// The variant's link id.
    public var link: Int64
    public var code: ByteSlice

    @inlinable @_noLocks
    public init(place: Int, link: Int64, code: ByteSlice) {
        self.place = place
        self.link = link
        self.code = code
    }

    /// No variant.
    public static var none: RouteShare {
        @inlinable @_noLocks get { RouteShare(place: -1, link: 0, code: .none) }
    }
}

extension Route {
    static let splitHeadBytes = 16
    static let shareBytes = 16

    /// Whether the link's visits are dealt out among variants at that moment.
    @_noLocks
    public static func isSplit(_ route: RawSpan, at now: Instant) -> Bool {
        guard route.byte(72) > 0 else { return false }
        let split = Int(route.integer(68, bytes: 4))
        if now.ms < Int64(bitPattern: route.word(split)) { return false }
        return now.ms < splitEnd(route)
    }

    /// When the test is over, ms since 1970; Int64.max for one without an end. Meaningful where there is a split.
    @_noLocks
    public static func splitEnd(_ route: RawSpan) -> Int64 {
        Int64(bitPattern: route.word(Int(route.integer(68, bytes: 4)) &+ 8))
    }

    @_noLocks
    private static func share(_ place: Int, _ route: RawSpan) -> RouteShare {
        let entry = Int(route.integer(68, bytes: 4)) &+ 16 &+ place &* 16
        return RouteShare(
            place: place, link: Int64(bitPattern: route.word(entry)),
            code: ByteSlice(
                offset: Int(route.integer(entry &+ 12, bytes: 4)),
                count: Int(route.integer(entry &+ 10, bytes: 2))))
    }

    @_noLocks
    private static func weight(_ place: Int, _ route: RawSpan) -> UInt64 {
        route.integer(Int(route.integer(68, bytes: 4)) &+ 24 &+ place &* 16, bytes: 2)
    }

    /// The variant whose code that is, `none` if none of the split is called so.
    @_noLocks
    public static func share(
        named name: ByteSlice, in request: RawSpan, _ route: RawSpan
    ) -> RouteShare {
        guard name.count > 0 else { return .none }
        var place = 0
        while place < Int(route.byte(72)) {
            let share = share(place, route)
            if route.equals(share.code, request, name) { return share }
            place &+= 1
        }
        return .none
    }

    /// The variant that `draw`, any number, falls to by weight; those whose bit is set in `gone` have none.
    @_noLocks
    public static func share(
        drawn draw: UInt64, without gone: UInt8, _ route: RawSpan
    ) -> RouteShare {
        let shares = Int(route.byte(72))
        var total: UInt64 = 0
        var place = 0
        while place < shares {
            if gone &>> UInt8(truncatingIfNeeded: place) & 1 == 0 {
                total &+= weight(place, route)
            }
            place &+= 1
        }
        // Weights add up to far less than 2^32, so the product of the upper half fits.
        var rest = ((draw &>> 32) &* total) &>> 32
        place = 0
        while place < shares {
            if gone &>> UInt8(truncatingIfNeeded: place) & 1 == 0 {
                let weight = weight(place, route)
                if rest < weight { return share(place, route) }
                rest &-= weight
            }
            place &+= 1
        }
        return .none
    }

    /// Appends the split, if there is one; a share nobody has looked up is left out.
    static func append(_ split: Split?, to out: inout FlatBytes) {
        guard let split else { return }
        let shares = split.variants.filter { $0.link != 0 }.prefix(LinkLimits.sharesMax)
        guard !shares.isEmpty else { return }
        let start = out.count
        out.put(start, at: 68, bytes: 4)
        out.put(shares.count, at: 72, bytes: 1)
        out.append([UInt8](repeating: 0, count: splitHeadBytes + shares.count * shareBytes))
        out.put(Int(split.start.ms), at: start, bytes: 8)
        out.put(Int(split.endsAt?.ms ?? .max), at: start + 8, bytes: 8)
        for (place, share) in shares.enumerated() {
            let entry = start + splitHeadBytes + place * shareBytes
            let code = Array(share.variant.text.utf8)
            out.put(Int(share.link), at: entry, bytes: 8)
            out.put(share.weight, at: entry + 8, bytes: 2)
            out.put(code.count, at: entry + 10, bytes: 2)
            out.put(out.count, at: entry + 12, bytes: 4)
            out.append(code)
        }
    }
}
