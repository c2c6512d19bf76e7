// The store: one SQLite database and a folder of artwork. Everything is written by one thread, in
// transactions; loops and tasks read beside it from snapshots of their own (WAL).
public import Smartlink
import Synchronization

/// The product's memory, as floor 4 sees it through the protocols of Smartlink's ports.
public final class Store: Sendable {
    let settings: Settings
    let folder: DataFolder
    /// Where events go.
    public let events: EventWriter
    let readers: Readers
    let checkpointer: Checkpointer
    let changeFeed: ChangeFeed
    let rollups: Rollups
    let preparation: Mutex<RoutePreparation?>
    let refreshes = Atomic(0)
    let salts = Mutex<DaySalt?>(nil)
    /// Whether the log still holds grants or addresses that were destroyed.
    let holdsDestroyed = Atomic(false)
    private let threads = Mutex<[Thread]>([])

    /// Opens the store of a data folder, made and brought up to date as needed; its threads run until
    /// `close`.
    ///
    /// Errors: `refused` for a newer, foreign or damaged file, which stays as it is; `file` for a folder
    /// that cannot be used.
    public init(_ settings: Settings, preparation: RoutePreparation? = nil) throws(StoreFailure) {
        self.settings = settings
        folder = DataFolder(path: settings.folder)
        self.preparation = Mutex(preparation)
        try folder.make()
        try DatabaseFile.prepare(folder)
        try folder.makeArtwork()
        let path = folder.database
        let durability = settings.durability
        let checkpointer = Checkpointer { () throws(StoreFailure) in
            try Self.writer(path, durability)
        }
        self.checkpointer = checkpointer
        events = EventWriter(
            heldBytesMax: settings.heldBytesMax, commitMsMax: settings.commitMsMax,
            desk: WriterDesk(checkpointer: checkpointer) { () throws(StoreFailure) in
                try Self.writer(path, durability)
            }, log: settings.log)
        readers = Readers { () throws(StoreFailure) in try Self.reader(path) }
        changeFeed = ChangeFeed(settings) { () throws(StoreFailure) in try Self.reader(path) }
        rollups = Rollups(events, settings) { () throws(StoreFailure) in try Self.reader(path) }
        do throws(StoreFailure) {
            try start()
        } catch {
            close()
            throw error
        }
    }

    private func start() throws(StoreFailure) {
        var bodies: [@Sendable () -> Void] = [
            { [events] in events.run() },
            { [events] in events.watch() },
            { [checkpointer] in checkpointer.run() },
        ]
        for _ in 0..<Limits.readers { bodies.append { [readers] in readers.run() } }
        if settings.role == .server {
            try changeFeed.start()
            bodies.append { [changeFeed] in changeFeed.run() }
            bodies.append { [rollups] in rollups.run() }
        }
        for body in bodies {
            let thread = try Thread(body)
            threads.withLock { $0.append(thread) }
        }
    }

    /// Writes what is held, ends the threads and closes the database; whoever asks later is refused.
    ///
    /// Blocks until done: seconds at most, even if the disk takes nothing.
    public func close() {
        changeFeed.close()
        rollups.close()
        readers.close()
        events.close()
        checkpointer.close()
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in running { thread.join() }
        // Connections closed side by side each leave the log to the other.
        try? Self.writer(folder.database, settings.durability).emptyLog()
    }

    // MARK: Connections

    static func writer(
        _ path: String, _ durability: Durability
    ) throws(StoreFailure) -> Connection {
        let connection = try Connection(path, .writing)
        try connection.setUpForWriting(durability)
        return connection
    }

    static func reader(_ path: String) throws(StoreFailure) -> Connection {
        let connection = try Connection(path, .reading)
        try connection.setUpForReading()
        return connection
    }

    // MARK: Reading and writing

    /// Runs `body` in one transaction on the writer's thread.
    ///
    /// `code` is the link it changes: once committed, and before the caller goes on, that is made known.
    func write<Answer: Sendable>(
        changing code: Code? = nil,
        _ body: @escaping @Sendable (Connection) throws(StoreFailure) -> Answer
    ) async throws(Failure) -> Answer {
        let publish = settings.onLinkChange
        return try await outcome(of: events.submit) { connection throws(StoreFailure) in
            let transaction = try Transaction(writing: connection)
            let answer = try body(connection)
            if let code { try ChangeFeed.note(code, connection) }
            try transaction.commit()
            if let code { publish(code) }
            return answer
        }
    }

    /// Runs `body` on one snapshot of the database.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreFailure) -> Answer
    ) async throws(Failure) -> Answer {
        try await outcome(of: readers.submit) { connection throws(StoreFailure) in
            let transaction = try Transaction(reading: connection)
            let answer = try body(connection)
            try transaction.commit()
            return answer
        }
    }

    func outcome<Answer: Sendable>(
        of submit: @Sendable (EventWriter.Job) -> Void,
        _ body: @escaping @Sendable (Connection) throws(StoreFailure) -> Answer
    ) async throws(Failure) -> Answer {
        let result: Result<Answer, StoreFailure> = await withCheckedContinuation { waiting in
            submit(
                EventWriter.Job(
                    run: { connection in
                        waiting.resume(
                            returning: Result { () throws(StoreFailure) in try body(connection) })
                    },
                    refuse: { waiting.resume(returning: .failure($0)) }))
        }
        switch result {
        case .success(let answer): return answer
        case .failure(let failure):
            if case .domain = failure {} else { settings.log("The store failed: \(failure)") }
            throw failure.failure
        }
    }

    /// The log now holds something that was destroyed.
    func noteDestroyed() { holdsDestroyed.store(true, ordering: .relaxed) }

    /// Has the log emptied if it may hold what was destroyed: not at once each time, because that costs
    /// the events behind it milliseconds.
    func emptyDestroyed() {
        if holdsDestroyed.exchange(false, ordering: .relaxed) { checkpointer.empty() }
    }

    // MARK: Catalogue

    /// Prepares routes anew from here on: at the start, and when the catalogue has changed.
    public func use(_ preparation: RoutePreparation) {
        self.preparation.withLock { $0 = preparation }
    }

    /// The stable small number of each platform, given to it when it is first met.
    ///
    /// Errors: `invalid_field` when there are more than 63.
    public func numbers(for ids: [String]) async throws(Failure) -> [String: UInt8] {
        try await write { connection throws(StoreFailure) in
            var numbers: [String: UInt8] = [:]
            try connection.rows("SELECT id, number FROM platforms") {
                numbers[$0.text(0)] = UInt8(truncatingIfNeeded: $0.integer(1))
            }
            for id in ids where numbers[id] == nil {
                let next = (numbers.values.max() ?? 0) + 1
                guard Int64(next) <= Limits.platformsMax else {
                    throw .domain(
                        Failure(
                            .invalidField,
                            "There is no number left for platform \(id): a store knows at most "
                                + "\(Limits.platformsMax), those given up included."))
                }
                try connection.run(
                    "INSERT INTO platforms (number, id) VALUES (?, ?)", .integer(Int64(next)),
                    .text(id))
                numbers[id] = next
            }
            return numbers.filter { ids.contains($0.key) }
        }
    }
}
