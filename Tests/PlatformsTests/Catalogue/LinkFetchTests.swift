import Loopback
import Outbound
import Platforms
import Smartlink
import Testing

struct LinkFetchTests {
    private static let document = #"""
        {"kind":"album","title":"Shore","artist":"Mira","album":null,"isrc":null,
         "upc":"0724384960650","durationMs":600000,"releaseAt":"2026-11-21T00:00:00Z","new":{},
         "destinations":[
          {"platform":"spotify","url":"https://open.spotify.com/album/2noR","territories":["de"]},
          {"platform":"evil","url":"file:///etc/passwd"},{"platform":7}],
         "tracks":[{"title":"Low Tide","artist":null,"album":null,"durationMs":-1,
           "isrc":"GB-DUW-00-00059","destinations":[
            {"platform":"deezer","url":"https://www.deezer.com/track/1","territories":null}]},
          {"title":""},{"title":"High Tide","artist":"Jonas"}]}
        """#

    private func fetch(
        _ path: String,
        _ answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply
    ) async throws -> (Result<LinkMetadata, Failure>, [String]) {
        let server = LoopbackServer(answer)
        defer { server.stop() }
        let outbound = try #require(LookupStage.outbound)
        do throws(Failure) {
            let metadata = try await LinkMetadata.fetch("\(server.url)\(path)", over: outbound)
            return (.success(metadata), server.requests.map(\.target))
        } catch {
            return (.failure(error), server.requests.map(\.target))
        }
    }

    @Test func `a link tells what it is, and sends nobody to their own files`() async throws {
        let (result, targets) = try await fetch("/link/shore.json") { _ in
            .answer(200, Self.document)
        }
        let metadata = try result.get()
        #expect(targets == ["/link/shore.json"])
        #expect(metadata.kind == .album)
        #expect(metadata.releaseMoment == Instant(rfc3339: "2026-11-21T00:00:00Z"))
        #expect(metadata.destinations.map(\.platform) == ["spotify"])
        #expect(metadata.tracks.map(\.destinations.count) == [1, 0, 0])
    }

    @Test(arguments: [
        (404, "", Failure.Code.notFound), (410, "", .notFound), (429, "", .unavailable),
        (500, "", .unavailable), (200, "<html>", .notFound), (200, "{}", .notFound),
        (200, #"{"title":7}"#, .notFound), (204, "", .notFound),
    ])
    func `an answer without a link says why`(
        status: Int, body: String, code: Failure.Code
    ) async throws {
        let (result, _) = try await fetch("/link/shore.json") { _ in .answer(status, body) }
        #expect(throws: Failure.self) { try result.get() }
        if case .failure(let failure) = result { #expect(failure.code == code) }
    }

    @Test func `redirects stay on the host`() async throws {
        let (moved, targets) = try await fetch("/link/shore.json") { request in
            request.target == "/link/shore.json"
                ? .answer(301, "", fields: [("Location", "/link/shore-2.json")])
                : .answer(200, Self.document)
        }
        #expect(try moved.get().title == "Shore")
        #expect(targets == ["/link/shore.json", "/link/shore-2.json"])
        let (away, _) = try await fetch("/link/shore.json") { _ in
            .answer(301, "", fields: [("Location", "http://169.254.169.254/link/shore.json")])
        }
        #expect(throws: Failure.self) { try away.get() }
    }

    @Test func `a document without end is let go`() async throws {
        let (result, _) = try await fetch("/link/shore.json") { _ in .flood(megabytes: 16) }
        #expect(throws: Failure.self) { try result.get() }
    }
}
