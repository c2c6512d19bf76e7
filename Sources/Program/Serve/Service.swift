// One running server: the store, the loops over it and the doors, wired together. Built in the order in which
// they need each other, taken down in the opposite one.
import API
import Bytes
import Crypto
import EventLoop
import Geo
import Glibc
import HTTP
import HTTPServer
import Operations
import Outbound
import Platforms
import Releases
import Site
import Smartlink
import Store
import Synchronization
import Telemetry

final class Service: Sendable {
    let log: Log
    /// `http://127.0.0.1:8080`, with the port that was taken.
    let address: String
    /// Where /metrics answers; nil if nowhere.
    let metricsAddress: String?
    let actions: Actions
    /// Where letters lie that no mail server takes; nil where there is one.
    let outbox: String?
    private let store: Store
    private let presaves: PresaveParts
    private let work: BackgroundWork
    /// What the tables in force are made of.
    private let sources: Mutex<FanSources>
    /// How often it is looked whether clocks have changed somewhere and letters have lain too long.
    private static let lookAroundMs: Int64 = 60_000
    private let tables: FanTablesInForce
    private let server: Server
    private let metrics: Server?
    private let readiness: Readiness

    private init(
        log: Log, address: String, actions: Actions, store: Store, tables: FanTablesInForce,
        server: Server, metrics: (server: Server, address: String)?, readiness: Readiness,
        presaves: PresaveParts, work: BackgroundWork, outbox: String?, sources: FanSources
    ) {
        self.sources = Mutex(sources)
        self.presaves = presaves
        self.work = work
        self.outbox = outbox
        self.log = log
        metricsAddress = metrics?.address
        self.actions = actions
        self.address = address
        self.store = store
        self.tables = tables
        self.server = server
        self.metrics = metrics?.server
        self.readiness = readiness
    }

    /// Opens the store and starts to accept.
    static func start(_ configuration: Configuration, log: Log) async throws -> Service {
        let operators = try OperatorTables.read(configuration.files)
        let countries = try CountrySource.open(database: configuration.geoDatabase)
        let changes = LinkChanges()
        let store = try openStore(configuration, changes: changes, log: log)
        do {
            let sources = try await FanSources(configuration, operators, store)
            let tables = FanTablesInForce(sources.tables(publicURL: configuration.publicURL))
            let readiness = Readiness()
            let zones = SystemZones()
            let surroundings = Surroundings(tables, zones, configuration.plans)
            let presaves = try PresaveParts(
                configuration, store: store, zones: zones, surroundings: surroundings,
                log: log
            ) { tables.tables.baseURL }
            tables.replace(with: sources.tables(publicURL: configuration.publicURL, presaves))
            let finding = try FindingParts(
                configuration, store: store, outbound: presaves.outbound,
                surroundings: surroundings, log: log)
            let webhooks = presaves.webhooks(configuration, tables, store, surroundings, log)
            let studio = CardParts.studio(configuration, store, log)
            let actions = Actions(
                links: store, accounts: store, statistics: store, surroundings: surroundings,
                finding: finding.finding, webhooks: webhooks.actions, examination: studio,
                releaseMoved: presaves.actions.reschedule)
            let doors = try Doors(
                configuration, actions: actions, sessions: store,
                transfer: TransferActions(actions, over: store),
                presaves: presaves.door(tables, countries, store), tables: tables,
                changes: changes, pictures: studio, readiness: readiness)
            let planes = Planes(
                store: store, tables: tables, changes: changes, countries: countries, log: log,
                routeBytes: configuration.routeBytes, pageBytes: configuration.pageBytes)
            let server = Server(
                configuration: serverConfiguration(configuration), makePlane: planes.make,
                control: doors)
            let metrics = try await startMetrics(
                configuration, server, store, (presaves.tally, finding.tally), webhooks)
            let endpoints = try listening(configuration.listen) { () throws(SystemFailure) in
                try server.start()
            }
            let address = "http://\(endpoints.first ?? configuration.listen)"
            if configuration.baseURL == nil {
                // The port is known only now.
                tables.replace(with: sources.tables(publicURL: address, presaves))
            }
            let postmaster = try Postmaster(
                configuration, outbound: presaves.outbound, folder: presaves.outbox,
                tables: tables, actions: presaves.actions)
            let work = BackgroundWork()
            readiness.isReady = true
            let service = Service(
                log: log, address: address, actions: actions, store: store, tables: tables,
                server: server, metrics: metrics, readiness: readiness, presaves: presaves,
                work: work, outbox: postmaster.outbox, sources: sources)
            service.begin(postmaster, webhooks)
            return service
        } catch {
            store.close()
            throw error
        }
    }

