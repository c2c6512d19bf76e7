import Glibc
import Smartlink
import Testing

@testable import Store

struct SaltsTests {
    let folder = TemporaryFolder()

    @Test func `a day has one salt, which outlives a restart and not its day`() throws {
        let store = try openStore(folder)
        let first = try store.salt(day: 100)
        #expect(try store.salt(day: 100) == first)
        store.close()
        let second = try openStore(folder)
        defer { second.close() }
        #expect(try second.salt(day: 100) == first)
        let next = try second.salt(day: 101)
        #expect(next != first)
        // A loop whose clock was read before midnight.
        #expect(try second.salt(day: 100) == next)
        while try second.number("SELECT sum(day) FROM salts") != 101 { usleep(1_000) }
    }

    @Test func `yesterday's salt is in none of the files`() throws {
        let store = try openStore(folder)
        defer { store.close() }
        let salt = try store.salt(day: 100)
        let needle = (0..<8).reversed().map { UInt8(truncatingIfNeeded: salt.0 >> (8 * $0)) }
        func isFound() throws -> Bool {
            for name in ["segue.db", "segue.db-wal"] {
                let bytes = try DataFolder.read("\(folder.path)/\(name)")
                let last = bytes.count - needle.count
                if last >= 0, (0...last).contains(where: { bytes[$0...].starts(with: needle) }) {
                    return true
                }
            }
            return false
        }
        while try !isFound() { usleep(1_000) }
        _ = try store.salt(day: 101)
        while try isFound() { usleep(1_000) }
    }

    @Test func `a salt does not wait for a disk that takes nothing`() throws {
        let store = try openStore(folder)
        defer { store.close() }
        let other = try Store.writer(folder.path + "/segue.db", .process)
        let transaction = try Transaction(writing: other)
        let salt = try store.salt(day: 100)
        try transaction.commit()
        while try store.number("SELECT count(*) FROM salts") == 0 { usleep(1_000) }
        #expect(try store.salt(day: 100) == salt)
        #expect(try store.number("SELECT low FROM salts") == Int64(bitPattern: salt.0))
    }
}
