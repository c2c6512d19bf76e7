import HTTP
import JSONText
import ScriptedSources
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct ResolutionLinesTests {
    private func lines(_ part: BodyPart) throws -> [JSON] {
        guard case .bytes(let bytes) = part else { return [] }
        #expect(bytes.last == UInt8(ascii: "\n"))
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(reading: Array($0)) }
    }

    private func said(_ lines: [JSON]) -> [String] {
        lines.map { "\($0["platform"]?.string ?? "") \($0["outcome"]?.string ?? "")" }
    }

    @Test func `each source is told of as it answers, and last comes the whole`() async throws {
        let latch = Latch()
        let house = try await House(
            catalogue: ProjectCatalogue.catalogue,
            sources: [
                ScriptedSource("spotify", takes: ["isrc"]) { _ in .found([sleeper(on: "spotify")])
                },
                ScriptedSource("tidal", takes: ["isrc"]) { _ in
                    await latch.wait()
                    return .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2))
                },
                ScriptedSource("deezer", takes: ["upc"]) { _ in .missed },
            ])
        let answer = await house.ask(
            .post, "/resolve", #"{"isrc":"QZSBX2600001"}"#,
            fields: [("Accept", "application/jsonl, application/json")])
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "application/jsonl")
        guard case .stream(let stream) = answer.body else {
            Issue.record("not a stream")
            return
        }
        var seen: [JSON] = []
        while !said(seen).contains("spotify found") { seen += try lines(await stream.next()) }
        #expect(said(seen).contains("tidal waiting"))
        #expect(!said(seen).contains { $0.hasPrefix("deezer") })
        #expect(!seen.contains { $0["destinations"] != nil })
        latch.open()
        var part = await stream.next()
        while part != .end {
            seen += try lines(part)
            part = await stream.next()
        }
        let tidal = try #require(seen.first { $0["outcome"] == "failed" })
        #expect(tidal["platform"] == "tidal" && tidal["retryAfterMs"] == 2_000)
        let whole = try #require(seen.last)
        #expect(whole["title"] == "Sleeper" && whole["sources"]?.items.count == 3)
        #expect(seen.filter { $0["destinations"] != nil }.count == 1)
        #expect(await stream.next() == .end)
    }

    @Test func `who does not ask for lines gets one answer, and a wrong clue is refused`()
        async throws
    {
        let house = try await House(
            catalogue: ProjectCatalogue.catalogue,
            sources: [ScriptedSource("spotify") { _ in .missed }])
        let whole = await house.ask(
            .post, "/resolve", #"{"isrc":"QZSBX2600001"}"#, fields: [("Accept", "*/*")])
        #expect(whole.json["sources"]?.items.count == 1)
        let refused = await house.ask(
            .post, "/resolve", #"{"isrc":"no"}"#, fields: [("Accept", "application/jsonl")])
        #expect(refused.status == 422 && refused.field == "isrc")
    }
}