    /// Puts a configuration in force, as far as it can change while serving.
    func apply(_ configuration: Configuration) async throws {
        let operators = try OperatorTables.read(configuration.files)
        let sources = try await FanSources(configuration, operators, store)
        try presaves.keys.reload()
        try server.reload(
            limits: configuration.limits, trustedProxies: configuration.trustedProxies)
        let publicURL = configuration.baseURL?.text ?? address
        self.sources.withLock { $0 = sources }
        tables.replace(with: sources.tables(publicURL: publicURL, presaves))
        log.level = configuration.logLevel
    }

    /// Release day, the post and the clocks, each a task of its own.
    private func begin(_ postmaster: Postmaster, _ webhooks: WebhookParts) {
        webhooks.begin(in: work)
        let saves = SaveRunner(
            presaves.actions, perSecond: presaves.budgets, tally: presaves.tally, log: log,
            sleep: BackgroundWork.sleep)
        let letters = LetterRunner(
            presaves.actions, post: postmaster.post, log: log, sleep: BackgroundWork.sleep,
            write: postmaster.write)
        let pursuits = PursuitRunner(
            actions, store, log: log, sleep: BackgroundWork.sleep)
        let allowances = AllowanceRunner(actions, log: log, sleep: BackgroundWork.sleep)
        work.start { await allowances.run() }
        work.start { await pursuits.run() }
        work.start { await saves.run() }
        work.start { await letters.run() }
        work.start { [weak self] in
            while !Task.isCancelled {
                await BackgroundWork.sleep(Self.lookAroundMs)
                self?.followClocks()
            }
        }
        guard let folder = presaves.outbox else { return }
        log.info("letters_stay_here", LogField("folder", .path(folder.folder)))
        let now = actions.surroundings.now
        work.start {
            while !Task.isCancelled {
                // No address lies about for longer than it may without a confirmation.
                let end = now().ms - Subscription.unconfirmedMsMax
                folder.remove(lettersBefore: Instant(ms: end))
                await BackgroundWork.sleep(Self.lookAroundMs)
            }
        }
    }

    /// Makes the tables anew when some country's clocks have been put forward or back.
    private func followClocks() {
        let now = actions.surroundings.now()
        guard !tables.tables.clocks.hold(presaves.zones, at: now) else { return }
        let url = tables.tables.baseURL
        tables.replace(with: sources.withLock { $0 }.tables(publicURL: url, presaves))
    }

    /// Finishes what is under way, writes what is held, ends.
    func stop() async {
        log.info("stopping")
        readiness.isReady = false
        await server.drain()
        await metrics?.drain()
        await work.stop()
        presaves.outbound.close()
        store.close()
        let figures = store.events.figures
        if figures.held > 0 || figures.dropped > 0 {
            log.error(
                "events_lost", LogField("held", .count(figures.held)),
                LogField("dropped", .count(Int(clamping: figures.dropped))))
        }
        log.info("stopped")
    }
}

extension Service {
    private static func openStore(
        _ configuration: Configuration, changes: LinkChanges, log: Log
    ) throws -> Store {
        var settings = Settings(folder: configuration.data) { Instant(ms: SystemClock.realMs()) }
        settings.durability = configuration.durability
        settings.heldBytesMax = configuration.heldBytesMax
        settings.commitMsMax = configuration.commitMsMax
        settings.log = { log.warning("store", LogField("cause", .cause($0))) }
        settings.onLinkChange = { changes.publish($0) }
        return try Store(settings)
    }

