// How pre-saves meet the store, the vault, the platforms and the post; only Program sees both sides.

/// A save the runner holds for a while, with what it needs to act.
public struct LeasedSave: Sendable {
    public var save: Save
    public var fan: Fan
    /// The fan's grant under the vault's seal; nil for a reminder.
    public var sealed: [UInt8]?
    /// A confirmed address to remind at; nil if there is none.
    public var reminder: Int64?

    public init(save: Save, fan: Fan, sealed: [UInt8]?, reminder: Int64?) {
        self.save = save
        self.fan = fan
        self.sealed = sealed
        self.reminder = reminder
    }
}

/// A letter the post holds for a while, with what it is written from.
public struct LeasedLetter: Sendable {
    public var letter: Letter
    public var subscription: Subscription
    public var fan: Fan
    public var code: Code

    public init(letter: Letter, subscription: Subscription, fan: Fan, code: Code) {
        self.letter = letter
        self.subscription = subscription
        self.fan = fan
        self.code = code
    }
}

/// Everything held on one fan: their own page, their export.
public struct Holdings: Sendable {
    public var fan: Fan
    public var saves: [(save: Save, code: Code)]
    public var subscriptions: [(subscription: Subscription, code: Code)]

    public init(
        fan: Fan, saves: [(save: Save, code: Code)],
        subscriptions: [(subscription: Subscription, code: Code)]
    ) {
        self.fan = fan
        self.saves = saves
        self.subscriptions = subscriptions
    }
}

/// Pre-saves of a link: how many in which state, by platform; no fan's identity.
public struct SaveCount: Equatable, Sendable {
    public var platform: String
    public var state: Save.State
    public var reason: Save.Reason?
    public var count: Int

    public init(platform: String, state: Save.State, reason: Save.Reason?, count: Int) {
        self.platform = platform
        self.state = state
        self.reason = reason
        self.count = count
    }
}

/// A subscription and the code of its link.
public typealias CodedSubscription = (subscription: Subscription, code: Code)

/// When a fan's release is, from their zone and country.
public typealias DueMoment = @Sendable (Fan) -> Instant

public protocol FanStore: Sendable {
    func fan(_ id: Int64) async throws(Failure) -> Fan?
    /// Writes a fan, new or changed.
    func keep(_ fan: Fan) async throws(Failure)
    func holdings(of fan: Int64) async throws(Failure) -> Holdings?
    /// Erases the fan: rows, tokens, queue, letters. What was counted stays counted.
    func erase(fan: Int64) async throws(Failure)

    func begin(_ authorisation: Authorisation) async throws(Failure)
    /// Takes what began with that state: the first caller gets it, nobody gets it twice or after ten minutes.
    func take(state: [UInt8], at now: Instant) async throws(Failure) -> Authorisation?

    /// Queues a save with its sealed grant: one row per fan, link and platform, whichever way they came.
    /// One that is saved or reminded already stays as it is: false. `not_found` without the fan or the link.
    func queue(_ save: Save, sealed: [UInt8]?) async throws(Failure) -> Bool
    /// Takes due saves, soonest first, each with what else of its fan's is due on its platform, as `saving` until
    /// `until`; after that they are due again. `platforms` that want a pause are passed over.
    func leaseSaves(_ limit: Int, without platforms: Set<String>, at now: Instant, until: Instant)
        async throws(Failure) -> [LeasedSave]
    /// Replaces a leased save's grant, durably, before the new one is used; `not_found` if it is not leased any more.
    func replaceGrant(of save: Int64, sealed: [UInt8]) async throws(Failure)
    /// Writes what became of leased saves in one transaction, letters of those that are reminded included. Grants of
    /// saves that ended, or became reminders, are destroyed; those of saves that only ran out of time (`gave_up`,
    /// `not_found`) are kept three days for `retryFailed`. A row revoked or erased meanwhile stays so.
    func settle(_ saves: [LeasedSave]) async throws(Failure)
    /// When the next save falls due; nil if none will.
    func nextSave() async throws(Failure) -> Instant?
    /// Ends a fan's save and destroys its grant; false if it is not theirs or has ended.
    func revoke(save: Int64, of fan: Int64, at now: Instant) async throws(Failure) -> Bool
    /// Marks a fan's direct save that is not under way yet to follow the artist too; false if there is none.
    func follow(link: Int64, on platform: String, of fan: Int64) async throws(Failure) -> Bool
    /// Moves what has not ended to the link's new release.
    func reschedule(link: Int64, at now: Instant, _ due: @escaping DueMoment) async throws(Failure)
    /// Ends what has not ended, because the link is gone.
    func end(link: Int64, at now: Instant) async throws(Failure)
    /// Makes failed saves of the last 3 days that still can be tried due again (`segue saves retry`); how many.
    func retryFailed(at now: Instant) async throws(Failure) -> Int
    func counts(link: Int64?) async throws(Failure) -> [SaveCount]

    /// Keeps an unconfirmed address with its confirmation letter. The same address, link and purpose twice is one
    /// row; a confirmed one stays confirmed and no letter goes out. At most one letter in ten minutes.
    func subscribe(_ subscription: Subscription, letter: Letter) async throws(Failure)
    /// One by its number, whoever's it is by now; nil if there is none (any more).
    func subscription(_ id: Int64) async throws(Failure) -> CodedSubscription?
    /// Confirms; answers it, nil if there is none (any more). Twice is once.
    func confirm(subscription: Int64, at now: Instant) async throws(Failure) -> CodedSubscription?
    /// Ends it and erases the address; its letters and, with its address, reminders go too. Twice is once.
    func unsubscribe(subscription: Int64, at now: Instant) async throws(Failure) -> Bool
    /// Confirmed addresses for news, oldest first (`GET …/fans`).
    func fans(of link: Int64, limit: Int, cursor: String?) async throws(Failure) -> Page<
        (subscription: Subscription, fan: Fan)
    >

