// The outgoing post: letters are leased, written from what the store knows then, handed over and settled. A letter that
// cannot be delivered now is tried again with a growing pause for 72 hours; one whose reason is gone is dropped.
public import Operations
public import Smartlink
public import Telemetry

/// Writes a leased letter as a message; nil if there is nothing to send any more.
public typealias LetterWriting =
    @Sendable (LeasedLetter, Link, Holdings) -> (message: [UInt8], sender: String)?

/// Sends the letters of one store, and erases what has had its time.
public struct LetterRunner: Sendable {
    private let actions: FanActions
    private let post: any Post
    private let write: LetterWriting
    private let log: Log
    private let sleep: @Sendable (Int64) async -> Void

    public init(
        _ actions: FanActions, post: any Post, log: Log,
        sleep: @escaping @Sendable (Int64) async -> Void, write: @escaping LetterWriting
    ) {
        self.actions = actions
        self.post = post
        self.log = log
        self.sleep = sleep
        self.write = write
    }

    /// Works until its task is cancelled.
    public func run() async {
        var sweptAt = Instant(ms: 0)
        while !Task.isCancelled {
            do throws(Failure) {
                let now = actions.surroundings.now()
                if now.ms - sweptAt.ms >= Limits.sweepMs || now < sweptAt {
                    try await actions.fans.sweep(at: now)
                    sweptAt = now
                }
                if try await pass() == 0 { await sleep(Limits.sleepMsMax) }
            } catch {
                log.warning("letters_postponed", LogField("cause", .cause(error.message)))
                await sleep(Limits.troubleMs)
            }
        }
    }

    /// One batch; how many letters it held.
    public func pass() async throws(Failure) -> Int {
        let now = actions.surroundings.now()
        let leased = try await actions.fans.leaseLetters(
            Limits.lettersMax, at: now, until: Instant(ms: now.ms + Limits.letterLeaseMs))
        for letter in leased { try await send(letter) }
        return leased.count
    }

    private func send(_ leased: LeasedLetter) async throws(Failure) {
        let letter = leased.letter
        // Read anew: others of the batch may have taken minutes, in which the fan said stop.
        guard let link = try await actions.links.link(leased.code),
            let holdings = try await actions.fans.holdings(of: leased.fan.id),
            holdings.subscriptions.contains(where: {
                $0.subscription.id == letter.subscription && $0.subscription.endedAt == nil
            }), let (message, sender) = write(leased, link, holdings)
        else {
            return try await actions.fans.settle(letter: letter.id, nextAt: nil, wasSent: false)
        }
        do throws(PostFailure) {
            try await post.send(
                message, from: sender, to: leased.subscription.address)
        } catch {
            return try await postpone(letter, error)
        }
        try await actions.fans.settle(letter: letter.id, nextAt: nil, wasSent: true)
    }

    private func postpone(_ letter: Letter, _ failure: PostFailure) async throws(Failure) {
        let now = actions.surroundings.now()
        switch failure {
        case .permanent(let cause):
            log.warning("letter_refused", LogField("cause", .cause(cause)))
            try await actions.fans.settle(letter: letter.id, nextAt: nil, wasSent: false)
        case .transient(let cause):
            let doubled = Limits.letterRetryMsMin << Int64(min(letter.attempts, 8))
            let next = Instant(ms: now.ms + min(doubled, Limits.letterRetryMsMax))
            let isLate = now.ms - letter.createdAt.ms > Limits.letterMsMax
            log.warning("letter_postponed", LogField("cause", .cause(cause)))
            try await actions.fans.settle(
                letter: letter.id, nextAt: isLate ? nil : next, wasSent: false)
        }
    }
}
