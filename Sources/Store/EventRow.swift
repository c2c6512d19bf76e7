import Smartlink

/// One row of the event log, as roll-ups and statistics read it.
struct EventRow: Equatable, Sendable {
    var id: Int64
    var at: Instant
    var link: Int64
    var traits: Int64
    var country: Int64
    var visitor: Int64
    var variant: Int64
    var referrer: Int64
    var channel: Int64

    static let columns = "id, at, link, traits, country, visitor, variant, referrer, channel"

    /// Reads a row of `columns`.
    init(_ row: borrowing Statement) {
        id = row.integer(0)
        at = Instant(ms: row.integer(1))
        link = row.integer(2)
        traits = row.integer(3)
        country = row.integer(4)
        visitor = row.integer(5)
        variant = row.integer(6)
        referrer = row.integer(7)
        channel = row.integer(8)
    }

    init(_ event: Event, id: Int64, referrer: Int64 = 0, channel: Int64 = 0) {
        self.id = id
        at = event.at
        link = event.link
        traits = Self.traits(of: event)
        country = Int64(event.country.rawValue)
        visitor = Int64(bitPattern: event.visitor)
        variant = event.variant
        self.referrer = referrer
        self.channel = channel
    }

    /// Small numbers in one integer, which costs three bytes where columns of their own cost twelve:
    /// kind in bits 0–3, reason 4–7, agent kind 8–9, operating system 10–12, in-app 13, platform 14–19,
    /// class of bot 20–23.
    static func traits(of event: Event) -> Int64 {
        Int64(event.kind.rawValue)
            | Int64(event.reason.rawValue) << 4
            | Int64(event.agent.kind.rawValue) << 8
            | Int64(event.agent.os.rawValue) << 10
            | (event.agent.isInApp ? 1 << 13 : 0)
            | Int64(event.platform) << 14
            | Int64(event.agent.botClass.rawValue) << 20
    }

    var kind: Event.Kind? { Event.Kind(rawValue: UInt8(traits & 15)) }
    var reason: Int64 { traits >> 4 & 15 }
    var isHuman: Bool { botClass == .none }
    var isInApp: Bool { traits >> 13 & 1 == 1 }
    var agentKind: Agent.Kind { Agent.Kind(rawValue: UInt8(traits >> 8 & 3)) ?? .crawler }

    /// The class stored, or what the agent's kind says where the row is from before there were classes.
    var botClass: BotClass {
        let stored = BotClass(rawValue: UInt8(traits >> 20 & 15)) ?? .other
        return stored == .none ? BotClass(kind: agentKind) : stored
    }
    var os: Int64 { traits >> 10 & 7 }
    var platform: Int64 { traits >> 14 & 63 }
}
