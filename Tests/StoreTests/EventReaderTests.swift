import Smartlink
import Testing

@testable import Store

struct EventReaderTests {
    let folder = TemporaryFolder()

    private func read(
        _ store: Store, from: Int64, to: Int64
    ) async throws -> (events: [StoredEvent], pages: Int) {
        var events: [StoredEvent] = []
        var cursor: EventCursor?
        var pages = 0
        repeat {
            let page = try await store.events(
                of: 1, from: Instant(ms: from), to: Instant(ms: to), cursor: cursor)
            events += page.events
            cursor = page.next
            pages += 1
        } while cursor != nil
        return (events, pages)
    }

    @Test func `a link's events come whole and in order, a bounded number at a time`()
        async throws
    {
        let store = try openStore(folder)
        defer { store.close() }
        _ = try await store.numbers(for: ["spotify"])
        #expect(try await read(store, from: 0, to: .max).events.isEmpty)
        var batch = Batch()
        for number in 0..<2_500 {
            let bot = Agent(kind: .crawler, os: .other, botClass: .ai)
            var one = event(
                .redirect, link: number % 5 == 4 ? 2 : 1, at: noon2026.ms + Int64(number) * 60_000,
                platform: 1, agent: number % 2 == 0 ? bot : Agent(os: .ios, isInApp: true),
                reason: .device)
            one.country = ShortCode("DE") ?? .unknown
            batch.add(one, agent: "agent \(number % 3)", referrer: "t.co", channel: "qr")
        }
        // Written late, in the middle of nowhere.
        batch.add(event(.visit, at: noon2026.ms + 2_450 * 60_000))
        store.keep(batch)
        let all = try await read(store, from: 0, to: .max)
        #expect(all.events.count == 2_001)
        #expect(all.pages > 2)
        let first = try #require(all.events.first)
        #expect(first.platform == "spotify" && first.referrer == "t.co" && first.channel == "qr")
        #expect(first.agent == "agent 0" && first.botClass == .ai && !first.isInApp)
        #expect(all.events[1].isInApp && all.events[1].botClass == .none)
        #expect(all.events.last?.kind == .visit && all.events.last?.referrer == nil)
        let (from, to) = (noon2026.ms + 100 * 60_000, noon2026.ms + 200 * 60_000)
        let some = try await read(store, from: from, to: to).events
        #expect(some == all.events.filter { $0.at.ms >= from && $0.at.ms < to })
        #expect(some.count == 80)
        let end = try await read(store, from: noon2026.ms + 2_440 * 60_000, to: .max).events
        #expect(end.last?.kind == .visit)
    }
}
