/// Why a fan was sent where they were; stored with the event (SPEC §8).
@frozen
public enum Reason: UInt8, Sendable, CaseIterable {
    case page, preview, presave, asked, cookie, rule, app, device, search, unavailable
    public var name: String { "\(self)" }

    /// The raw value, within the fan's path.
    public var number: UInt8 { @inlinable @_noLocks get { rawValue } }
}

/// What a visit comes to.
@frozen
public struct Decision: Equatable, Sendable, BitwiseCopyable {
    public var kind: Kind
    public var reason: Reason
    /// The platform redirected to, or the one that was asked for and is missing; catalogue number, 0 for none.
    public var platform: UInt8
    /// Which of the link's rules matched, from 0; meaningful with reason `rule`.
    public var rule: UInt8

    @inlinable @_noLocks
    public init(kind: Kind, reason: Reason, platform: UInt8 = 0, rule: UInt8 = 0) {
        self.kind = kind
        self.reason = reason
        self.platform = platform
        self.rule = rule
    }

    @frozen
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// 302 to the link's own URL on `platform`.
        case redirect
        /// 302 to `platform`'s search page for artist and title.
        case search
        /// The landing page.
        case page
        /// The pre-save page.
        case presave
        /// Disabled: 410.
        case gone
    }
}
