import HTTP
import Smartlink
import Store
import Testing

struct EmbedAnswerTests {
    @Test(arguments: ["/link/summer/embed", "/summer/embed"])
    func `an embed may be framed by everybody`(path: String) async throws {
        let house = try await AroundHouse()
        try await house.link()
        let answer = try #require(try await house.ask(path))
        #expect(answer.status == 200)
        let policy = try #require(answer.fields["Content-Security-Policy"])
        #expect(policy.contains("frame-ancestors *"))
        #expect(answer.fields["X-Frame-Options"] == nil)
        #expect(answer.text.contains("<main>"))
    }

    @Test(arguments: [
        ("size=large", "<main class=\"large\">"), ("theme=dark", "<body class=\"dark\">"),
        ("bg=%23AbC", "bgcolor=\"#aabbcc\""), ("bg=102030", "bgcolor=\"#102030\""),
        ("utm_source=blog", "<body>"),
    ])
    func `it looks as asked`(query: String, part: String) async throws {
        let house = try await AroundHouse()
        try await house.link()
        let answer = try #require(try await house.ask("/link/summer/embed?\(query)"))
        #expect(answer.text.contains(part))
    }

    @Test(arguments: [
        "size=huge", "theme=pink", "bg=red", "bg=12345", "bg=%22%3E%3Cscript%3E", "bg=",
    ])
    func `a look nobody knows is refused`(query: String) async throws {
        let house = try await AroundHouse()
        try await house.link()
        let answer = try #require(try await house.ask("/link/summer/embed?\(query)"))
        #expect(answer.status == 400)
        #expect(!answer.text.contains("<"))
    }

    @Test func `each look and language has its own tag`() async throws {
        let house = try await AroundHouse()
        try await house.link()
        var tags: Set<String> = []
        for query in ["", "?size=large", "?theme=dark", "?bg=fff"] {
            for language in ["en", "ja"] {
                let answer = try await house.ask(
                    "/link/summer/embed\(query)", fields: ["Accept-Language": language])
                tags.insert(answer?.fields["ETag"] ?? "")
                #expect(answer?.text.contains("<html lang=\"\(language)\"") == true)
            }
        }
        #expect(tags.count == 8)
    }

    @Test func `a changed link has another embed at once, one that is switched off none`()
        async throws
    {
        let house = try await AroundHouse()
        var link = try await house.link()
        for _ in 0..<2 {
            let answer = try #require(try await house.ask("/link/summer/embed"))
            #expect(answer.text.contains("Summer"))
        }
        link.title = "Autumn"
        link = try await house.store.replace(link, at: AroundHouse.now)
        let changed = try #require(try await house.ask("/link/summer/embed"))
        #expect(changed.text.contains("Autumn") && !changed.text.contains("Summer"))
        link.isDisabled = true
        _ = try await house.store.replace(link, at: AroundHouse.now)
        #expect(try await house.ask("/link/summer/embed")?.status == 410)
    }

    @Test func `the release changes it by itself`() async throws {
        let house = try await AroundHouse()
        try await house.link { $0.releaseAt = Instant(ms: AroundHouse.now.ms + 1) }
        let answer = try #require(try await house.ask("/link/summer/embed"))
        #expect(answer.text.contains("Pre-save"))
        #expect(answer.fields["ETag"]?.contains("presave") == true)
    }
}
