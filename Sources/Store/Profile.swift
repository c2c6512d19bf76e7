import Smartlink

/// Everything an event is counted under but its link and time: most events share a few of these.
struct Profile: Hashable, Sendable {
    /// Platform, operating system, reason and class of bot, where EventRow.traits has them.
    var traits: Int64
    var country: Int64
    var variant: Int64
    var referrer: Int64
    var channel: Int64

    static let columns = "traits, country, variant, referrer, channel"
    private static let reasonBits: Int64 = 15 << 4
    private static let osBits: Int64 = 7 << 10
    private static let platformBits: Int64 = 63 << 14

    init(_ row: EventRow) {
        traits =
            row.traits & (Self.reasonBits | Self.osBits | Self.platformBits)
            | Int64(row.botClass.rawValue) << 20
        country = row.country
        variant = row.variant
        referrer = row.referrer
        channel = row.channel
    }

    init(
        platform: Int64, os: Int64, reason: Int64, bot: BotClass, country: Int64, variant: Int64,
        referrer: Int64, channel: Int64
    ) {
        traits =
            (platform & 63) << 14 | (os & 7) << 10 | (reason & 15) << 4
            | Int64(bot.rawValue) << 20
        self.country = country
        self.variant = variant
        self.referrer = referrer
        self.channel = channel
    }

    /// What `key` says of each dimension.
    init(bot: BotClass, key: (Dimension) -> Int64) {
        self.init(
            platform: key(.platform), os: key(.os), reason: key(.reason), bot: bot,
            country: key(.country), variant: key(.variant), referrer: key(.referrer),
            channel: key(.channel))
    }

    /// The same, under another event's platform.
    init(_ row: EventRow, to target: EventRow) {
        self.init(row)
        traits = traits & ~Self.platformBits | target.traits & Self.platformBits
    }

    /// Reads `columns` from `place` on.
    init(_ row: borrowing Statement, at place: Int32) {
        traits = row.integer(place)
        country = row.integer(place + 1)
        variant = row.integer(place + 2)
        referrer = row.integer(place + 3)
        channel = row.integer(place + 4)
    }

    var botClass: BotClass { BotClass(rawValue: UInt8(traits >> 20 & 15)) ?? .other }

    /// Its key in that dimension; 0 in the totals'.
    func key(of dimension: Dimension) -> Int64 {
        switch dimension {
        case .total: 0
        case .platform: traits >> 14 & 63
        case .country: country
        case .os: traits >> 10 & 7
        case .referrer: referrer
        case .channel: channel
        case .variant: variant
        case .reason: traits >> 4 & 15
        }
    }

    var values: [Value] {
        [
            .integer(traits), .integer(country), .integer(variant), .integer(referrer),
            .integer(channel),
        ]
    }
}
