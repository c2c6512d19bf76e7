import Bytes
import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct ExportTests {
    private static let spotify = "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"
    private static let destinations =
        #","destinations":[{"platform":"spotify","url":"\#(spotify)"}]"#

    @Test func `an export holds the links, their counts and the ledger, and says where it ends`()
        async throws
    {
        let house = try await House()
        let link = try await house.make(#","slug":"mira""# + Self.destinations)
        _ = try await house.make(title: "Other")
        _ = await house.ask(.delete, "/links/mira")
        let lines = try await house.export().split(separator: "\n").map {
            try JSON(reading: Array($0.utf8))
        }
        #expect(lines.first?["type"] == "head")
        #expect(lines.first?["baseUrl"] == "https://segue.example")
        // What is deleted is not taken along.
        let links = lines.compactMap { $0["link"] }
        #expect(links.map { $0["title"] } == ["Other"])
        #expect(links.first?["code"] != link["code"])
        #expect(lines.count { $0["type"] == "credits" } == 3)
        #expect(lines.last == ["type": "end", "links": 1])
    }

    @Test func `the door sends it as a file, and HEAD sends nothing`() async throws {
        let house = try await House()
        let response = await house.ask(.get, "/export?format=csv")
        #expect(response.status == 200)
        #expect(response.fields["Content-Type"] == "text/csv; charset=utf-8; header=present")
        #expect(response.fields["Content-Disposition"] == #"attachment; filename="links.csv""#)
        #expect(await house.ask(.get, "/export?format=xml").status == 422)
        #expect(await house.ask(.head, "/export").status == 200)
        #expect(await house.ask(.get, "/export", key: .some(nil)).status == 401)
    }

    @Test func `many links come in parts, none left out and none twice`() async throws {
        let house = try await House(credits: 1_000)
        let rows = (0..<350).map { "Song \($0),Mira,song-\($0)\n" }
        try await house.bring("title,artist,code\n" + rows.joined())
        let lines = try await house.export().split(separator: "\n")
        let codes = lines.compactMap { line -> String? in
            guard case .string(let code)? = try? JSON(reading: Array(line.utf8))["link"]?["code"]
            else { return nil }
            return code
        }
        #expect(codes.count == 350)
        #expect(Set(codes).count == 350)
    }

    @Test func `a table is safe to open, and reads back as it was`() async throws {
        let house = try await House()
        let formula = #"=HYPERLINK(\"http://evil.example\")"#
        _ = try await house.make(#","album":"'=x","headline":"'Til, dawn""#, title: formula)
        let table = try await house.export(.csv)
        #expect(table.contains(#","'=HYPERLINK(""http://evil.example"")","#))
        #expect(table.contains(#","''=x","#))
        let other = try await House()
        let done = try await other.bring(table)
        #expect(done.record.created == 1, "\(done.rows)")
        let back = try await other.linksShown()[0]
        #expect(back["title"] == .string(#"=HYPERLINK("http://evil.example")"#))
        #expect(back["album"] == "'=x")
        #expect(back["headline"] == "'Til, dawn")
    }

    @Test func `nginx is told where each link leads, with nothing it would take for its own`()
        async throws
    {
        let house = try await House()
        let url = #"https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT?a=$host"#
        _ = try await house.make(
            #","slug":"mira","destinations":[{"platform":"spotify","url":"\#(url)"}]"#)
        _ = try await house.make(#","slug":"off","state":"disabled""# + Self.destinations)
        _ = try await house.make(#","slug":"found""#)
        let map = try await house.export(.nginx)
        #expect(map.contains("\nmap $uri $segue_target {\n"))
        #expect(
            map.contains(
                "/link/mira \"https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT?a=%24host\";"))
        #expect(map.contains("# /link/off leads nowhere"))
        #expect(map.contains("/link/found \"https://open.spotify.com/search/Mira%20Sleeper\";"))
        #expect(map.hasSuffix("}\n"))
    }

    @Test func `codes that nginx would take for one another are told apart`() async throws {
        let house = try await House()
        let rows = ["aBcdefg", "abcdefg"].map { "\($0),T,A,\(Self.spotify)\n" }
        let done = try await house.bring("code,title,artist,spotify\n" + rows.joined())
        #expect(done.record.created == 2)
        let map = try await house.export(.nginx)
        #expect(map.contains("\"~^/link/aBcdefg$\" \""))
        #expect(map.contains("\"~^/link/abcdefg$\" \""))
    }

    @Test func `a direct link leads where devices of no kind would be sent`() async throws {
        let house = try await House()
        let apple = "https://music.apple.com/us/album/sleeper/1440818588"
        _ = try await house.make(
            #","slug":"mira","mode":"direct","utm":{"source":"x"},"destinations":["#
                + #"{"platform":"apple-music","url":"\#(apple)"},"#
                + #"{"platform":"spotify","url":"\#(Self.spotify)"}]"#)
        let lines = try await house.export(.redirects)
        #expect(lines.contains("/link/mira \(Self.spotify)?utm_source=x 302\n"))
    }
}
