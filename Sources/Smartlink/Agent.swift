/// What a User-Agent says about who is asking.
@frozen
public struct Agent: Equatable, Sendable, BitwiseCopyable {
    public var kind: Kind
    /// Which sort of bot this is; `none` for people. Whoever has a class is never counted.
    public var botClass: BotClass
    public var os: OperatingSystem
    /// Whether this is an in-app browser (Instagram, TikTok, …).
    public var isInApp: Bool
    /// The platform whose own app or in-app browser this is, by catalogue number; 0 for none.
    public var app: UInt8

    @inlinable @_noLocks
    public init(
        kind: Kind = .human, os: OperatingSystem = .other, isInApp: Bool = false, app: UInt8 = 0,
        botClass: BotClass = .none
    ) {
        self.kind = kind
        self.os = os
        self.isInApp = isInApp
        self.app = app
        self.botClass = botClass
    }

    @frozen
    public enum Kind: UInt8, Sendable, CaseIterable {
        case human
        /// A link-preview crawler: gets the page and its tags, never a redirect.
        case preview
        /// Any other bot: gets a human's answer, is flagged and never counted.
        case crawler
        /// A human's browser looking ahead, or HEAD: answered as a human, never counted.
        case prefetch

        /// The raw value, within the fan's path.
        public var number: UInt8 { @inlinable @_noLocks get { rawValue } }
    }
}
