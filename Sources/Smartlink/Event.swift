// The stored record of one visit, click-through, pre-save step or sign-up (SPEC §1), and its form on the way
// from a loop to the store. A batch is such records end to end, little-endian:
//
//   offset  bytes  what
//        0      8  at, ms since 1970
//        8      8  link id
//       16      8  visitor hash, 0 = none (Sec-GPC)
//       24      8  variant's link id, 0 = none
//       32      4  country, ShortCode
//       36      1  kind
//       37      1  reason
//       38      1  platform number, 0 = none
//       39      1  agent kind
//       40      1  operating system
//       41      1  bit 0: in-app browser, bits 4–7: class of bot
//       42      2  bytes of User-Agent   (at most Event.agentBytesMax)
//       44      2  bytes of referrer host (at most Event.referrerBytesMax)
//       46      2  bytes of channel      (at most Event.channelBytesMax)
//       48      …  the three strings
public import Bytes

/// One event's fixed part; its strings travel beside it.
@frozen
public struct Event: Equatable, Sendable, BitwiseCopyable {
    public var at: Instant
    public var link: Int64
    public var kind: Kind
    public var reason: Reason
    public var agent: Agent
    /// Catalogue number, 0 for none.
    public var platform: UInt8 = 0
    public var country: ShortCode = .unknown
    /// Keyed by a salt that lives one day; 0 where the fan asked not to be counted apart.
    public var visitor: UInt64 = 0
    /// The variant's link id; 0 for none.
    public var variant: Int64 = 0

    @inlinable @_noLocks
    public init(at: Instant, link: Int64, kind: Kind, reason: Reason, agent: Agent) {
        self.at = at
        self.link = link
        self.kind = kind
        self.reason = reason
        self.agent = agent
    }

    /// Numbers are stored: never renumber.
    @frozen
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A visit that was shown a page.
        case visit = 1
        /// A visit answered by a redirect: visit and click-through in one.
        case redirect = 2
        /// A button of the page.
        case clickThrough = 3
        case presaveStarted = 4
        case presaveAuthorised = 5
        case presaveQueued = 6
        case presaveFailed = 7
        case signup = 8

        /// The raw value, within the fan's path.
        public var number: UInt8 { @inlinable @_noLocks get { rawValue } }

        /// As the API, the log and the metrics call it (SPEC §4).
        public var name: String {
            switch self {
            case .visit: "visit"
            case .redirect: "redirect"
            case .clickThrough: "click_through"
            case .presaveStarted: "presave_started"
            case .presaveAuthorised: "presave_authorised"
            case .presaveQueued: "presave_queued"
            case .presaveFailed: "presave_failed"
            case .signup: "signup"
            }
        }
    }

    public static let headBytes = 48
    public static let agentBytesMax = 512
    public static let referrerBytesMax = 128
    public static let channelBytesMax = 64
    /// The longest record.
    public static let bytesMax = headBytes + agentBytesMax + referrerBytesMax + channelBytesMax
}

extension Event {
    /// Appends this event's record; strings longer than their limits are cut.
    @_noLocks
    public func append(
        to sink: inout ByteSink, strings: RawSpan, agent userAgent: ByteSlice, referrer: ByteSlice,
        channel: ByteSlice
    ) {
        let agentBytes = min(Int(userAgent.count), 512)
        let referrerBytes = min(Int(referrer.count), 128)
        let channelBytes = min(Int(channel.count), 64)
        sink.append(littleEndian: UInt64(bitPattern: at.ms), bytes: 8)
        sink.append(littleEndian: UInt64(bitPattern: link), bytes: 8)
        sink.append(littleEndian: visitor, bytes: 8)
        sink.append(littleEndian: UInt64(bitPattern: variant), bytes: 8)
        sink.append(littleEndian: UInt64(country.rawValue), bytes: 4)
        sink.append(kind.number)
        sink.append(reason.number)
        sink.append(platform)
        sink.append(agent.kind.number)
        sink.append(agent.os.number)
        sink.append((agent.isInApp ? 1 : 0) | agent.botClass.number &<< 4)
        sink.append(littleEndian: UInt64(agentBytes), bytes: 2)
        sink.append(littleEndian: UInt64(referrerBytes), bytes: 2)
        sink.append(littleEndian: UInt64(channelBytes), bytes: 2)
        sink.append(strings, ByteSlice(offset: userAgent.lowerBound, count: agentBytes))
        sink.append(strings, ByteSlice(offset: referrer.lowerBound, count: referrerBytes))
        sink.append(strings, ByteSlice(offset: channel.lowerBound, count: channelBytes))
    }

    /// One record of a batch: the event and where its strings lie.
    public struct Record: Sendable {
        public var event: Event
        public var agent: ByteSlice
        public var referrer: ByteSlice
        public var channel: ByteSlice
        /// Where the next record starts.
        public var end: Int
    }

    /// Reads the record at `offset`; nil at the end of the batch or if it is damaged.
    public static func record(in batch: RawSpan, at offset: Int) -> Record? {
        guard offset + headBytes <= batch.byteCount,
            let kind = Kind(rawValue: batch.byte(offset + 36)),
            let reason = Reason(rawValue: batch.byte(offset + 37)),
            let agentKind = Agent.Kind(rawValue: batch.byte(offset + 39)),
            let os = OperatingSystem(rawValue: batch.byte(offset + 40)),
            let botClass = BotClass(rawValue: batch.byte(offset + 41) >> 4)
        else { return nil }
        let agent = Agent(
            kind: agentKind, os: os, isInApp: batch.byte(offset + 41) & 1 != 0, botClass: botClass)
        var event = Event(
            at: Instant(ms: Int64(bitPattern: batch.word(offset))),
            link: Int64(bitPattern: batch.word(offset + 8)), kind: kind, reason: reason,
            agent: agent)
        event.visitor = batch.word(offset + 16)
        event.variant = Int64(bitPattern: batch.word(offset + 24))
        event.country = ShortCode(
            rawValue: UInt32(truncatingIfNeeded: batch.integer(offset + 32, bytes: 4)))
        event.platform = batch.byte(offset + 38)
        let first = offset + headBytes
        let userAgent = ByteSlice(offset: first, count: Int(batch.integer(offset + 42, bytes: 2)))
        let referrer = ByteSlice(
            offset: userAgent.upperBound, count: Int(batch.integer(offset + 44, bytes: 2)))
        let channel = ByteSlice(
            offset: referrer.upperBound, count: Int(batch.integer(offset + 46, bytes: 2)))
        guard channel.upperBound <= batch.byteCount else { return nil }
        return Record(
            event: event, agent: userAgent, referrer: referrer, channel: channel,
            end: channel.upperBound)
    }
}
