import Bytes
import HTTP
import Operations
import Smartlink
import Store
import Testing

@testable import Site

struct PresaveStepsTests {
    @Test func `the whole way to a pre-save, step by step`() async throws {
        let house = try await PresaveHouse()
        let link = try await house.link()
        let (begun, done) = try await house.presave()
        #expect(begun.status == 303)
        #expect(
            begun.fields["Location"]?.hasPrefix("https://tidal.example/authorize?state=") == true)
        #expect(begun.fields["Cache-Control"] == "no-store")
        #expect(done.status == 200)
        let (fan, token) = try house.fan(done)
        #expect(done.text.contains("/me/\(token)"))
        let save = try #require(try await house.store.holdings(of: fan)?.saves.first?.save)
        #expect(save.state == .queued && save.platform == "tidal" && save.link == link.id)
        #expect(house.steps == ["presaveStarted", "presaveAuthorised", "presaveQueued"])
        let kept = house.log.records
        #expect(kept.allSatisfy { $0.event.link == link.id && $0.event.platform != 0 })
        #expect(kept.allSatisfy { $0.event.visitor != 0 && $0.agent == PresaveHouse.browser })
    }

    @Test func `cookies to the letter, Secure over https only`() async throws {
        let house = try await PresaveHouse()
        try await house.link()
        for secure in [true, false] {
            let end = secure ? "; Secure" : ""
            let begun = try #require(
                try await house.ask(.get, "/link/summer/presave/tidal", secure: secure))
            let (_, token) = try house.fan(begun)
            let secret = begun.cookie.split(separator: ";")[0].split(separator: "=")[1]
            let fan =
                "segue_fan=\(token); Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax\(end)"
            #expect(
                begun.cookies == [
                    "segue_oauth_tidal=\(secret); Path=/oauth/tidal; Max-Age=600; HttpOnly; "
                        + "SameSite=Lax\(end)", fan,
                ])
            #expect(secret.utf8.count == 32)
            let done = try #require(
                try await house.ask(
                    .get, "/oauth/tidal/callback?code=good&state=\(begun.state)",
                    cookie: begun.cookie, secure: secure))
            #expect(
                done.cookies == [
                    "segue_platform=tidal; Path=/link; Max-Age=31536000; HttpOnly; SameSite=Lax"
                        + end, fan,
                ])
        }
    }

    @Test func `the fan of a cookie stays the fan, one of a forged cookie is a new one`()
        async throws
    {
        let house = try await PresaveHouse()
        try await house.link()
        try await house.link("winter")
        let first = try await house.presave()
        let (fan, token) = try house.fan(first.done)
        let again = try await house.presave("winter", cookie: "segue_fan=\(token)")
        #expect(try house.fan(again.done).id == fan)
        for forged in ["\(token)A", "", "0", String(fan), String(repeating: "A", count: 4_000)] {
            let page = try await house.ask(
                .get, "/link/summer/presave/tidal", cookie: "x=y; segue_fan=\(forged)")
            #expect(try house.fan(try #require(page)).id != fan)
        }
    }

    @Test(arguments: [
        PresaveHouse.scanner,
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "curl/8.5.0", "",
    ])
    func `crawlers begin nothing`(agent: String) async throws {
        let house = try await PresaveHouse()
        try await house.link()
        let page = try #require(
            try await house.ask(
                .get, "/link/summer/presave/tidal", fields: ["User-Agent": agent]))
        #expect(page.status == 303 && page.fields["Location"] == "/link/summer")
        #expect(page.cookies.isEmpty && house.steps.isEmpty)
    }

    @Test func `a platform that only reminds leads to the form, music that is out to the link`()
        async throws
    {
        let house = try await PresaveHouse()
        try await house.link()
        let remind = try #require(try await house.ask(.get, "/link/summer/presave/bandcamp"))
        #expect(remind.status == 303)
        #expect(remind.fields["Location"] == "/link/summer?choose#remind")
        house.wait(ms: 86_400_000)
        let released = try #require(try await house.ask(.get, "/link/summer/presave/tidal"))
        #expect(released.status == 303 && released.fields["Location"] == "/link/summer")
        #expect(house.steps.isEmpty)
    }

    @Test(arguments: [
        "/link/winter/presave/tidal", "/link/summer/presave/napster",
        "/link/a\r\nSet-Cookie: x=y/presave/tidal", "/link/%/presave/tidal",
        "/link/summer/presave/tidal\r\nX: y",
    ])
    func `what there is not is not found, and comes back in no field`(path: String) async throws {
        let house = try await PresaveHouse()
        try await house.link()
        for agent in [PresaveHouse.browser, PresaveHouse.scanner] {
            let page = try #require(
                try await house.ask(.get, path, fields: ["User-Agent": agent]))
            // A crawler is sent to the link, which says the same.
            let link = "/link/" + path.split(separator: "/")[1]
            #expect(
                page.status == 404
                    || agent == PresaveHouse.scanner && page.fields["Location"] == link)
            #expect(page.fields.all.allSatisfy { !$0.value.contains("\n") })
            #expect(page.cookies.isEmpty)
        }
    }

    @Test func `every way a pre-save fails has its page and its reason in the funnel`()
        async throws
    {
        let house = try await PresaveHouse()
        try await house.link()
        let cases: [(query: String, cookie: Bool, status: Int, reason: String)] = [
            ("error=access_denied", true, 200, "denied"),
            ("error_reason=user_denied", true, 200, "denied"),
            ("error=server_error", true, 502, "unreachable"),
            ("code=bad", true, 502, "unreachable"), ("code=good", false, 400, "otherBrowser"),
        ]
        for (query, cookie, status, reason) in cases {
            let before = house.steps.count
            let begun = try #require(try await house.ask(.get, "/link/summer/presave/tidal"))
            let page = try #require(
                try await house.ask(
                    .get, "/oauth/tidal/callback?\(query)&state=\(begun.state)",
                    cookie: cookie ? begun.cookie : nil))
            #expect(page.status == status, "\(query)")
            #expect(
                Array(house.steps.dropFirst(before)) == [
                    "presaveStarted", "presaveFailed \(reason)",
                ]
            )
            #expect(page.text.contains("/link/summer/presave/tidal"))
            #expect(page.cookies.isEmpty)
        }
    }

    @Test(arguments: [
        "", "?state=", "?code=good", "?code=good&state=forged", "?state=forged", "?error=x",
        "?token=t&state=forged", "?error=%3Cscript%3E&state=%3Cscript%3E",
    ])
    func `a callback with nothing of ours is answered and counted nowhere`(
        query: String
    ) async throws {
        let house = try await PresaveHouse()
        for platform in ["tidal", "napster", "<script>"] {
            let page = try #require(
                try await house.ask(.get, "/oauth/\(platform)/callback\(query)"))
            #expect(page.status == 400)
            #expect(!page.text.contains("<script>alert") && !page.text.contains("/<script>"))
        }
        #expect(house.steps.isEmpty)
    }

    @Test func `a state is served once, the second time is told so`() async throws {
        let house = try await PresaveHouse()
        try await house.link()
        let (begun, _) = try await house.presave()
        let again = try #require(
            try await house.ask(
                .get, "/oauth/tidal/callback?code=good&state=\(begun.state)", cookie: begun.cookie))
        #expect(again.status == 400)
        #expect(house.steps.count == 3)
    }

    @Test func `Apple's script asks on a page of its own, and posts what it gets`() async throws {
        let house = try await PresaveHouse()
        try await house.link()
        let begun = try #require(try await house.ask(.get, "/link/summer/presave/apple-music"))
        #expect(begun.status == 200 && begun.text.contains("developer"))
        let policy = try #require(begun.fields["Content-Security-Policy"])
        #expect(policy.contains("https://js-cdn.music.apple.com"))
        #expect(begun.cookies.first?.contains("Path=/oauth/apple-music;") == true)
        let state = try #require(
            begun.text.split(separator: "name=\"state\" value=\"").dropFirst().first
        )
        .prefix { $0 != "\"" }
        let form = "state=\(state)&token=music-user-token&storefront=de"
        // A token in an address would end up in logs: only a form hands it over.
        let path = "/oauth/apple-music/callback"
        #expect(try await house.ask(.get, "\(path)?\(form)", cookie: begun.cookie)?.status == 400)
        let done = try #require(try await house.ask(.post, path, form, cookie: begun.cookie))
        #expect(done.status == 200)
        #expect(house.steps == ["presaveStarted", "presaveAuthorised", "presaveQueued"])
    }

    @Test func `the zone of the browser, and a private visit, are heeded`() async throws {
        let house = try await PresaveHouse()
        try await house.link()
        _ = try await house.ask(
            .get, "/link/summer/presave/tidal?zone=../../etc/passwd", fields: ["Sec-GPC": "1"])
        let kept = try #require(house.log.records.first)
        #expect(kept.event.visitor == 0 && kept.event.kind == .presaveStarted)
    }

    @Test func `a link deleted on the way is told without a crash`() async throws {
        let house = try await PresaveHouse()
        let link = try await house.link()
        let begun = try #require(try await house.ask(.get, "/link/summer/presave/tidal"))
        try await house.delete(link)
        let page = try #require(
            try await house.ask(
                .get, "/oauth/tidal/callback?code=good&state=\(begun.state)", cookie: begun.cookie))
        #expect(page.status == 404)
    }
}
