import Operations
import Smartlink
import Testing

@testable import Program

@Suite(.serialized, .timeLimit(.minutes(5)))
struct CoverTests {
    /// The addresses a page offers for its cover, by their widths.
    private func offered(_ page: String) throws -> [(path: String, width: String)] {
        let start = try #require(page.firstRange(of: " srcset=\""))
        return page[start.upperBound...].prefix { $0 != "\"" }.split(separator: ",").map { one in
            let parts = one.split(separator: " ")
            return (String(parts[0]), String(parts[1]))
        }
    }

    @Test func `a page offers its cover in every width, each a picture kept for good`()
        async throws
    {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let at = stage.address
        for path in [LinkStage.released, LinkStage.presave, LinkStage.released + "/embed"] {
            let page = await Exchange.get(path, at: at)
            let choices = try offered(page)
            #expect(choices.map(\.width) == ["160w", "320w", "400w"])
            #expect(page.contains("width=\"400\" height=\"400\""))
            for choice in choices {
                let answer = await Exchange.ask("HEAD \(choice.path)", at: at)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                #expect(Exchange.values("Content-Type", of: answer) == ["image/jpeg"])
                #expect(
                    Exchange.values("Cache-Control", of: answer)
                        == ["public, max-age=31536000, immutable"])
                let tag = try #require(Exchange.values("ETag", of: answer).first)
                let again = await Exchange.get(choice.path, at: at, "If-None-Match: \(tag)")
                #expect(again.hasPrefix("HTTP/1.1 304 "))
            }
        }
        await stage.service.stop()
    }

    @Test func `no other width is made`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let page = await Exchange.get(LinkStage.released, at: stage.address)
        let path = try #require(offered(page).first?.path.split(separator: "?").first)
        for size in ["0", "161", "2000", "-160", "160.0", "x", ""] {
            let answer = await Exchange.get("\(path)?size=\(size)", at: stage.address)
            #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(size)")
        }
        await stage.service.stop()
    }

    @Test(arguments: ["/nowhere/segue-card", "/bin/false"])
    func `where nothing scales, the original serves in every width`(program: String) async throws {
        let place = Workplace()
        let stage = try await LinkStage(place, card: program)
        let page = await Exchange.get(LinkStage.released, at: stage.address)
        let start = try #require(page.firstRange(of: " src=\"/artwork/"))
        let path = "/artwork/" + page[start.upperBound...].prefix { $0 != "\"" && $0 != "?" }
        let answer = await Exchange.ask("HEAD \(path)?size=320", at: stage.address)
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(Exchange.values("Content-Type", of: answer) == ["image/png"])
        #expect(Exchange.values("Cache-Control", of: answer) == ["public, max-age=300"])
        #expect(page.contains("srcset=") == (program == "/bin/false"))
        await stage.service.stop()
    }

    @Test func `a picture its decoder refuses is refused when it is sent`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let code = try #require(Code(LinkStage.released.dropFirst("/link/".count)))
        let link = try #require(try await stage.service.actions.links.link(code))
        let broken = Array(try LinkStage.cover().dropLast(100))
        let failure = await #expect(throws: Failure.self) {
            _ = try await stage.service.actions.keepArtwork(
                broken, for: code.text, of: link.account)
        }
        #expect(failure?.code == .invalidField && failure?.field == "artwork")
        await stage.service.stop()
    }
}
