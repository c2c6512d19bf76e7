import Bytes
import Testing

@testable import Store

struct ConnectionTests {
    private let folder = TemporaryFolder()

    private func connection() throws -> Connection {
        let connection = try Connection(folder.path + "/test.db", .creating)
        try connection.execute("CREATE TABLE agents (id INTEGER PRIMARY KEY, text TEXT)")
        return connection
    }

    @Test func `the least of nothing is nil, not zero`() throws {
        let connection = try connection()
        #expect(try connection.integer("SELECT min(id) FROM agents") == nil)
        #expect(try connection.integer("SELECT id FROM agents") == nil)
        #expect(try connection.integer("SELECT count(*) FROM agents") == 0)
    }

    @Test func `a statement may be used inside itself`() throws {
        let connection = try connection()
        try connection.run("INSERT INTO agents (text) VALUES ('a'), ('b')")
        var pairs = 0
        try connection.rows("SELECT id FROM agents") { _ throws(StoreFailure) in
            try connection.rows("SELECT id FROM agents") { _ in pairs += 1 }
        }
        #expect(pairs == 4)
    }

    @Test func `a transaction that is not committed did not happen`() throws {
        let connection = try connection()
        func fail() throws(StoreFailure) {
            let transaction = try Transaction(writing: connection)
            try connection.run("INSERT INTO agents (text) VALUES ('a')")
            try connection.run("INSERT INTO nowhere VALUES (1)")
            try transaction.commit()
        }
        #expect(throws: StoreFailure.self) { try fail() }
        #expect(!connection.isInTransaction)
        #expect(try connection.integer("SELECT count(*) FROM agents") == 0)
    }

    @Test func `a writer waits for another's transaction, and gets in once it is over`() throws {
        let connection = try connection()
        try connection.execute("PRAGMA journal_mode = WAL")
        let other = try Connection(connection.path, .writing)
        try other.run("BEGIN IMMEDIATE")
        // The second one waits on a thread of its own, as another process would.
        let waiting = try Thread { [path = connection.path] in
            guard let connection = try? Connection(path, .writing) else { return }
            try? connection.run("INSERT INTO agents (text) VALUES ('late')")
        }
        sleepNanoseconds(20_000_000)
        try other.run("INSERT INTO agents (text) VALUES ('early')")
        try other.run("COMMIT")
        waiting.join()
        #expect(
            try connection.integer("SELECT id FROM agents WHERE text = 'late'") == 2)
    }

    @Test func `more statements than are kept still work`() throws {
        let connection = try connection()
        for number in 0..<200 {
            #expect(try connection.integer("SELECT \(number)") == Int64(number))
        }
        #expect(try connection.integer("SELECT 7") == 7)
    }

    @Test func `each distinct string has one id, in memory or not`() throws {
        let connection = try connection()
        var lexicon = Lexicon(table: "agents")
        let texts = (0..<5_000).map { Array("agent \($0 % 3_000)".utf8) }
        var ids: [Int64] = []
        for text in texts {
            let id = try unsafe lexicon.id(
                of: ByteSlice(offset: 0, count: text.count), in: text.span.bytes, connection)
            ids.append(id)
        }
        #expect(Set(ids).count == 3_000)
        #expect(ids[0..<2_000] == ids[3_000..<5_000])
        #expect(try connection.integer("SELECT count(*) FROM agents") == 3_000)
        let first = texts[0]
        let empty = try unsafe lexicon.id(of: .none, in: first.span.bytes, connection)
        #expect(empty == 0)
    }
}
