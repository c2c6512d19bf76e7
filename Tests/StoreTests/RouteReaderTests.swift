import Bytes
import Glibc
import Smartlink
import Testing

@testable import Store

extension RouteReader {
    /// The route of a code as text; nil if there is none.
    func route(_ code: String) -> String? {
        let bytes = Array("<\(code)>".utf8)
        var memory = [UInt8](repeating: 0, count: 1_000)
        var isFound = false
        let count = unsafe memory.withUnsafeMutableBytes { memory in
            var sink = unsafe ByteSink(over: memory)
            isFound = unsafe appendRoute(
                of: ByteSlice(offset: 1, count: code.utf8.count), in: bytes.span.bytes, to: &sink)
            return sink.count
        }
        return isFound ? String(decoding: memory[..<count], as: UTF8.self) : nil
    }
}

struct RouteReaderTests {
    let folder = TemporaryFolder()

    @Test func `a change shows in the next look-up`() async throws {
        let heard = Heard<Code>()
        let store = try openStore(folder) { $0.onLinkChange = heard.hear }
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 0, at: noon2026)
        let reader = try store.routeReader()
        #expect(reader.route("song") == nil)
        #expect(reader.route("") == nil)
        var link = try await store.create(
            plainLink("song", account: account.id), cost: 0, once: nil
        ).link
        #expect(reader.route("song") == "1 1 Song")
        #expect(reader.link(link.code) == link)
        for number in 0..<50 {
            link.title = "Song \(number)"
            link = try await store.replace(link, at: noon2026)
            #expect(reader.route("song") == "1 1 Song \(number)")
        }
        try await store.delete(link.code, of: account.id, at: noon2026)
        #expect(reader.route("song") == nil)
        #expect(heard.all == [Code](repeating: link.code, count: 52))
    }

    @Test func `a route of another catalogue is prepared anew, and stored`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 0, at: noon2026)
        _ = try await store.create(plainLink("song", account: account.id), cost: 0, once: nil)
        let reader = try store.routeReader()
        store.use(preparation(2))
        #expect(reader.route("song") == "2 1 Song")
        while try store.number("SELECT fingerprint FROM routes") != 2 { usleep(1_000) }
        #expect(reader.route("song") == "2 1 Song")
    }

    @Test func `another process's changes are heard`() async throws {
        let heard = Heard<Code>()
        let server = try openStore(folder, role: .server) { $0.onLinkChange = heard.hear }
        defer { server.close() }
        let reader = try server.routeReader()
        let tool = try openStore(folder)
        let account = try await tool.createAccount(
            name: "A", plan: .pro, credits: 0, at: noon2026)
        let link = try await tool.create(
            plainLink("song", account: account.id), cost: 0, once: nil
        ).link
        tool.close()
        #expect(reader.route("song") == "1 1 Song")
        while !heard.all.contains(link.code) { usleep(1_000) }
    }
}
