import Bytes
import Glibc
import Smartlink
import Testing

@testable import Store

struct EventWriterTests {
    @Test func `an event whose commitment is reached is in the file`() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        defer { store.close() }
        var batch = Batch()
        var first = event(.redirect, link: 42, visitor: .max, platform: 3, reason: .rule)
        first.agent = Agent(
            kind: .crawler, os: .chromeos, isInApp: true, botClass: .other)
        first.country = ShortCode("DE") ?? .unknown
        first.variant = 9
        batch.add(first, agent: "Mozilla/5.0", referrer: "example.org", channel: "qr")
        batch.add(event(.visit), agent: "Mozilla/5.0")
        store.keep(batch)
        let rows = try Store.reader(folder.path + "/segue.db")
        let found = try rows.row("SELECT * FROM eventFacts ORDER BY id LIMIT 1") { row in
            (1...15).map { row.text(Int32($0)) }
        }
        #expect(
            found == [
                "\(noon2026.ms)", "42", "2", "\(Reason.rule.rawValue)", "2", "6", "1", "3",
                "9", "17732", "-1", "9", "Mozilla/5.0", "example.org", "qr",
            ])
        #expect(try store.number("SELECT count(*) FROM agents") == 1)
        #expect(store.events.figures.written == [.redirect: 1, .visit: 1])
        #expect(store.events.figures.held == 0)
    }

    @Test func `what was committed is there when the store was never closed`() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        defer { store.close() }
        for _ in 0..<20 {
            var batch = Batch()
            batch.add(event(.visit))
            store.keep(batch)
        }
        // The files as a crash leaves them, with half a frame at the log's end.
        let copy = TemporaryFolder()
        for name in ["segue.db", "segue.db-wal"] {
            var bytes = try DataFolder.read("\(folder.path)/\(name)")
            if name.hasSuffix("wal") { bytes += bytes.suffix(2_000) }
            try DataFolder.write(bytes, to: "\(copy.path)/\(name)")
        }
        let second = try openStore(copy)
        defer { second.close() }
        #expect(try second.number("SELECT count(*) FROM events") == 20)
    }

    @Test func `a full store holds events, drops beyond the bound, and writes them in order later`()
        async throws
    {
        let folder = TemporaryFolder()
        let heard = Heard<String>()
        let store = try openStore(folder) {
            $0.heldBytesMax = 400_000
            $0.log = heard.hear
        }
        defer { store.close() }
        try await store.write { connection throws(StoreFailure) in
            let pages = try connection.integer("PRAGMA page_count") ?? 0
            _ = try connection.integer("PRAGMA max_page_count = \(pages + 2)")
        }
        var sent = 0
        for _ in 0..<100 {
            var batch = Batch()
            for _ in 0..<100 {
                batch.add(event(.visit, visitor: UInt64(sent + 1)))
                sent += 1
            }
            let number = store.events.append(batch)
            if number != 0 { store.events.reach(number) }
        }
        var figures = store.events.figures
        #expect(figures.isStalled)
        #expect(figures.held > 0)
        #expect(figures.dropped > 0)
        #expect(figures.held + Int(figures.dropped) + Int(figures.written[.visit] ?? 0) == sent)
        await #expect(throws: Failure.self) {
            for _ in 0..<200 {
                _ = try await store.createAccount(
                    name: String(repeating: "x", count: 4_000), plan: .pro, credits: 1,
                    at: noon2026)
            }
        }
        try await store.write { connection throws(StoreFailure) in
            _ = try connection.integer("PRAGMA max_page_count = 1000000")
        }
        while store.events.figures.held > 0 { usleep(1_000) }
        figures = store.events.figures
        #expect(!figures.isStalled)
        #expect(Int(figures.written[.visit] ?? 0) + Int(figures.dropped) == sent)
        #expect(
            try store.number("SELECT count(*) FROM events")
                == Int64(figures.written[.visit] ?? 0))
        let disorder = "SELECT count(*) FROM events WHERE visitor <> id"
        #expect(try store.number(disorder) == 0)
        #expect(heard.all.count >= 2)
    }

    @Test func `closing writes what is held`() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        var batch = Batch()
        for _ in 0..<1_000 { batch.add(event(.visit)) }
        _ = store.events.append(batch)
        store.close()
        #expect(store.events.append(batch) == 0)
        let second = try openStore(folder)
        defer { second.close() }
        #expect(try second.number("SELECT count(*) FROM events") == 1_000)
    }

    @Test func `subscribers are woken after each commit`() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        defer { store.close() }
        let heard = Heard<UInt64>()
        let events = store.events
        events.subscribe { heard.hear(events.commitment) }
        var batch = Batch()
        batch.add(event(.visit))
        let number = events.append(batch)
        while !heard.all.contains(where: { $0 >= number }) { usleep(500) }
        #expect(number > 0)
    }

    @Test func `a reply does not wait for a transaction of somebody else that takes too long`()
        throws
    {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        defer { store.close() }
        let other = try Store.writer(folder.path + "/segue.db", .process)
        let transaction = try Transaction(writing: other)
        var batch = Batch()
        batch.add(event(.visit))
        store.events.reach(store.events.append(batch))
        #expect(store.events.figures.held == 1)
        try transaction.commit()
        while store.events.figures.held > 0 { usleep(1_000) }
        #expect(try store.number("SELECT count(*) FROM events") == 1)
    }

    @Test func `a loop commits on its own thread once the disk has been prompt`() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        defer { store.close() }
        let events = store.events
        var batch = Batch()
        batch.add(event(.visit))
        // The first ones open the database and show what a commit takes.
        for _ in 0..<20 { store.keep(batch) }
        var led = 0
        for _ in 0..<50 {
            let number = unsafe events.append(batch.bytes.span.bytes, events: batch.count)
            #expect(events.write { false })
            if events.commitment >= number { led += 1 }
            events.reach(number)
        }
        #expect(led > 0)
        #expect(try store.number("SELECT count(*) FROM events") == 70)
    }

    @Test func `a loop caught in a commit is relieved, and its events are written all the same`()
        throws
    {
        let folder = TemporaryFolder()
        let store = try openStore(folder)
        defer { store.close() }
        let events = store.events
        var batch = Batch()
        batch.add(event(.visit))
        for _ in 0..<20 { store.keep(batch) }
        let relieved = Heard<Bool>()
        // One thread at a time: it is let go before the caught one goes on.
        nonisolated(unsafe) let other = try Store.writer(folder.path + "/segue.db", .process)
        var written: Int64 = 20
        while relieved.all.isEmpty {
            try unsafe other.run("BEGIN IMMEDIATE")
            let number = unsafe events.append(batch.bytes.span.bytes, events: batch.count)
            written += 1
            // Somebody else carries on, and ends what the disk was busy with.
            let isOwn = events.write {
                relieved.hear(events.commitment >= number)
                try? unsafe other.run("ROLLBACK")
                return true
            }
            #expect(isOwn == relieved.all.isEmpty)
            if isOwn {
                events.reach(number)
                try? unsafe other.run("ROLLBACK")
            }
            while events.figures.held > 0 { usleep(500) }
        }
        #expect(relieved.all == [true])
        #expect(try store.number("SELECT count(*) FROM events") == written)
    }
}
