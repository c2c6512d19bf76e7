import FoundationEssentials
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

/// The samples are made by hand after what the programs write.
@Suite(.serialized) struct ShortenerImportTests {
    private static func sample(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return String(
            decoding: try FoundationEssentials.Data(
                contentsOf: folder.appending(path: "../Samples/\(name)")), as: UTF8.self)
    }

    @Test(arguments: [
        ("shlink.json", ImportFormat.shlink), ("shlink.csv", .shlink), ("yourls.csv", .yourls),
        ("yourls.json", .yourls),
    ])
    func `what another program saved is known by its first bytes`(
        name: String, format: ImportFormat
    ) throws {
        #expect(ImportFormat(guessing: Array(try Self.sample(name).utf8)) == format)
    }

    @Test func `Shlink's short URLs keep their codes and days`() async throws {
        let house = try await House()
        let done = try await house.bring(try Self.sample("shlink.json"), pieceBytes: 100)
        #expect(done.rows.map(\.status) == [.created, .failed, .created], "\(done.rows)")
        #expect(done.rows[1].problem?.contains("mira.example.org") == true)
        let links = try await house.linksShown()
        #expect(links.map { $0["code"] } == ["sleeper", "aB3xY"])
        #expect(links[0]["title"] == "Sleeper - song by Mira | Spotify")
        #expect(links[0]["artist"] == "Mira")
        #expect(links[0]["createdAt"] == "2024-05-01T08:00:00Z")
        #expect(links[0]["mode"] == "direct")
        #expect(links[0]["destinations"]?.items.first?["platform"] == "spotify")
        #expect(links[1]["title"] == "aB3xY")
    }

    @Test func `Shlink's table is read too`() async throws {
        let house = try await House()
        let done = try await house.bring(try Self.sample("shlink.csv"))
        #expect(done.record.created == 1 && done.record.failed == 1)
        #expect(try await house.linksShown()[0]["title"] == #"Sleeper, by "Mira""#)
    }

    @Test(arguments: ["yourls.csv", "yourls.json"])
    func `YOURLS's table becomes links, and its visitors' addresses stay out`(name: String)
        async throws
    {
        let house = try await House()
        let done = try await house.bring(try Self.sample(name))
        #expect(done.record.created == 2, "\(done.rows)")
        let links = try await house.linksShown()
        #expect(links.map { $0["code"] } == ["sleeper", "1"])
        #expect(links[0]["createdAt"] == "2019-03-04T15:30:00Z")
        #expect(!(try await house.export()).contains("192.0.2.7"))
        let again = try await house.bring(try Self.sample(name))
        #expect(again.record.created == 0 && again.record.skipped == 2)
    }

    @Test func `a file that could be anything has to be named`() {
        for text in ["", "hello world", "{}", "[1,2]", "a,b\n1,2\n"] {
            #expect(ImportFormat(guessing: Array(text.utf8)) == nil, "\(text)")
        }
        #expect(ImportFormat(guessing: Array("USRC17607839\n".utf8)) == .list)
        #expect(ImportFormat(guessing: Array("https://tidal.com/track/1\n".utf8)) == .list)
        #expect(ImportFormat(guessing: Array("title,artist\n".utf8)) == .csv)
    }
}
