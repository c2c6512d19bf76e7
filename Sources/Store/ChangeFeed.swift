// Links may be changed by another process, a command beside the server: each change leaves a row in
// `changes`, and the server looks for new ones several times a second.
import Smartlink
import Synchronization

/// Finds what other processes changed.
final class ChangeFeed: Sendable {
    private let settings: Settings
    private let open: @Sendable () throws(StoreFailure) -> Connection
    private let isClosed = Atomic(false)
    private let lastSeen = Atomic<Int64>(0)
    private let alarm = Alarm()

    init(_ settings: Settings, open: @escaping @Sendable () throws(StoreFailure) -> Connection) {
        self.settings = settings
        self.open = open
    }

    /// Leaves a note of a change, in the transaction that makes it.
    static func note(_ code: Code, _ connection: Connection) throws(StoreFailure) {
        try connection.run("INSERT INTO changes (code) VALUES (?)", .text(code.text))
        try connection.run(
            "DELETE FROM changes WHERE id <= ?",
            .integer(connection.lastInsertedRow - Limits.changesKept))
    }

    /// Takes note of where the feed begins: nothing changed after this is missed.
    func start() throws(StoreFailure) {
        let newest = try open().integer("SELECT max(id) FROM changes") ?? 0
        lastSeen.store(newest, ordering: .releasing)
    }

    func close() {
        isClosed.store(true, ordering: .releasing)
        alarm.ring()
    }

    /// Looks until it is closed.
    func run() {
        var connection: Connection?
        var version: Int64 = -1
        while !isClosed.load(ordering: .acquiring) {
            do throws(StoreFailure) {
                let present = try Connection.kept(in: &connection, open)
                // Any commit counts this up, by any connection; without one there is nothing to read.
                let now = try present.integer("PRAGMA data_version") ?? 0
                if now != version {
                    version = now
                    try publish(present)
                }
            } catch {
                connection = nil
                version = -1
            }
            alarm.wait(until: monotonicNanoseconds() + Limits.changePollMs * 1_000_000)
        }
    }

    private func publish(_ connection: Connection) throws(StoreFailure) {
        var codes: [Code] = []
        var newest = lastSeen.load(ordering: .relaxed)
        try connection.rows(
            "SELECT id, code FROM changes WHERE id > ? ORDER BY id", [.integer(newest)]
        ) { row in
            newest = row.integer(0)
            if let code = Code(row.text(1)) { codes.append(code) }
        }
        lastSeen.store(newest, ordering: .relaxed)
        for code in codes { settings.onLinkChange(code) }
    }
}
