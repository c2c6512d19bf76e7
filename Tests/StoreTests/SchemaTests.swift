import Smartlink
import Testing

@testable import Store

struct SchemaTests {
    let folder = TemporaryFolder()

    @Test func `a file of the first version keeps what it has and learns of fans`() async throws {
        do {
            let old = try Connection(folder.path + "/segue.db", .creating)
            try old.execute(
                """
                PRAGMA journal_mode = WAL;
                \(Schema.migrations[0])
                PRAGMA application_id = \(Schema.applicationID);
                PRAGMA user_version = 1;
                INSERT INTO accounts VALUES (1, 'Mira', 'pro', 9, 0);
                INSERT INTO codes VALUES ('summer', 1);
                INSERT INTO links VALUES (1, 'summer', 1, 'track', 'Song', 'Mira', NULL, NULL, NULL,
                    NULL, NULL, 'global', 0, 'page', 0, 0, 1, 'song', 'song',
                    '{"emailCapture":false}');
                INSERT INTO events VALUES (1, \(noon2026.ms), 1, 1, 0, 7, 0, 0, 0, 0);
                INSERT INTO rollups VALUES (1, 0, \(noon2026.hour), 0, 5, 4, 3, 2, 1, 3, 6);
                UPDATE watermark SET event = 1;
                """)
            try old.emptyLog()
        }
        #expect(try DatabaseFile.inspect(folder.path + "/segue.db") == 1)
        let store = try openStore(folder)
        defer { store.close() }
        #expect(try store.number("PRAGMA user_version") == Int64(Schema.version))
        #expect(try await store.account(1)?.credits == 9)
        var batch = Batch()
        batch.add(event(.presaveStarted))
        store.keep(batch)
        try store.foldAll()
        let statistics = try await store.statistics(
            of: 1, from: Instant(ms: 0), to: Instant(ms: 4_000_000_000_000))
        // Counted anew from the log, whatever the former roll-ups said.
        #expect(statistics.totals.visits == 1 && statistics.totals.bots == 0)
        #expect(statistics.totals.presavesStarted == 1)
        try await store.keep(Fan(id: 1, locale: "en", createdAt: noon2026))
        let save = Save(
            id: 1, fan: 1, link: 1, platform: "tidal", mode: .direct, dueAt: noon2026,
            createdAt: noon2026)
        #expect(try await store.queue(save, sealed: [1]))
        #expect(try await store.nextSave() == noon2026)
    }

    @Test func `a file whose settled days were rows keeps its counts and packs them`() async throws
    {
        let day = noon2026.day
        do {
            let old = try Connection(folder.path + "/segue.db", .creating)
            try old.execute("PRAGMA journal_mode = WAL")
            for migration in Schema.migrations[..<8] { try old.execute(migration) }
            try old.execute(
                """
                PRAGMA application_id = \(Schema.applicationID);
                PRAGMA user_version = 8;
                INSERT INTO profiles VALUES (1, 0, 0, 0, 0, 0);
                INSERT INTO facts VALUES (1, 0, \(day * 24 + 3), 1, 5, 4, 3, 0, 0, 3, 0, 0, 0, 0);
                INSERT INTO facts VALUES (1, 1, \(day * 24), 1, 5, 4, 3, 0, 0, 3, 0, 0, 0, 0);
                INSERT INTO tallies VALUES (1, 1, 0, \(day * 24), 0, 5, 4, 3, 0, 0, 3, 0, 0, 0, 0);
                INSERT INTO ripeness VALUES (1, 7, \(day + 1), \(CivilDay(days: day).firstOfMonth.days));
                """)
            try old.emptyLog()
        }
        let store = try openStore(folder)
        defer { store.close() }
        func visits(_ filter: StatisticsFilter) async throws -> Int64 {
            try await store.statistics(
                of: 1, from: Instant(ms: 0), to: Instant(ms: 4_000_000_000_000), grain: .month,
                filter: filter
            ).totals.visits
        }
        try store.settleAll(before: day + 1)
        #expect(try store.number("SELECT count(*) FROM packs") == 1)
        #expect(try store.number("SELECT count(*) FROM facts WHERE grain > 0") == 0)
        #expect(try await visits([:]) == 5)
        #expect(try await visits([.country: ["unknown"]]) == 5)
        #expect(try await visits([.country: ["DE"]]) == 0)
    }
}
