import Crypto
import EventLoop
import Glibc
import Operations
import Outbound
import Smartlink
import Store
import Telemetry

/// The verbs over an opened store: what every command but `serve` works with, beside a running server or alone.
struct Workbench: Sendable {
    let store: Store
    let actions: Actions

    /// Leaving and coming, beside whatever else runs.
    var transfer: TransferActions { TransferActions(actions, over: store) }

    /// Opens the store that the call means, does the work and closes it.
    ///
    /// Errors: a folder without a store, unless `making` says to make one.
    static func open(
        _ call: Command.Call, _ absent: Absence = .refused, reach: Reach = .store,
        _ work: (Workbench) async throws -> Void
    ) async throws {
        let configured = try Configured.read(call)
        let folder = configured.configuration.data
        if absent == .refused, unsafe access("\(folder)/segue.db", F_OK) != 0 {
            throw CommandFailure(
                message:
                    "there is no store in \(folder). --data names its folder; `segue serve` and "
                    + "`segue account create` make one.")
        }
        let tables = try OperatorTables.read(configured.configuration.files)
        var settings = Settings(folder: folder) { Instant(ms: SystemClock.realMs()) }
        settings.role = .tool
        settings.durability = configured.configuration.durability
        let store = try Store(settings)
        defer { store.close() }
        let catalogue = try await Self.catalogue(tables.platforms, store)
        let agents = try AgentTable(file: tables.crawlers, platforms: catalogue.platforms)
        var surroundings = Surroundings(catalogue: { catalogue }, agents: { agents })
        surroundings.sleep = BackgroundWork.sleep
        surroundings.allowances = { configured.configuration.plans.allowances }
        var finding: FindingParts?
        var outbound: Outbound?
        defer { outbound?.close() }
        if reach == .sources {
            let way = try Self.outbound()
            outbound = way
            finding = try FindingParts(
                configured.configuration, store: store, outbound: way, surroundings: surroundings,
                log: Log(level: .warning))
        }
        let actions = Actions(
            links: store, accounts: store, statistics: store, surroundings: surroundings,
            finding: finding?.finding,
            webhooks: Self.webhooks(configured.configuration, store, surroundings))
        try await work(Workbench(store: store, actions: actions))
    }

    enum Absence { case refused, made }

    /// How far the verbs reach: into the store alone, or out to the platforms' catalogues.
    enum Reach { case store, sources }

    /// The verbs about webhooks that send nothing: what is due is the server's to deliver.
    private static func webhooks(
        _ configuration: Configuration, _ store: Store, _ surroundings: Surroundings
    ) -> WebhookActions {
        WebhookActions(
            webhooks: store,
            vault: VaultAtNeed(
                folder: "\(configuration.data)/keys", keyFile: configuration.vaultKeyFile),
            post: NoPost(), surroundings: surroundings, reach: configuration.webhooks.reach
        ) { _ in nil }
    }

    private static func outbound() throws -> Outbound {
        do throws(OutboundFailure) {
            return try Outbound(version: Release.version)
        } catch {
            throw CommandFailure(message: "cannot start the thread for requests: \(error)")
        }
    }

    /// The platforms under the store's numbers, with routes prepared by them from here on.
    static func catalogue(_ file: PlatformsFile, _ store: Store) async throws -> Catalogue {
        let numbers = try await store.numbers(for: file.ids)
        let catalogue = try Catalogue(file: file, numbers: numbers)
        store.use(
            RoutePreparation(fingerprint: catalogue.fingerprint) {
                Route.prepare($0, catalogue: catalogue)
            })
        return catalogue
    }
}

extension Surroundings {
    /// The world as this machine has it.
    init(
        catalogue: @escaping @Sendable () -> Catalogue, agents: @escaping @Sendable () -> AgentTable
    ) {
        self.init(
            now: { Instant(ms: SystemClock.realMs()) }, random: { randomBytes($0) },
            sha256: { SHA256.digest($0) }, catalogue: catalogue, agents: agents,
            zoneFile: { name in
                // Names with dots or a leading slash never get here (`Zone.isName`).
                try? ProgramFile.read("/usr/share/zoneinfo/\(name)")
            })
    }
}

extension TransferActions {
    /// Over one store, which leaves the machine to fans now and then.
    init(_ actions: Actions, over store: Store) {
        self.init(actions, fans: store, store: store, rest: BackgroundWork.rest)
    }
}
