// The queued work that fulfils one pre-save (SPEC §4).
//
//   queued ──due──▶ saving ──▶ saved
//     ▲               │
//     ├──try again────┤        busy, unreachable: jittered back-off, 72 h
//     │               ├──▶ waiting ──▶ saving …   not on the platform yet: polled for 3 days
//     │               ├──▶ failed(reason)
//     └──as reminder──┘        a permanent refusal, where the fan can be reminded instead
//
//   queued (reminder) ──due──▶ reminded
//   any state that has not ended ──▶ revoked (fan, artist) · expired (tokens die before the release)
//
// A follow hangs on a save and never changes it:
//
//   none ──the fan's own wish──▶ wanted ──the save was saved──▶ done · failed
//                                  └──the save ended otherwise──▶ failed

/// One fan's wish for one release on one platform.
public struct Save: Equatable, Sendable {
    /// Random and positive: the tokens are sealed to it before the row is written.
    public var id: Int64
    public var fan: Int64
    public var link: Int64
    public var platform: String
    public var mode: Mode
    public var state: State = .queued
    /// The release, where the fan is.
    public var dueAt: Instant
    /// When it is looked at next; for a state that has ended it means nothing.
    public var nextAt: Instant
    /// Attempts at the platform since it fell due.
    public var attempts = 0
    /// When it was first taken up since it fell due: an outage of our own takes nobody's time.
    public var triedAt: Instant?
    public var reason: Reason?
    /// When the authorisation dies for good; nil where it lives on, or nobody knows.
    public var diesAt: Instant?
    public var follow: Follow = .none
    public var createdAt: Instant
    public var endedAt: Instant?

    public init(
        id: Int64, fan: Int64, link: Int64, platform: String, mode: Mode, dueAt: Instant,
        createdAt: Instant
    ) {
        self.id = id
        self.fan = fan
        self.link = link
        self.platform = platform
        self.mode = mode
        self.dueAt = dueAt
        nextAt = dueAt
        self.createdAt = createdAt
    }

    public enum Mode: String, Sendable, CaseIterable {
        /// The platform was authorised: Segue saves by itself.
        case direct
        /// A letter on release day.
        case reminder
    }

    public enum State: String, Sendable, CaseIterable {
        case queued, waiting, saving, saved, reminded, failed, revoked, expired

        public var hasEnded: Bool {
            switch self {
            case .queued, .waiting, .saving: false
            case .saved, .reminded, .failed, .revoked, .expired: true
            }
        }
    }

    /// The artist, followed on the platform too.
    public enum Follow: String, Sendable, CaseIterable {
        case none, wanted, done, failed
    }

    /// Why a save, or the way to one, came to nothing.
    public enum Reason: String, Sendable, CaseIterable {
        /// The fan said no on the platform's page.
        case denied
        /// The platform's answer made no sense or did not come.
        case unreachable
        /// The authorisation was withdrawn or has died (`invalid_grant`).
        case invalidGrant = "invalid_grant"
        /// The platform lets this app act for enrolled fans only (Spotify's development mode).
        case notRegistered = "not_registered"
        /// Not on the platform three days after the release.
        case notFound = "not_found"
        /// Tried for 72 hours.
        case gaveUp = "gave_up"
        /// The platform refuses for good, for a reason of its own.
        case rejected
        /// A reminder for whose address no confirmation came.
        case unconfirmed
        /// The artist deleted the link.
        case linkDeleted = "link_deleted"
        /// The fan's authorisation dies before the release.
        case expired
    }
}

/// What an attempt at a platform came to.
public enum SaveOutcome: Equatable, Sendable {
    /// In the library now, or already there.
    case saved
    /// The platform does not have the release yet.
    case notReleased
    /// 429: the platform wants fewer requests; nothing goes to it for that long.
    case busy(retryAfterSeconds: Int?)
    /// No answer, or none that says anything: it may have been done or not.
    case unreachable
    /// The access token is not taken (any more): refresh it and try again.
    case unauthorised
    /// The operator's own credentials are not taken; they may be mended any hour.
    case misconfigured
    /// Never, for this fan.
    case refused(Save.Reason)
}
