import Testing

@testable import Smartlink

private let release = Instant(ms: 1_790_000_000_000)
private let second: Int64 = 1_000
private let minute: Int64 = 60_000
private let hour: Int64 = 3_600_000
private let day: Int64 = 86_400_000

private func later(_ ms: Int64) -> Instant { Instant(ms: release.ms + ms) }

private func leased(attempts: Int = 0, triedAt: Instant? = release) -> Save {
    var save = Save(
        id: 1, fan: 2, link: 3, platform: "tidal", mode: .direct, dueAt: release,
        createdAt: Instant(ms: 0))
    save.state = .saving
    save.attempts = attempts
    save.triedAt = triedAt
    return save
}

struct SaveProgressTests {
    @Test func `what is in the library has ended`() {
        let save = leased().after(.saved, at: later(5), jitter: 0, canRemind: true)
        #expect(save.state == .saved)
        #expect(save.endedAt == later(5))
        #expect(save.reason == nil)
    }

    @Test(
        arguments: [
            (0, 500, 1_500), (1, 1_000, 3_000), (5, 16_000, 48_000), (12, 1_800_000, 5_400_000),
            (80, 1_800_000, 5_400_000),
        ] as [(Int, Int64, Int64)])
    func `a platform that does not answer is tried ever more rarely`(
        attempts: Int, shortest: Int64, longest: Int64
    ) {
        for outcome in [SaveOutcome.unreachable, .unauthorised, .misconfigured] {
            let start = leased(attempts: attempts)
            let soon = start.after(outcome, at: later(9), jitter: 0, canRemind: true)
            #expect(soon.state == .queued)
            #expect(soon.attempts == attempts + 1)
            #expect(soon.nextAt == later(9 + shortest))
            let late = start.after(
                outcome, at: later(9), jitter: UInt64(longest - shortest), canRemind: true)
            #expect(late.nextAt == later(9 + longest))
            for jitter in [1, 77, UInt64.max - 1, .max] {
                let next = start.after(outcome, at: later(9), jitter: jitter, canRemind: false)
                #expect((later(9 + shortest)...later(9 + longest)).contains(next.nextAt))
            }
        }
    }

    @Test(
        arguments: [
            (0, 2 * minute), (8 * minute, 2 * minute), (40 * minute, 10 * minute),
            (5 * hour, hour), (70 * hour, hour),
        ] as [(Int64, Int64)])
    func `a release that is not there is looked for, ever more rarely`(
        missing: Int64, pause: Int64
    ) {
        let now = later(missing)
        let save = leased(attempts: 40).after(
            .notReleased, at: now, jitter: UInt64(pause / 2), canRemind: true)
        #expect(save.state == .waiting)
        #expect(save.nextAt.ms == now.ms + pause)
    }

    @Test(
        arguments: [(nil, 30 * second), (0, second), (7, 7 * second), (999_999, day)]
            as [(Int?, Int64)])
    func `a busy platform is left alone as long as it says`(seconds: Int?, pause: Int64) {
        let busy = SaveOutcome.busy(retryAfterSeconds: seconds)
        let save = leased(attempts: 3).after(busy, at: release, jitter: 0, canRemind: true)
        #expect(save.state == .queued)
        #expect(save.attempts == 3)
        #expect(save.nextAt == later(pause))
        let late = leased().after(busy, at: release, jitter: .max, canRemind: true)
        #expect((later(pause)...later(pause + pause / 4)).contains(late.nextAt))
    }

    @Test(
        arguments: [
            (.unreachable, 72 * hour, .gaveUp), (.unauthorised, 72 * hour, .gaveUp),
            (.notReleased, 3 * day, .notFound),
            (.busy(retryAfterSeconds: 1), 14 * day, .gaveUp),
        ] as [(SaveOutcome, Int64, Save.Reason)])
    func `when the time is up it fails, or becomes a reminder`(
        outcome: SaveOutcome, time: Int64, reason: Save.Reason
    ) {
        let save = leased(attempts: 90)
        let before = save.after(outcome, at: later(time - 1), jitter: 0, canRemind: true)
        #expect(!before.state.hasEnded && before.mode == .direct)
        let failed = save.after(outcome, at: later(time), jitter: 0, canRemind: false)
        #expect(failed.state == .failed)
        #expect(failed.reason == reason)
        #expect(failed.endedAt == later(time))
        let reminder = save.after(outcome, at: later(time), jitter: 0, canRemind: true)
        #expect(reminder.mode == .reminder)
        #expect(reminder.state == .queued)
        #expect(reminder.reason == reason)
        #expect(reminder.nextAt == later(time))
        #expect(reminder.attempts == 0 && reminder.triedAt == nil)
    }

    @Test(arguments: [Save.Reason.invalidGrant, .notRegistered, .rejected])
    func `a refusal for good is a reminder or a failure at once`(reason: Save.Reason) {
        let save = leased()
        let failed = save.after(.refused(reason), at: release, jitter: 0, canRemind: false)
        #expect(failed.state == .failed && failed.reason == reason)
        let reminder = save.after(.refused(reason), at: release, jitter: 0, canRemind: true)
        #expect(reminder.state == .queued && reminder.mode == .reminder)
        #expect(reminder.nextAt == release)
    }

