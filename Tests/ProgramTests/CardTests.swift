import EventLoop
import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

@Suite(.serialized, .timeLimit(.minutes(2)))
struct CardTests {
    private let crawler = "User-Agent: facebookexternalhit/1.1"

    private func start(
        _ place: borrowing Workplace, card: String? = nil
    ) async throws -> Service {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "", "data": place.data]
        sources.environment = [
            "SEGUE_WORKERS": "1", "SEGUE_LOG_LEVEL": "error", "SEGUE_LOOKUP_SOURCES": "",
            "SEGUE_FILES_CARD": card ?? "",
        ]
        let service = try await Service.start(
            try sources.configuration(), log: Log(level: .error))
        // One link of the demonstration: drawing all its covers takes longer than all else here.
        let actions = service.actions
        let made = try await actions.createAccount(name: "Mira", plan: .pro, credits: 9)
        let release = try #require(DemoRelease.all.first { $0.slug == "never-gonna" })
        let now = actions.surroundings.now()
        _ = try await actions.createLink(
            LinkOrder(slug: release.slug, search: .nowhere), for: made.account
        ) { release.fill(&$0, now) }
        _ = try await actions.keepArtwork(
            try #require(release.cover.png), for: release.slug, of: made.account.id)
        return service
    }

    /// Where a page's one image lies, without this server's address.
    private func image(_ page: String, _ address: String) throws -> String {
        let tag = "property=\"og:image\" content=\"\(address)"
        let start = try #require(page.firstRange(of: tag))
        return String(page[start.upperBound...].prefix { $0 != "\"" })
            .replacing("&amp;", with: "&")
    }

    @Test func `a crawler finds a card, whole, in part and by its tag`() async throws {
        let place = Workplace()
        let service = try await start(place)
        let at = service.address
        let page = await Exchange.get("/link/never-gonna", at: at, crawler)
        let path = try image(page, at)
        #expect(path.hasPrefix("/link/never-gonna/card.jpg?v="))
        let whole = await Exchange.get(path, at: at, crawler)
        #expect(whole.hasPrefix("HTTP/1.1 200 "))
        #expect(Exchange.values("Content-Type", of: whole) == ["image/jpeg"])
        #expect(
            Exchange.values("Cache-Control", of: whole) == ["public, max-age=31536000, immutable"])
        #expect(Exchange.values("Accept-Ranges", of: whole) == ["bytes"])
        let tag = try #require(Exchange.values("ETag", of: whole).first)
        #expect(tag.hasPrefix("\"") && tag.count == 66)
        let size = try #require(
            Exchange.values("Content-Length", of: whole).first.flatMap(Int.init))
        #expect(size > 5_000 && size < 300_000)

        let head = await Exchange.ask("HEAD \(path)", at: at)
        #expect(head.hasPrefix("HTTP/1.1 200 "))
        #expect(Exchange.values("Content-Length", of: head) == [String(size)])
        #expect(Exchange.values("ETag", of: head) == [tag])
        #expect(head.hasSuffix("\r\n\r\n"))

        let part = await Exchange.get(path, at: at, "Range: bytes=0-9")
        #expect(part.hasPrefix("HTTP/1.1 206 "))
        #expect(Exchange.values("Content-Range", of: part) == ["bytes 0-9/\(size)"])
        #expect(Exchange.values("Content-Length", of: part) == ["10"])
        let beyond = await Exchange.get(path, at: at, "Range: bytes=\(size)-")
        #expect(beyond.hasPrefix("HTTP/1.1 416 "))

        let same = await Exchange.get(path, at: at, "If-None-Match: \(tag)")
        #expect(same.hasPrefix("HTTP/1.1 304 "))
        await service.stop()
    }

    @Test func `an address without a version, or with another, is kept shortly`() async throws {
        let place = Workplace()
        let service = try await start(place)
        for query in ["", "?v=", "?v=1-99r", "?v=../../etc", "?l=es"] {
            let card = await Exchange.ask(
                "HEAD /link/never-gonna/card.jpg\(query)", at: service.address)
            #expect(card.hasPrefix("HTTP/1.1 200 "))
            #expect(Exchange.values("Cache-Control", of: card) == ["public, max-age=300"])
        }
        await service.stop()
    }

    @Test func `before its release a card bears the date, in the page's language`() async throws {
        let place = Workplace()
        let service = try await start(place)
        let at = service.address
        let code = try #require(Code("never-gonna"))
        let link = try #require(try await service.actions.links.link(code))
        _ = try await service.actions.updateLink("never-gonna", of: link.account) {
            $0.releaseAt = Instant(ms: $0.createdAt.ms + 86_400_000 * 300)
        }
        var tags: Set<String> = []
        for language in ["en", "es", "ar"] {
            let page = await Exchange.get(
                "/link/never-gonna", at: at, crawler, "Accept-Language: \(language)")
            let path = try image(page, at)
            #expect(path.hasSuffix("&l=\(language)"))
            let card = await Exchange.ask("HEAD \(path)", at: at)
            #expect(
                Exchange.values("Cache-Control", of: card).first?.hasSuffix("immutable") == true)
            tags.formUnion(Exchange.values("ETag", of: card))
        }
        #expect(tags.count == 3)
        await service.stop()
    }

    @Test func `nobody's link has no card, nor has one that is switched off`() async throws {
        let place = Workplace()
        let service = try await start(place)
        let at = service.address
        #expect(
            await Exchange.get("/link/nobody/card.jpg", at: at).hasPrefix("HTTP/1.1 404 "))
        #expect(
            await Exchange.ask("POST /link/never-gonna/card.jpg", at: at, ["Content-Length: 0"])
                .hasPrefix("HTTP/1.1 405 "))
        let code = try #require(Code("never-gonna"))
        let link = try #require(try await service.actions.links.link(code))
        _ = try await service.actions.updateLink("never-gonna", of: link.account) {
            $0.isDisabled = true
        }
        #expect(
            await Exchange.get("/link/never-gonna/card.jpg", at: at).hasPrefix("HTTP/1.1 410 "))
        await service.stop()
    }

    @Test(arguments: ["/nowhere/segue-card", "/bin/false"])
    func `where nothing draws, the artwork serves`(program: String) async throws {
        let place = Workplace()
        let service = try await start(place, card: program)
        let at = service.address
        let page = await Exchange.get("/link/never-gonna", at: at, crawler)
        #expect(page.hasPrefix("HTTP/1.1 200 "))
        if program.hasPrefix("/nowhere") {
            #expect(try image(page, at).hasPrefix("/artwork/"))
        }
        let card = await Exchange.get("/link/never-gonna/card.jpg", at: at)
        #expect(card.hasPrefix("HTTP/1.1 302 "))
        #expect(Exchange.values("Location", of: card).first?.hasPrefix("/artwork/") == true)
        #expect(Exchange.values("Cache-Control", of: card) == ["public, max-age=60"])
        await service.stop()
    }
}
