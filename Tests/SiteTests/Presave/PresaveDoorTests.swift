import Bytes
import HTTP
import Operations
import Smartlink
import Testing

@testable import Site

struct PresaveDoorTests {
    @Test(arguments: [
        "/", "/link/summer", "/link/summer/presave", "/link/summer/presave/", "/link",
        "/oauth/tidal", "/oauth/tidal/callback/more", "/me", "/confirm", "/confirm/a/b",
        "/me/token/delete", "/api/v1/links", "/link/summer/to/tidal",
    ])
    func `paths of others are left to them`(path: String) async throws {
        let house = try await PresaveHouse()
        let page = try await house.ask(.get, path)
        // A platform without a name is one that is not there.
        #expect(page == nil || path.hasSuffix("presave/") && page?.status == 404)
    }

    @Test(arguments: [
        ("/link/summer/presave/tidal", "GET, POST, OPTIONS", [HTTP.Method.head, .put, .delete]),
        ("/oauth/tidal/callback", "GET, POST, OPTIONS", [.head, .put, .patch]),
        ("/link/summer/subscribe", "POST, OPTIONS", [.get, .head, .delete]),
        ("/confirm/token", "GET, HEAD, POST, OPTIONS", [.put, .delete]),
        ("/unsubscribe/token", "GET, HEAD, POST, OPTIONS", [.put, .patch]),
        ("/me/token", "GET, HEAD, OPTIONS", [.post, .delete]),
        ("/me/token.json", "GET, HEAD, OPTIONS", [.post, .put]),
        ("/me/token/revoke", "POST, OPTIONS", [.get, .head]),
        ("/me/token/unsubscribe", "POST, OPTIONS", [.get, .head]),
        ("/me/token/follow", "POST, OPTIONS", [.get, .head, .put]),
        ("/me/token/erase", "POST, OPTIONS", [.get, .head, .delete]),
    ])
    func `each path says which methods it takes`(
        path: String, allow: String, refused: [HTTP.Method]
    ) async throws {
        let house = try await PresaveHouse()
        try await house.link()
        for method in refused {
            let page = try #require(try await house.ask(method, path))
            #expect(page.status == 405 && page.fields["Allow"] == allow, "\(method)")
        }
        let options = try #require(try await house.ask(.options, path))
        #expect(options.status == 204 && options.fields["Allow"] == allow)
        #expect(house.steps.isEmpty)
    }

    @Test func `every page has the house's policy, is kept by nobody and tells no address`()
        async throws
    {
        let house = try await PresaveHouse()
        try await house.link()
        let (_, done) = try await house.presave()
        let (_, token) = try house.fan(done)
        let pages = [
            done, try await house.ask(.get, "/me/\(token)"),
            try await house.ask(.get, "/confirm/forged"),
            try await house.ask(.get, "/oauth/tidal/callback?error=access_denied"),
            try await house.ask(.get, "/link/summer/subscribe"),
        ]
        for page in pages {
            let page = try #require(page)
            #expect(page.fields["Cache-Control"] == "no-store")
            #expect(page.fields["Referrer-Policy"] == "same-origin")
            #expect(page.fields["X-Content-Type-Options"] == "nosniff")
            #expect(page.fields["Content-Security-Policy"]?.contains("default-src") == true)
            #expect(
                page.text.hasPrefix("<!doctype html>") || page.text.hasPrefix("<!DOCTYPE html>"))
            // One of each: the second would be ignored or joined.
            #expect(page.fields.all.filter { $0.name == "Referrer-Policy" }.count == 1)
        }
    }

    @Test func `who asks too often is told to wait, others are not`() async throws {
        let house = try await PresaveHouse(
            rates: VisitRates(Rate(burst: 2, perMinute: 10)))
        try await house.link()
        let path = "/link/summer/presave/tidal"
        for _ in 0..<2 { #expect(try await house.ask(.get, path)?.status == 303) }
        let refused = try #require(try await house.ask(.get, path))
        #expect(refused.status == 429 && refused.fields["Retry-After"] == "6")
        #expect(refused.cookies.isEmpty)
        let form = "address=a@b.org&reminder=1&wording=r1.de"
        #expect(try await house.ask(.post, "/link/summer/subscribe", form)?.status == 429)
        #expect(try await house.ask(.get, path, peer: 9)?.status == 303)
        // Pages that cost nobody anything stay.
        #expect(try await house.ask(.get, "/confirm/forged")?.status == 404)
        house.wait(ms: 6_000)
        #expect(try await house.ask(.get, path)?.status == 303)
        #expect(house.steps.count == 4)
    }

    @Test func `pages speak the fan's language`() async throws {
        let house = try await PresaveHouse()
        let german = try await house.ask(
            .get, "/confirm/forged", fields: ["Accept-Language": "de-AT, en;q=0.5"])
        #expect(german?.text.contains("lang=\"de\"") == true)
        let arabic = try await house.ask(
            .get, "/confirm/forged", fields: ["Accept-Language": "ar"])
        #expect(arabic?.text.contains("dir=\"rtl\"") == true)
    }
}
