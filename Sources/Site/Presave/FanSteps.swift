// The steps of a pre-save and of a sign-up as events: the same log as the visits, written by the log's own thread.
internal import Bytes
import HTTP
internal import Operations
public import Smartlink

/// Records what fans do off the fast path.
public struct FanSteps: Sendable {
    private let log: any EventLog
    private let salts: any VisitorSalts

    public init(log: any EventLog, salts: any VisitorSalts) {
        self.log = log
        self.salts = salts
    }

    /// `why` says what a failed step failed of; it stands where other events have their channel.
    func record(
        _ kind: Event.Kind, _ link: Link, _ platform: String?, _ visitor: Visitor,
        country: ShortCode, why: String = ""
    ) {
        let agent = visitor.isOwner(of: link) ? visitor.agent.asOwn : visitor.agent
        let now = Instant(ms: visitor.request.arrival.nowMs)
        var event = Event(at: now, link: link.id, kind: kind, reason: .presave, agent: agent)
        event.country = country
        event.variant = visitor.variant(of: link, at: now)
        if let platform {
            event.platform =
                visitor.tables.catalogue.platforms.first { $0.id == platform }?.number ?? 0
        }
        let userAgent = Array(visitor.userAgent.utf8.prefix(Event.agentBytesMax))
        let strings = userAgent + Array(why.utf8.prefix(Event.channelBytesMax))
        let name = ByteSlice(offset: 0, count: userAgent.count)
        if !visitor.isPrivate, agent.kind == .human,
            let (low, high) = try? salts.salt(day: now.day)
        {
            event.visitor = strings.withRawSpan { bytes in
                VisitorHash.make(
                    salt: HashKey(low: low, high: high), peer: visitor.request.arrival.peer,
                    bytes: bytes, userAgent: name)
            }
        }
        let record = Block(bytes: Event.bytesMax)
        var sink = record.sink()
        strings.withRawSpan { bytes in
            event.append(
                to: &sink, strings: bytes, agent: name, referrer: .none,
                channel: ByteSlice(offset: name.upperBound, count: strings.count - userAgent.count))
        }
        _ = unsafe log.append(RawSpan(_unsafeBytes: record.bytes(sink.count)), events: 1)
        log.ring()
    }
}
