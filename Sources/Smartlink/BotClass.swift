/// Why an event is kept and not counted. Numbers are stored: never renumber.
///
/// Rows from before there were classes have none and are told apart by `Agent.Kind`.
@frozen
public enum BotClass: UInt8, Sendable, CaseIterable {
    case none
    /// Link-preview crawlers.
    case preview
    /// Search engines.
    case search
    /// Assistants and crawlers for training.
    case ai
    /// Uptime monitors.
    case monitor
    /// HTTP libraries and command lines.
    case library
    /// Security scanners.
    case scanner
    /// HEAD, or a browser that fetches ahead: nobody has tapped yet.
    case prefetch
    /// An artist looking at a link of their own.
    case own
    /// Any other bot.
    case other

    /// The raw value, within the fan's path.
    public var number: UInt8 { @inlinable @_noLocks get { rawValue } }

    /// As the API calls it.
    public var name: String { "\(self)" }

    /// What is known of an event by its agent's kind alone.
    public init(kind: Agent.Kind) {
        switch kind {
        case .human: self = .none
        case .preview: self = .preview
        case .crawler: self = .other
        case .prefetch: self = .prefetch
        }
    }
}
