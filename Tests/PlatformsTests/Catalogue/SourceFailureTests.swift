import Loopback
import Outbound
import Platforms
import Smartlink
import Testing

/// What every source makes of an answer that says nothing about the music.
struct SourceFailureTests {
    private static let sources = [
        "spotify", "apple-music", "itunes", "tidal", "deezer", "soundcloud", "youtube",
        "amazon-music", "musicbrainz", "achordion",
    ]

    private func clue(_ source: String) -> Clue {
        switch source {
        case "soundcloud": .said()
        case "itunes": .release
        default: .recording
        }
    }

    @Test(arguments: sources, ["<html><body>Hello</body></html>", "{}", "null", "7", ""])
    func `an answer of another form is garbled`(source: String, body: String) async throws {
        let stage = try LookupStage(source) { _ in .answer(200, body) }
        #expect(await stage.find(clue(source)) == .failed(SourceFailure(.garbled)))
    }

    @Test(
        arguments: sources,
        [
            (500, SourceFailure.Kind.unreachable), (502, .unreachable), (401, .unauthorised),
            (418, .garbled), (302, .unreachable),
        ])
    func `a status says why`(
        source: String, expected: (status: Int, kind: SourceFailure.Kind)
    ) async throws {
        let stage = try LookupStage(source) { _ in
            .answer(expected.status, "{}", fields: [("Location", "http://169.254.169.254/")])
        }
        #expect(await stage.find(clue(source)) == .failed(SourceFailure(expected.kind)))
    }

    @Test(arguments: sources, [429, 503])
    func `too many requests wait as long as is asked`(source: String, status: Int) async throws {
        let stage = try LookupStage(source) { _ in
            .answer(status, "", fields: [("Retry-After", "7")])
        }
        let failure = SourceFailure(.rateLimited, retryAfterSeconds: 7)
        #expect(await stage.find(clue(source)) == .failed(failure))
    }

    @Test(arguments: sources)
    func `404 is a miss, and nothing worse`(source: String) async throws {
        let stage = try LookupStage(source) { _ in .answer(404, "<html>") }
        #expect(await stage.find(clue(source)) == .missed)
    }

    @Test(arguments: sources)
    func `an answer without end is let go`(source: String) async throws {
        let stage = try LookupStage(source) { _ in .flood(megabytes: 64) }
        #expect(await stage.find(clue(source)) == .failed(SourceFailure(.unreachable)))
    }

    @Test(arguments: sources)
    func `nobody there is unreachable`(source: String) async throws {
        let stage = try LookupStage(source) { _ in .answer(200) }
        stage.server.stop()
        #expect(await stage.find(clue(source)) == .failed(SourceFailure(.unreachable)))
    }

    @Test(arguments: ["spotify", "tidal", "soundcloud", "amazon-music"])
    func `an app that is not taken is told from a catalogue that is away`(
        source: String
    ) async throws {
        for (status, kind) in [(401, SourceFailure.Kind.unauthorised), (500, .unreachable)] {
            let server = LoopbackServer { _ in .answer(status, #"{"error":"invalid_client"}"#) }
            let reroute = { @Sendable (credentials: inout PlatformCredentials) in
                credentials.tokenUrl = "\(server.url)/other"
            }
            let stage = try LookupStage(source, reroute, { _ in .answer(200, "[]") })
            #expect(await stage.find(clue(source)) == .failed(SourceFailure(kind)))
            #expect(stage.lines == [])
            server.stop()
        }
    }

    @Test(arguments: ["spotify", "tidal", "soundcloud", "amazon-music"])
    func `a token that is refused is fetched anew, once`(source: String) async throws {
        let stage = try LookupStage(source) { _ in .answer(401) }
        #expect(await stage.find(clue(source)) == .failed(SourceFailure(.unauthorised)))
        #expect(stage.requests.count == 2)
        #expect(stage.server.requests.map(\.target).filter { $0 == "/token" }.count == 2)
    }

    @Test(arguments: [
        ("soundcloud", #"[1,"x"]"#), ("youtube", #"{"items":[{"id":5}]}"#),
        ("amazon-music", #"{"data":{"searchTracks":{"edges":[{"node":7}]}}}"#),
        ("musicbrainz", #"{"recordings":[{"id":7}]}"#),
    ])
    func `hits of which none can be read are no miss`(source: String, body: String) async throws {
        let stage = try LookupStage(source) { _ in .answer(200, body) }
        #expect(await stage.find(clue(source)) == .failed(SourceFailure(.garbled)))
    }

    @Test(arguments: [
        ("soundcloud", "[]"), ("youtube", #"{"items":[]}"#),
        ("amazon-music", #"{"data":{"searchTracks":{"edges":[]}}}"#),
        ("musicbrainz", #"{"recordings":[]}"#),
    ])
    func `no hits are a miss`(source: String, body: String) async throws {
        let stage = try LookupStage(source) { _ in .answer(200, body) }
        #expect(await stage.find(clue(source)) == .missed)
    }

    @Test(arguments: [
        "spotify", "apple-music", "tidal", "soundcloud", "youtube", "amazon-music",
    ])
    func `without credentials there is no source`(id: String) throws {
        let outbound = try #require(LookupStage.outbound)
        let source = try MusicSources.source(
            id, PlatformCredentials(), over: outbound, contact: "",
            address: { _ in nil }, clock: { Stage.now })
        #expect(source == nil)
    }

    @Test(arguments: ["itunes", "deezer", "musicbrainz", "achordion"])
    func `what needs none works without`(id: String) throws {
        let outbound = try #require(LookupStage.outbound)
        let source = try MusicSources.source(
            id, PlatformCredentials(), over: outbound, contact: "",
            address: { _ in nil }, clock: { Stage.now })
        #expect(source?.id == id)
    }
}
