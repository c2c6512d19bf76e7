public import Bytes

/// What routing needs to know of one request; its slices point into the request's bytes.
@frozen
public struct Visit: Sendable, BitwiseCopyable {
    public var now: Instant
    public var agent: Agent
    /// The platform `?to=` or a button names: catalogue number, 0 for none, `unknownPlatform` for a
    /// name that is no platform's.
    public var asked: UInt8 = 0
    /// Whether `?choose` stands in the query.
    public var choosing = false
    /// The platform the cookie names, 0 for none.
    public var remembered: UInt8 = 0
    /// Upper case; unknown where nobody knows.
    public var country: ShortCode = .unknown
    /// How far the fan's clocks are ahead of UTC; a release at local midnight goes by it.
    public var minutesAhead: Int64 = 0
    /// Primary subtag, lower case.
    public var language: ShortCode = .unknown
    /// Host of the Referer (`RefererHost.slice`).
    public var referrer: ByteSlice = .none
    /// Value of `ch` or `utm_source` as it stands in the query, percent-encoded.
    public var channel: ByteSlice = .none

    /// `asked` for a name that is no platform's.
    public static var unknownPlatform: UInt8 { @inlinable @_noLocks get { 255 } }

    @inlinable @_noLocks
    public init(now: Instant, agent: Agent) {
        self.now = now
        self.agent = agent
    }
}

/// The host inside a Referer value.
public enum RefererHost {
    /// The slice between `//` (and any user information) and the port, path or end (RFC 9110
    /// §10.1.3); `.none` if there is none.
    @_noLocks
    public static func slice(of referer: ByteSlice, in bytes: RawSpan) -> ByteSlice {
        let end = min(referer.upperBound, bytes.byteCount)
        var place = referer.lowerBound
        while place &+ 1 < end {
            if bytes.byte(place) == 0x2F { break }
            place &+= 1
        }
        guard place &+ 2 < end, bytes.byte(place) == 0x2F, bytes.byte(place &+ 1) == 0x2F else {
            return .none
        }
        place &+= 2
        var start = place
        var portAt = -1
        scan: while place < end {
            switch bytes.byte(place) {
            case 0x2F, 0x3F, 0x23: break scan
            case 0x40:
                start = place &+ 1
                portAt = -1
            case 0x3A: if portAt < 0 { portAt = place }
            default: break
            }
            place &+= 1
        }
        if portAt >= 0 { place = portAt }
        return place > start ? ByteSlice(offset: start, count: place &- start) : .none
    }
}
