// Everything behind webhooks, wired together: the way out, what is written, the verbs, the runner.
import API
import Operations
import Outbound
import Releases
import Smartlink
import Store
import Telemetry

/// What an operator sets about webhooks.
struct WebhookSettings: Equatable, Sendable {
    /// Whether they may lead to this machine and its networks, and over http.
    var allowPrivate = false

    var reach: WebhookReach { allowPrivate ? .anywhere : .publicOnly }
}

/// The parts of a process that tell artists' own servers what happens.
struct WebhookParts: Sendable {
    let actions: WebhookActions
    let tally = WebhookTally()
    private let log: Log

    init(
        _ configuration: Configuration, store: Store, vault: any Vault, outbound: Outbound,
        surroundings: Surroundings, log: Log, baseURL: @escaping @Sendable () -> String
    ) {
        let reach = configuration.webhooks.reach
        let writer = WebhookWriter(
            links: store, fans: store, now: surroundings.now, baseURL: baseURL)
        actions = WebhookActions(
            webhooks: store, vault: vault,
            post: WebhookDoor(outbound: outbound, reach: reach, now: surroundings.now),
            surroundings: surroundings, reach: reach
        ) { (news) throws(Failure) in try await writer.write(news) }
        self.log = log
    }

    /// Delivers until the work is stopped.
    func begin(in work: BackgroundWork) {
        let runner = WebhookRunner(
            actions, tally: tally, log: log, sleep: BackgroundWork.sleep)
        work.start { await runner.run() }
    }

    /// For /metrics.
    var samples: [Sample] {
        tally.all.sorted { $0.key < $1.key }.map { outcome, count in
            Sample([.init("outcome", outcome)], .number(Double(count)))
        }
    }
}

extension Setting {
    static let webhooks: [Setting] = [
        .flag("webhooks.allowPrivate", \.webhooks.allowPrivate)
    ]
}
