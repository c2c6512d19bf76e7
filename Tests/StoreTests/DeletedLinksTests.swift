import Smartlink
import Testing

@testable import Store

@Suite(.serialized) struct DeletedLinksTests {
    private let folder = TemporaryFolder()
    private let dayMs: Int64 = 86_400_000

    @Test func `a deleted link is nowhere, and restored it is as it was`() async throws {
        let house = try await Presaves(folder)
        let (store, link) = (house.store, house.link)
        try await store.delete(link.code, of: link.account, at: noon2026)
        #expect(try await store.link(link.code) == nil)
        #expect(try await store.links(of: link.account, LinkQuery()).items.isEmpty)
        #expect(try store.number("SELECT count(*) FROM routes") == 0)
        var deleted = LinkQuery()
        deleted.state = .deleted
        #expect(try await store.links(of: link.account, deleted).items.first?.deletedAt == noon2026)

        var back = try await store.restore(link.code, of: link.account, at: release)
        #expect(back.version == link.version + 1)
        (back.version, back.updatedAt) = (link.version, link.updatedAt)
        #expect(back == link)
        #expect(try store.number("SELECT count(*) FROM routes") == 1)
        #expect(try await store.links(of: link.account, deleted).items.isEmpty)
    }

    @Test func `a link is restored for its own account only, and what is there stays`()
        async throws
    {
        let house = try await Presaves(folder)
        let (store, link) = (house.store, house.link)
        let same = try await store.restore(link.code, of: link.account, at: release)
        #expect(same == link)
        try await store.delete(link.code, of: link.account, at: noon2026)
        await #expect(throws: Failure.self) {
            try await store.restore(link.code, of: link.account + 1, at: release)
        }
        await #expect(throws: Failure.self) {
            try await store.delete(link.code, of: link.account, at: release)
        }
    }

    @Test func `after thirty days it is gone, its code taken all the same`() async throws {
        let house = try await Presaves(folder)
        let (store, link) = (house.store, house.link)
        try await store.delete(link.code, of: link.account, at: noon2026)
        let last = Instant(ms: noon2026.ms + Link.restorableMs - 1)
        try await store.sweep(at: last)
        #expect(try store.number("SELECT count(*) FROM links") == 1)
        let over = Instant(ms: last.ms + 1)
        await #expect(throws: Failure.self) {
            try await store.restore(link.code, of: link.account, at: over)
        }
        try await store.sweep(at: over)
        #expect(try store.number("SELECT count(*) FROM links") == 0)
        #expect(try store.number("SELECT count(*) FROM codes") == 1)
        #expect(try await store.check() == [])
    }
}
