import FoundationEssentials
import Smartlink
import Synchronization
import Testing

@testable import Store

struct ReclassificationTests {
    let folder = TemporaryFolder()

    private static func table(_ json: String) throws -> AgentTable {
        try AgentTable(
            file: JSONDecoder().decode(CrawlersFile.self, from: Data(json.utf8)), platforms: [])
    }

    private static let former = #"{"crawlers":["oldbot","friend"],"previews":["preview"]}"#
    private static let present =
        #"{"search":["oldbot"],"ai":["mind"],"previews":["preview"],"libraries":["curl"]}"#

    private static let names = [
        "phone", "phone", "tablet", "mind/1", "oldbot", "friend", "preview", "curl/8",
    ]

    /// A store whose events were classified by the former list, some of them counted, some settled.
    private func filled(seed: UInt64) async throws -> Store {
        let store = try openStore(folder)
        _ = try await store.numbers(for: ["spotify", "tidal"])
        let former = try Self.table(Self.former)
        var random = Seeded(state: seed)
        var batches = [Batch(), Batch()]
        let all = SettlingTests.events(6_000, seed: seed)
        for (place, (event, referrer)) in all.enumerated() {
            let name = Self.names.randomElement(using: &random) ?? ""
            var one = event
            one.agent = former.classify(name)
            if one.agent.kind != .human { one.visitor = 0 }
            switch UInt8.random(in: 0..<20, using: &random) {
            case 0: one.agent.botClass = .own
            case 1 where one.agent.kind == .human:
                one.agent.kind = .prefetch
                one.agent.botClass = .prefetch
            // As rows from before there were classes.
            case 2...9: one.agent.botClass = .none
            default: break
            }
            batches[place < 5_600 ? 0 : 1].add(one, agent: name, referrer: referrer)
        }
        store.keep(batches[0])
        try store.foldAll()
        try store.settleAll(before: noon2026.day + 60)
        store.keep(batches[1])
        return store
    }

    private func whole(_ store: Store) async throws -> [Statistics] {
        let hours = noon2026.hour..<noon2026.hour + 24 * 210
        return try await answers(store, link: 1, hours) + answers(store, link: 2, hours)
    }

    private func visitors(_ store: Store) throws -> [[Int64]] {
        var rows: [[Int64]] = []
        try Store.reader(store.folder.database).rows(
            "SELECT day, link, visitor, open FROM visitors ORDER BY day, link, visitor"
        ) { row in rows.append((0..<4).map { row.integer(Int32($0)) }) }
        return rows
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `afterwards all is what a recount of the log gives`(seed: UInt64) async throws {
        let store = try await filled(seed: seed)
        defer { store.close() }
        let before = try await whole(store)
        let present = try Self.table(Self.present)
        let outcome = try await store.reclassify(by: present)
        #expect(outcome.events == 6_000)
        #expect(outcome.counted > 300 && outcome.uncounted > 300)
        let after = try await whole(store)
        #expect(after != before)
        #expect(after[0].bots.first { $0.class == .search }?.events ?? 0 > 300)
        #expect(after[0].bots.first { $0.class == .own }?.events ?? 0 > 100)
        try store.foldAll()
        #expect(try await whole(store) == after)
        let kept = try visitors(store)
        try await store.recount()
        #expect(try await whole(store) == after)
        #expect(try visitors(store) == kept)
        let again = try await store.reclassify(by: present)
        #expect(again.changed == 0)
    }

    @Test func `killed anywhere, the counts are right, and the next run ends the work`()
        async throws
    {
        let store = try await filled(seed: 3)
        defer { store.close() }
        let present = try Self.table(Self.present)
        for transactions in [1, 4] {
            let left = Mutex(transactions)
            let connection = try Store.reader(store.folder.database)
            let events = store.events
            let write: Reclassification.Write = { body throws(StoreFailure) in
                let goesOn = left.withLock { left in
                    left -= 1
                    return left >= 0
                }
                guard goesOn else { throw .domain(Failure(.conflict, "killed")) }
                try events.perform(body)
            }
            var work = Reclassification(connection, present, report: { _, _ in }, write: write)
            #expect(throws: StoreFailure.self) { _ = try work.run() }
            let stopped = try await whole(store)
            let fold = try store.number("SELECT event FROM watermark")
            try await store.recount()
            #expect(try await whole(store) == stopped, "after \(transactions), counted \(fold)")
        }
        _ = try await store.reclassify(by: present)
        let after = try await whole(store)
        try await store.recount()
        #expect(try await whole(store) == after)
        #expect(try await store.reclassify(by: present).changed == 0)
    }
}