    func leaseLetters(_ limit: Int, at now: Instant, until: Instant) async throws(Failure)
        -> [LeasedLetter]
    /// Sent: the row goes. Not sent: tried again at `nextAt`; nil gives it up.
    func settle(letter: Int64, nextAt: Instant?, wasSent: Bool) async throws(Failure)

    /// Erases what has had its time: authorisations after ten minutes, unconfirmed addresses after 48 hours, addresses of
    /// reminders a week after the letter, fans with nothing left, kept grants after three days; and what was destroyed
    /// since, from the log. Call it every minute or so.
    func sweep(at now: Instant) async throws(Failure)
}

/// Seals secrets to their rows (AES-256-GCM, key outside the database).
public protocol Vault: Sendable {
    func seal(_ secret: [UInt8], row: Int64) throws(Failure) -> [UInt8]
    /// Fails with `unavailable` for a seal of another row, a lost key, a changed byte.
    func open(_ sealed: [UInt8], row: Int64) throws(Failure) -> [UInt8]
}

/// What is to be saved: what the link knows of the music.
public struct SaveTarget: Equatable, Sendable {
    public var kind: Link.Kind
    public var title: String
    public var artist: String
    public var isrc: String?
    public var upc: String?
    /// The link's destination on the platform, if it has one.
    public var url: String?

    public init(
        kind: Link.Kind, title: String, artist: String, isrc: String?, upc: String?, url: String?
    ) {
        self.kind = kind
        self.title = title
        self.artist = artist
        self.isrc = isrc
        self.upc = upc
        self.url = url
    }
}

/// Why a platform gave no grant.
public enum GrantRefusal: Error, Equatable, Sendable {
    /// The code or refresh token is not taken (`invalid_grant`): the fan must be asked again.
    case invalidGrant
    /// The platform does not answer, or not in its documented form.
    case unreachable
    /// The operator's credentials are not taken.
    case misconfigured
}

/// Whether a platform lets Segue follow an artist for a fan.
public enum FollowTerms: Equatable, Sendable {
    /// It has no such request.
    case unsupported
    /// Who agreed to saving agreed to as much as it takes.
    case covered
    /// The fan has to agree to it on its own.
    case asked
}

/// What an attempt at following came to.
public enum FollowOutcome: Equatable, Sendable {
    /// Followed now, or already.
    case followed
    /// Not with this platform, this fan or this artist.
    case refused
    /// 429.
    case busy(retryAfterSeconds: Int?)
    /// No answer, or none that says anything.
    case unreachable
}

/// One platform a fan can be saved on directly.
public protocol SavingPlatform: Sendable {
    var id: String { get }
    /// Where the fan agrees; nil where the browser does it by script (Apple Music).
    func authorizeURL(state: String, challenge: String, redirect: String) -> String?
    func redeem(code: String, verifier: String, redirect: String, at now: Instant)
        async throws(GrantRefusal) -> TokenGrant
    /// A grant that is good for a while; the same one if nothing needed renewal.
    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant
    /// When the authorisation dies for good, however often it is renewed; nil if unknown.
    func dies(_ grant: TokenGrant) -> Instant?
    /// Puts the music in the fan's library. `key` is the same at every repetition (`Idempotency-Key`).
    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome

    var followTerms: FollowTerms { get }
    /// Where the fan agrees to saving and following; nil where nothing has to be asked for on its own.
    func followURL(state: String, challenge: String, redirect: String) -> String?
    /// Follows the artist of what was saved; `key` as for `save`.
    func follow(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> FollowOutcome

    /// How many of one fan's saves fit into one request; 1 where each needs its own.
    var togetherMax: Int { get }
    /// Puts several things into the fan's library by as few requests as the platform takes; an outcome each, in the
    /// same order. Nil if the platform refused them as a whole: tried alone, each shows what is wrong with it.
    func save(_ targets: [SaveTarget], with grant: TokenGrant, key: String) async -> [SaveOutcome]?
}

/// A platform that saves, one thing at a time, and nothing else.
extension SavingPlatform {
    public var followTerms: FollowTerms { .unsupported }
    public func followURL(state: String, challenge: String, redirect: String) -> String? { nil }
    public func follow(
        _ target: SaveTarget, with grant: TokenGrant, key: String
    ) async -> FollowOutcome { .refused }

    public var togetherMax: Int { 1 }
    public func save(
        _ targets: [SaveTarget], with grant: TokenGrant, key: String
    ) async -> [SaveOutcome]? { nil }
}

/// Carries letters away.
public protocol Post: Sendable {
    /// Hands over one message (RFC 5322 bytes, CRLF). Errors say whether trying again may help.
    func send(_ message: [UInt8], from sender: String, to recipient: String)
        async throws(PostFailure)
}

public enum PostFailure: Error, Equatable, Sendable {
    /// Try later (4xx, no connection).
    case transient(String)
    /// Never (5xx for this recipient).
    case permanent(String)
}
