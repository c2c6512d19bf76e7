import Glibc
import Smartlink
import Testing

@testable import Store

struct FanStorageTests {
    let folder = TemporaryFolder()
    private func later(_ ms: Int64) -> Instant { Instant(ms: release.ms + ms) }
    private let marker = Array("GRANT-THAT-MUST-GO-0123456789".utf8)

    /// Whether the database file or its log has the bytes anywhere.
    private func isOnDisk(_ bytes: [UInt8]) throws -> Bool {
        try ["/segue.db", "/segue.db-wal"].contains { end in
            guard (DataFolder.size(of: folder.path + end) ?? 0) > 0 else { return false }
            let file = try DataFolder.read(folder.path + end)
            return file.indices.contains { start in
                file[start] == bytes[0] && file[start...].starts(with: bytes)
            }
        }
    }

    /// Waits until the checkpointer has emptied the log.
    private func expectGone(_ bytes: [UInt8]) throws {
        for _ in 0..<600 {
            if try !isOnDisk(bytes) { return }
            usleep(100_000)
        }
        Issue.record("still on the disk")
    }

    @Test(arguments: [40, 9_000])
    func `after delivery no byte of the grant is on the disk`(bytes: Int) async throws {
        let house = try await Presaves(folder)
        let secret = marker + [UInt8](repeating: 65, count: bytes)
        for id in 1...3 as ClosedRange<Int64> { try await house.queue(id, sealed: secret) }
        let leased = try await house.lease()
        try await house.store.replaceGrant(of: 2, sealed: marker)
        #expect(try isOnDisk(marker))
        try await house.settle(leased, .saved)
        try await house.store.sweep(at: release)
        try expectGone(marker)
        #expect(try await house.present(1).state == .saved)
    }

    @Test func `an address that was withdrawn is not on the disk either`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await house.subscribe(5, of: 1, "mira-unmistakable@example.org")
        let address = Array("mira-unmistakable".utf8)
        #expect(try isOnDisk(address))
        _ = try await house.store.unsubscribe(subscription: 5, at: release)
        try await house.store.sweep(at: release)
        try expectGone(address)
    }

    @Test func `the address of a reminder goes a week after its letter, one for news stays`()
        async throws
    {
        let house = try await Presaves(folder)
        try await house.queue(1, "pandora", .reminder)
        try await house.subscribe(1, of: 1, "reminded-unmistakable@example.org")
        try await house.subscribe(2, of: 1, "news-unmistakable@example.org", .news)
        for id in 1...2 as ClosedRange<Int64> {
            _ = try await house.store.confirm(subscription: id, at: noon2026)
        }
        try await house.remind(try await house.lease())
        let end = release.ms + Subscription.remindedMsMax
        try await house.store.sweep(at: Instant(ms: end))
        let held = "SELECT count(*) FROM subscriptions WHERE address LIKE '%-unmistakable@%'"
        #expect(try house.store.number(held) == 2)
        try await house.store.sweep(at: Instant(ms: end + 1))
        try expectGone(Array("reminded-unmistakable".utf8))
        #expect(try house.store.number(held) == 1)
        #expect(try await house.present(1).state == .reminded)
    }

    @Test func `an erased fan leaves no row in any table, and no byte`() async throws {
        let house = try await Presaves(folder)
        let fan: Int64 = 5_381_733_910_177
        for id in [fan, 2] {
            try await house.keep(id)
            _ = try await house.store.queue(house.save(id, of: id), sealed: marker)
            _ = try await house.store.queue(
                house.save(id + 1, of: id, "pandora", .reminder), sealed: nil)
            try await house.subscribe(id, of: id, "f\(id)@example.org")
            try await house.subscribe(id + 1, of: id, "f\(id)@example.org", .news)
            _ = try await house.store.confirm(subscription: id, at: noon2026)
            try await house.store.begin(
                Authorisation(
                    state: [UInt8(id & 0xFF)], browser: [1], fan: id, code: house.link.code,
                    platform: "tidal", verifier: "v", createdAt: noon2026))
        }
        try await house.remind(
            try await house.lease().filter { $0.save.mode == .reminder && $0.save.fan == fan })
        try await house.store.erase(fan: fan)
        #expect(try await rows(with: fan, in: house.store) == [])
        #expect(try await rows(with: fan + 1, in: house.store) == [])
        #expect(try house.store.number("SELECT count(*) FROM grants") == 1)
        #expect(try house.store.number("SELECT count(*) FROM letters") == 1)
        #expect(try await house.store.holdings(of: 2)?.saves.count == 2)
        #expect(try await house.store.take(state: [UInt8(fan & 0xFF)], at: noon2026) == nil)
        try expectGone(Array("f\(fan)@".utf8))
        try await house.store.erase(fan: fan)
    }

    /// Tables in which any column has that number.
    private func rows(with number: Int64, in store: Store) async throws -> [String] {
        try await store.read { connection throws(StoreFailure) in
            var columns: [(table: String, column: String)] = []
            try connection.rows(
                """
                SELECT m.name, p.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS p
                WHERE m.type = 'table'
                """
            ) { columns.append(($0.text(0), $0.text(1))) }
            var found: [String] = []
            for (table, column) in columns {
                let hit = try connection.integer(
                    "SELECT 1 FROM \"\(table)\" WHERE \"\(column)\" = ? LIMIT 1", .integer(number))
                if hit != nil { found.append("\(table).\(column)") }
            }
            return found
        }
    }

    @Test func `a changed fan is the same fan`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        var fan = try #require(try await house.store.fan(1))
        fan.locale = "fr"
        fan.zone = "Europe/Paris"
        fan.country = .unknown
        try await house.store.keep(fan)
        #expect(try await house.store.fan(1) == fan)
        #expect(try await house.store.holdings(of: 1)?.saves.count == 1)
    }

    @Test func `fans with nothing left are swept, others stay`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await house.queue(2)
        try await house.keep(3)
        try await house.subscribe(3, of: 3)
        try await house.keep(4)
        try await house.subscribe(4, of: 4, "confirmed@example.org")
        _ = try await house.store.confirm(subscription: 4, at: noon2026)
        let end = noon2026.ms + 48 * hourMs
        try await house.store.sweep(at: Instant(ms: end))
        #expect(try house.store.number("SELECT count(*) FROM fans") == 4)
        try await house.store.sweep(at: Instant(ms: end + 1))
        #expect(try house.store.number("SELECT group_concat(id) = '2,4' FROM fans") == 1)
    }
}