    @Test func `a refusal before the release is a reminder on release day`() {
        let save = leased().after(
            .refused(.invalidGrant), at: later(-day), jitter: 0, canRemind: true)
        #expect(save.nextAt == release)
    }

    @Test func `an outage of our own takes nobody's time`() {
        let start = later(30 * day)
        var save = leased(attempts: 0, triedAt: nil)
        save = save.after(.unreachable, at: start, jitter: 0, canRemind: false)
        #expect(save.state == .queued)
        #expect(save.triedAt == start)
        save.attempts = 90
        save.state = .saving
        let end = Instant(ms: start.ms + 72 * hour)
        #expect(
            save.after(.unreachable, at: Instant(ms: end.ms - 1), jitter: 0, canRemind: false).state
                == .queued)
        #expect(save.after(.unreachable, at: end, jitter: 0, canRemind: false).state == .failed)
    }

    @Test(arguments: [
        SaveOutcome.notReleased, .busy(retryAfterSeconds: nil), .unreachable, .unauthorised,
    ])
    func `a clock that was put back sends the save to its day`(outcome: SaveOutcome) {
        let save = leased(attempts: 5, triedAt: later(9 * day)).after(
            outcome, at: later(-day), jitter: 9, canRemind: true)
        #expect(save.state == .queued && save.mode == .direct)
        #expect(save.nextAt == release)
        #expect(save.attempts == 0 && save.triedAt == nil)
    }

    @Test(arguments: [SaveOutcome.notReleased, .unreachable, .unauthorised])
    func `a clock that leaps forward ends nothing by itself`(outcome: SaveOutcome) {
        let far = later(4_000 * day)
        let save = leased(attempts: 2).after(outcome, at: far, jitter: 0, canRemind: true)
        #expect(!save.state.hasEnded && save.mode == .direct)
        #expect(save.nextAt > far)
    }

    @Test func `what is tried again and again ends within its time`() {
        for outcome in [SaveOutcome.unreachable, .notReleased, .busy(retryAfterSeconds: nil)] {
            var save = leased(triedAt: nil)
            var now = release
            var turns = 0
            while !save.state.hasEnded, turns < 100_000 {
                save.state = .saving
                save = save.after(outcome, at: now, jitter: UInt64(turns), canRemind: false)
                if !save.state.hasEnded {
                    #expect(save.nextAt > now)
                    #expect(save.nextAt.ms - now.ms < SaveLimits.putOffMsMax)
                    now = save.nextAt
                }
                turns += 1
            }
            #expect(save.state == .failed)
            #expect(now.ms - release.ms < 14 * day + 2 * hour)
        }
    }

    @Test func `a reminder goes out to a confirmed address`() {
        var save = leased()
        save.mode = .reminder
        #expect(save.reminding(at: release, canRemind: true).state == .reminded)
        #expect(save.reminding(at: later(-1), canRemind: true).state == .queued)
        #expect(save.reminding(at: later(-1), canRemind: true).nextAt == release)
    }

    @Test func `a reminder waits two days for the confirmation`() {
        var save = leased()
        save.mode = .reminder
        let waiting = save.reminding(at: later(hour), canRemind: false)
        #expect(waiting.state == .queued)
        #expect(waiting.nextAt == later(48 * hour))
        let failed = waiting.reminding(at: later(48 * hour), canRemind: false)
        #expect(failed.state == .failed && failed.reason == .unconfirmed)
        #expect(waiting.reminding(at: later(2 * hour), canRemind: true).state == .reminded)
    }

    @Test func `a grant that dies before the release is of no use`() {
        var save = leased()
        #expect(save.isOutlivedByGrant && save.wakesAt(later(-9 * day)) == release)
        save.diesAt = later(1)
        #expect(save.isOutlivedByGrant && save.wakesAt(later(-9 * day)) == release)
        save.diesAt = release
        #expect(!save.isOutlivedByGrant)
        #expect(save.wakesAt(later(-9 * day)) == later(-8 * day))
        #expect(save.wakesAt(later(-hour)) == release)
        save.mode = .reminder
        #expect(save.isOutlivedByGrant)
        save.mode = .direct
        let expired = save.expired(at: later(-day), canRemind: false)
        #expect(expired.state == .expired && expired.reason == .expired)
        let reminder = save.expired(at: later(-day), canRemind: true)
        #expect(reminder.mode == .reminder && reminder.state == .queued)
        #expect(reminder.nextAt == release)
    }

    @Test func `what is revoked has ended`() {
        let save = leased().revoked(at: release, reason: .linkDeleted)
        #expect(save.state == .revoked && save.reason == .linkDeleted && save.endedAt == release)
    }

    @Test func `a wish to follow fails with the save it hangs on, and never changes it`() {
        var save = leased()
        save.follow = .wanted
        let ends: [Save] = [
            save.after(.refused(.rejected), at: later(9), jitter: 0, canRemind: false),
            save.after(.refused(.rejected), at: later(9), jitter: 0, canRemind: true),
            save.revoked(at: later(9)), save.expired(at: later(-day), canRemind: true),
        ]
        #expect(ends.allSatisfy { $0.follow == .failed })
        #expect(save.after(.saved, at: later(9), jitter: 0, canRemind: true).follow == .wanted)
        #expect(
            save.after(.unreachable, at: later(9), jitter: 0, canRemind: true).follow == .wanted)
        save.follow = .none
        #expect(save.revoked(at: later(9)).follow == .none)
    }
}
