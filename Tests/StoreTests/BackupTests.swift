import Smartlink
import Testing

@testable import Store

struct BackupTests {
    let folder = TemporaryFolder()
    private let hash = String(repeating: "0f", count: 32)

    private func backup(into target: TemporaryFolder) async throws -> String {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 3, at: noon2026)
        _ = try await store.create(fullLink("song", account: account.id), cost: 1, once: nil)
        try await store.keepArtwork(
            [1, 2, 3], Artwork(hash: hash, type: .png, width: 1, height: 1))
        _ = try store.salt(day: 5)
        var batch = Batch()
        for _ in 0..<100 { batch.add(event(.visit)) }
        store.keep(batch)
        try await store.backup(to: target.path + "/b")
        return target.path + "/b"
    }

    @Test func `a backup restored is the same store, without its salt`() async throws {
        let target = TemporaryFolder()
        let path = try await backup(into: target)
        #expect(DataFolder.names(in: path) == ["artwork", "segue.db"])
        let restored = TemporaryFolder()
        try Store.restore(from: path, to: restored.path)
        let store = try openStore(restored)
        defer { store.close() }
        #expect(try await store.link(#require(Code("song")))?.title == "Träume song")
        #expect(try store.number("SELECT count(*) FROM events") == 100)
        #expect(try store.number("SELECT count(*) FROM salts") == 0)
        #expect(await store.artworkFile(hash: hash, fileExtension: "png")?.bytes == 3)
        #expect(try await store.check() == [])
    }

    @Test func `neither backup nor restore writes over a store`() async throws {
        let target = TemporaryFolder()
        let path = try await backup(into: target)
        let store = try openStore(folder)
        defer { store.close() }
        let failure = await #expect(throws: Failure.self) { try await store.backup(to: path) }
        #expect(failure?.code == .conflict)
        #expect(throws: StoreFailure.self) {
            try Store.restore(from: path, to: folder.path)
        }
    }

    @Test func `a damaged backup is refused and leaves no store`() async throws {
        let target = TemporaryFolder()
        let path = try await backup(into: target)
        var bytes = try DataFolder.read(path + "/segue.db")
        for offset in 40_000..<44_000 { bytes[offset] = 0x5A }
        try DataFolder.write(bytes, to: path + "/segue.db")
        let restored = TemporaryFolder()
        #expect(throws: StoreFailure.self) {
            try Store.restore(from: path, to: restored.path)
        }
        #expect(!DataFolder.names(in: restored.path).contains("segue.db"))
    }

    @Test func `a check finds what does not add up`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 3, at: noon2026)
        _ = try await store.create(plainLink("song", account: account.id), cost: 1, once: nil)
        try await store.keepArtwork(
            [1], Artwork(hash: hash, type: .png, width: 1, height: 1))
        #expect(try await store.check() == [])
        DataFolder.remove(ArtworkFiles.path(hash, "png", in: store.folder))
        try await store.write { connection throws(StoreFailure) in
            try connection.execute(
                """
                UPDATE accounts SET credits = 7; DELETE FROM codes; UPDATE watermark SET event = 1
                """)
        }
        #expect(try await store.check().count == 4)
    }
}