    private static func serverConfiguration(_ configuration: Configuration)
        -> Server.Configuration
    {
        var server = Server.Configuration(listen: [configuration.listen])
        server.inherited = ServiceSupervisor.inheritedSockets()
        server.loops = configuration.workers > 0 ? configuration.workers : coresUsable()
        server.limits = configuration.limits
        server.trustedProxies = configuration.trustedProxies
        return server
    }

    /// The cores this process may run on (`taskset`, cgroups' cpusets), as the kernel tells them (proc(5)).
    private static func coresUsable() -> Int {
        let status = (try? ProgramFile.read("/proc/self/status")) ?? []
        let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
        let allowed = lines.first { $0.hasPrefix("Cpus_allowed:") }
        let cores = allowed?.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue)
            .reduce(0) { $0 + $1.nonzeroBitCount }
        return max(1, cores ?? 1)
    }

    private static func startMetrics(
        _ configuration: Configuration, _ server: Server, _ store: Store,
        _ tallies: (saves: SaveTally, sources: SourceTally), _ webhooks: WebhookParts
    ) async throws -> (server: Server, address: String)? {
        guard let endpoint = configuration.metrics else { return nil }
        let saves = SaveGauge(store)
        var metrics = ServiceMetrics.all(server, store, tallies, saves)
        metrics.add(
            .counter, "segue_webhook_deliveries_total",
            "Messages to artists' webhooks since the start, by what became of an attempt."
        ) { webhooks.samples }
        let door = MetricsDoor(metrics: metrics, saves: saves)
        let listener = Server(
            configuration: Server.Configuration(listen: [endpoint]),
            makePlane: { _, _ in NoDataPlane() }, control: door)
        let endpoints = try listening(endpoint) { () throws(SystemFailure) in
            try listener.start()
        }
        return (listener, "http://\(endpoints.first ?? endpoint)")
    }

    /// Starts a listener; a taken address is explained.
    private static func listening(
        _ endpoint: Endpoint, _ start: () throws(SystemFailure) -> [Endpoint]
    ) throws -> [Endpoint] {
        do throws(SystemFailure) {
            return try start()
        } catch {
            guard error.isAddressInUse else {
                throw CommandFailure(message: "cannot listen on \(endpoint): \(error)")
            }
            throw AddressTaken(endpoint: endpoint)
        }
    }
}

/// Somebody listens there already.
struct AddressTaken: Error {
    var endpoint: Endpoint

    var message: String {
        "cannot listen on \(endpoint): another program does; --listen and --metrics take other addresses"
    }
}

extension PresaveParts {
    fileprivate func door(
        _ tables: FanTablesInForce, _ countries: any CountryLookup, _ store: Store
    ) -> PresaveDoor {
        PresaveDoor(
            actions, tables: tables, countries: countries,
            steps: FanSteps(log: store.events, salts: store))
    }

    /// Under the same keys and on the same way out.
    fileprivate func webhooks(
        _ configuration: Configuration, _ tables: FanTablesInForce, _ store: Store,
        _ surroundings: Surroundings, _ log: Log
    ) -> WebhookParts {
        WebhookParts(
            configuration, store: store, vault: keys, outbound: outbound,
            surroundings: surroundings, log: log
        ) { tables.tables.baseURL }
    }
}

extension Surroundings {
    /// The world as this machine has it, with the tables in force.
    fileprivate init(
        _ tables: FanTablesInForce, _ zones: SystemZones, _ plans: Configuration.Plans
    ) {
        self.init(catalogue: { tables.tables.catalogue }, agents: { tables.tables.agents })
        allowances = { plans.allowances }
        sleep = BackgroundWork.sleep
        minutesAhead = { country, now in
            (zones.zone(ofCountry: country)?.offset(at: now.ms / 1_000) ?? 0) / 60
        }
    }
}
