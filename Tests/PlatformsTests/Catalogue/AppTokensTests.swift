import Loopback
import Outbound
import Smartlink
import Synchronization
import Testing

@testable import Platforms

struct AppTokensTests {
    private static let now = Instant(ms: 1_800_000_000_000)

    private static func tokens(_ server: LoopbackServer) throws -> AppTokens {
        let flow = OAuthFlow(
            authorizeURL: "", tokenURL: "\(server.url)/token", clientId: "app",
            clientSecret: "app-secret", clientProof: .basic)
        return AppTokens(flow, PlatformDoor(try Outbound(version: "1")))
    }

    private static func token(_ tokens: AppTokens, at now: Instant) async -> Result<
        String, SourceFailure
    > {
        do throws(SourceFailure) { return .success(try await tokens.token(at: now)) } catch {
            return .failure(error)
        }
    }

    @Test func `many look-ups at once fetch one token`() async throws {
        let server = LoopbackServer { _ in .answer(200, #"{"access_token":"t","expires_in":3600}"#)
        }
        defer { server.stop() }
        let tokens = try Self.tokens(server)
        let all = await withTaskGroup(of: Result<String, SourceFailure>.self) { group in
            for _ in 0..<50 { group.addTask { await Self.token(tokens, at: Self.now) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.count == 50)
        #expect(all.allSatisfy { $0 == .success("t") })
        #expect(server.requests.count == 1)
    }

    @Test func `one that ends within two minutes, or is forgotten, is fetched anew`() async throws {
        let count = Mutex(0)
        let server = LoopbackServer { _ in
            let number = count.withLock {
                $0 += 1
                return $0
            }
            return .answer(200, #"{"access_token":"t\#(number)","expires_in":3600}"#)
        }
        defer { server.stop() }
        let tokens = try Self.tokens(server)
        #expect(await Self.token(tokens, at: Self.now) == .success("t1"))
        let later = Instant(ms: Self.now.ms + 3_480_000)
        #expect(await Self.token(tokens, at: later) == .success("t1"))
        #expect(await Self.token(tokens, at: Instant(ms: later.ms + 1)) == .success("t2"))
        tokens.forget("t1")
        #expect(await Self.token(tokens, at: later) == .success("t2"))
        tokens.forget("t2")
        #expect(await Self.token(tokens, at: later) == .success("t3"))
    }

    @Test(arguments: [
        (401, #"{"error":"invalid_client"}"#, SourceFailure.Kind.unauthorised),
        (400, #"{"error":"invalid_client"}"#, .unauthorised), (500, "", .unreachable),
        (200, "<html>", .unreachable), (200, #"{"access_token":"a b"}"#, .unreachable),
    ])
    func `no token has a reason`(status: Int, body: String, kind: SourceFailure.Kind) async throws {
        let server = LoopbackServer { _ in .answer(status, body) }
        defer { server.stop() }
        let tokens = try Self.tokens(server)
        #expect(await Self.token(tokens, at: Self.now) == .failure(SourceFailure(kind)))
    }

    @Test func `who waits goes on when the one who fetches is cancelled`() async throws {
        let count = Mutex(0)
        let server = LoopbackServer { _ in
            let isFirst = count.withLock {
                $0 += 1
                return $0 == 1
            }
            return isFirst ? .stall : .answer(200, #"{"access_token":"t","expires_in":3600}"#)
        }
        defer { server.stop() }
        let tokens = try Self.tokens(server)
        let first = Task { await Self.token(tokens, at: Self.now) }
        while server.requests.isEmpty { await Task.yield() }
        let second = Task { await Self.token(tokens, at: Self.now) }
        first.cancel()
        #expect(await second.value == .success("t"))
    }

    @Test func `who waits may give up`() async throws {
        let server = LoopbackServer { _ in .stall }
        defer { server.stop() }
        let tokens = try Self.tokens(server)
        let first = Task { await Self.token(tokens, at: Self.now) }
        while server.requests.isEmpty { await Task.yield() }
        let second = Task { await Self.token(tokens, at: Self.now) }
        second.cancel()
        #expect(await second.value == .failure(SourceFailure(.timedOut)))
        first.cancel()
        #expect(await first.value != .success("t"))
    }
}
