import Operations
import Smartlink
import Telemetry

extension SaveRunner {
    /// Follows the artist of what was just saved, in a request of its own; what became of the wish.
    ///
    /// A platform that does not answer is asked once more. The save stays saved, whatever this comes to.
    func follow(_ save: Save, _ link: Link, with grant: TokenGrant?) async -> Save.Follow {
        guard let platform = actions.platforms()[save.platform], let grant else { return .failed }
        let target = SaveTarget(link, on: platform.id)
        for attempt in 1...Limits.followAttemptsMax {
            let outcome = await platform.follow(target, with: grant, key: "\(key(of: save))-follow")
            tally.count(outcome, at: platform.id)
            let seconds: Int
            switch outcome {
            case .followed: return .done
            case .refused:
                log.info("follow_refused", LogField("platform", .name(platform.id)))
                return .failed
            case .busy(let wanted): seconds = max(wanted ?? 1, 1)
            case .unreachable: seconds = 1
            }
            guard attempt < Limits.followAttemptsMax, seconds <= Limits.followPauseSecondsMax else {
                break
            }
            await sleep(Int64(seconds) * 1_000)
        }
        log.info("follow_given_up", LogField("platform", .name(platform.id)))
        return .failed
    }
}
