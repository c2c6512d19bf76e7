import Glibc
import Smartlink
import Testing

@testable import Store

struct DatabaseFileTests {
    let folder = TemporaryFolder()
    private var path: String { folder.path + "/segue.db" }

    private func made() throws {
        let store = try openStore(folder)
        store.close()
    }

    /// Writes over some bytes of the file.
    private func damage(at offset: Int, _ bytes: [UInt8]) throws {
        var file = try DataFolder.read(path)
        for (place, byte) in bytes.enumerated() { file[offset + place] = byte }
        try DataFolder.write(file, to: path)
    }

    private func expectRefused(_ word: String) throws {
        let before = try DataFolder.read(path)
        let names = DataFolder.names(in: folder.path)
        let failure = #expect(throws: StoreFailure.self) { try openStore(folder) }
        guard case .refused(_, let why) = failure else {
            Issue.record("not refused but \(String(describing: failure))")
            return
        }
        #expect(why.contains(word))
        #expect(try DataFolder.read(path) == before)
        #expect(DataFolder.names(in: folder.path) == names)
    }

    @Test func `only its owner may read a new store, its log and its backup`() async throws {
        func mode(_ path: String) -> UInt32? {
            var facts = stat()
            guard unsafe stat(path, &facts) == 0 else { return nil }
            return facts.st_mode & 0o777
        }
        let store = try openStore(folder)
        defer { store.close() }
        let backup = TemporaryFolder()
        try await store.backup(to: backup.path)
        for file in ["", "-wal", "-shm"] { #expect(mode(path + file) == 0o600) }
        #expect(mode("\(backup.path)/segue.db") == 0o600)
    }

    @Test func `a new store has this program's version and nothing else lies about`() throws {
        try made()
        #expect(try DatabaseFile.inspect(path) == Schema.version)
        #expect(DataFolder.names(in: folder.path) == ["artwork", "segue.db"])
    }

    @Test func `a newer file is refused`() throws {
        try made()
        try damage(at: 60, [0, 0, 0, 99])
        try expectRefused("newer")
    }

    @Test func `a newer file that says so only in its log is refused`() throws {
        try made()
        let other = try Store.writer(path, .process)
        try other.execute("PRAGMA user_version = 99")
        try expectRefused("newer")
    }

    @Test func `another program's database is refused`() throws {
        try made()
        try damage(at: 68, [0, 0, 0, 0])
        try expectRefused("another program")
    }

    @Test(arguments: [1, 99, 100])
    func `something else under the name is refused`(bytes: Int) throws {
        try DataFolder.write([UInt8](repeating: 65, count: bytes), to: path)
        try expectRefused("not a database")
    }

    @Test func `a file cut short is refused`() throws {
        try made()
        let file = try DataFolder.read(path)
        try DataFolder.write(Array(file.prefix(file.count / 2)), to: path)
        try expectRefused("cut short")
    }

    @Test(arguments: [1, 2, 5, 9, 14, 20])
    func `a page written over is refused`(page: Int) throws {
        try made()
        try damage(at: page * 4_096, [UInt8](repeating: 0xA5, count: 64))
        try expectRefused("damaged")
    }

    @Test func `an empty file, as a crash may leave it, becomes a store`() throws {
        try DataFolder.write([], to: path)
        try made()
        #expect(try DatabaseFile.inspect(path) == Schema.version)
    }

    @Test func `a folder that cannot be made is an error with its path`() throws {
        try DataFolder.write([1], to: folder.path + "/file")
        var settings = Settings(folder: folder.path + "/file/data") { noon2026 }
        settings.role = .tool
        let failure = #expect(throws: StoreFailure.self) { try Store(settings) }
        #expect(failure?.description.contains("file") == true)
    }

    @Test func `two programs may open a new folder at the same time`() async throws {
        let path = folder.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var settings = Settings(folder: path) { noon2026 }
                    settings.role = .tool
                    let store = try Store(settings)
                    defer { store.close() }
                    _ = try await store.createAccount(
                        name: "A", plan: .pro, credits: 0, at: noon2026)
                }
            }
            try await group.waitForAll()
        }
        #expect(
            try Store.reader(self.path).integer("SELECT count(*) FROM accounts") == 4)
    }
}
