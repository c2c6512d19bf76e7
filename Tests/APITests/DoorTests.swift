import Bytes
import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct DoorTests {
    @Test(arguments: [nil, "", "segue_short", "x", "segue_" + String(repeating: "a", count: 32)])
    func `without a valid key nobody gets in`(key: String?) async throws {
        let answer = try await House().ask(.get, "/account", key: .some(key))
        #expect(answer.status == 401)
        #expect(answer.code == "unauthorized")
        #expect(answer.fields["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
    }

    @Test(arguments: ["Basic", "bearer", "BEARER", "Bearer "])
    func `the scheme is Bearer in any case`(scheme: String) async throws {
        let house = try await House()
        let answer = await house.ask(
            .get, "/account", fields: [("Authorization", "\(scheme) \(house.key)")], key: nil)
        #expect(answer.status == (scheme == "Basic" ? 401 : 200))
    }

    @Test func `a revoked key is refused at once`() async throws {
        let house = try await House()
        #expect(await house.ask(.get, "/account").status == 200)
        for key in try await house.actions.listKeys(of: house.account.id) {
            try await house.actions.revokeKey(key.id)
        }
        #expect(await house.ask(.get, "/account").status == 401)
    }

    @Test func `a key that asks too often waits`() async throws {
        var rates = SignIn.Rates()
        rates.perKey = Rate(burst: 2, perMinute: 60)
        let house = try await House(rates: rates)
        for _ in 0..<2 { #expect(await house.ask(.get, "/account").status == 200) }
        let refused = await house.ask(.get, "/account")
        #expect(refused.status == 429)
        #expect(refused.code == "rate_limited")
        #expect(refused.fields["Retry-After"] == "1")
        house.wait(ms: 1_000)
        #expect(await house.ask(.get, "/account").status == 200)
    }

    @Test func `failed sign-ins are counted per address and lock no working key out`()
        async throws
    {
        var rates = SignIn.Rates()
        rates.failuresPerAddress = Rate(burst: 3, perMinute: 60)
        let house = try await House(rates: rates)
        #expect(await house.ask(.get, "/account").status == 200)
        let later = try await house.actions.createKey(for: house.account.id).secret.text
        let wrong = "segue_" + String(repeating: "a", count: 32)
        for _ in 0..<3 { #expect(await house.ask(.get, "/account", key: wrong).status == 401) }
        let refused = await house.ask(.get, "/account", key: wrong)
        #expect(refused.status == 429)
        #expect(refused.fields["Retry-After"] == "1")
        #expect(await house.ask(.get, "/account", key: later).status == 429)
        #expect(await house.ask(.get, "/account").status == 200)
        let elsewhere = PeerAddress(v4: 0x0A00_0001)
        #expect(await house.ask(.get, "/account", key: later, peer: elsewhere).status == 200)
        house.wait(ms: 1_000)
        #expect(await house.ask(.get, "/account", key: later).status == 200)
    }

    @Test func `addresses of one IPv6 network count as one`() async throws {
        var rates = SignIn.Rates()
        rates.failuresPerAddress = Rate(burst: 2, perMinute: 1)
        let house = try await House(rates: rates)
        for low in 1...2 as ClosedRange<UInt64> {
            let peer = PeerAddress(high: 0x2001_0DB8_0000_0001, low: low)
            #expect(await house.ask(.get, "/account", key: "x", peer: peer).status == 401)
        }
        let third = PeerAddress(high: 0x2001_0DB8_0000_0001, low: 3)
        #expect(await house.ask(.get, "/account", key: "x", peer: third).status == 429)
    }

    @Test(arguments: [
        (HTTP.Method.put, "/links", "GET, HEAD, POST, OPTIONS"),
        (.post, "/links/a", "GET, HEAD, PATCH, DELETE, OPTIONS"),
        (.get, "/links/a/artwork", "PUT, OPTIONS"), (.delete, "/account", "GET, HEAD, OPTIONS"),
        (.post, "/platforms", "GET, HEAD, OPTIONS"),
    ])
    func `a method that does not belong there is refused with those that do`(
        method: HTTP.Method, path: String, allow: String
    ) async throws {
        let answer = try await House().ask(method, path)
        #expect(answer.status == 405)
        #expect(answer.fields["Allow"] == allow)
        #expect(answer.code == "method_not_allowed")
    }

    @Test func `OPTIONS lists the methods without a key`() async throws {
        let answer = try await House().ask(.options, "/links", key: .some(nil))
        #expect(answer.status == 204)
        #expect(answer.fields["Allow"] == "GET, HEAD, POST, OPTIONS")
    }

    @Test func `HEAD is answered like GET`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let get = await house.ask(.get, "/links/mira")
        let head = await house.ask(.head, "/links/mira")
        #expect(head.status == 200)
        #expect(head.fields == get.fields)
    }

    @Test(arguments: ["", "/", "/nothing", "/links/a/b/c"])
    func `elsewhere a problem says so`(path: String) async throws {
        let house = try await House()
        let answer = await house.ask(.get, path)
        #expect(answer.status == 404)
        #expect(answer.code == "not_found")
        #expect(answer.json["title"] == "Not Found")
        #expect(answer.json["type"] == "about:blank")
    }

    @Test func `artwork may be larger than JSON`() async throws {
        let api = try await House().api
        #expect(api.bodyBytesMax(for: .put, path: "/api/v1/links/a/artwork") == 10 << 20)
        #expect(api.bodyBytesMax(for: .post, path: "/api/v1/links") == 1 << 20)
        #expect(api.handles("/api/v1/links"))
        #expect(!api.handles("/api/v10"))
        #expect(!api.handles("/link/a"))
    }

    @Test func `the catalogue says what each platform can do`() async throws {
        let items = try await House().ask(.get, "/platforms").json["items"]?.items ?? []
        #expect(items.map { $0["id"] } == ["spotify", "apple-music", "bandcamp"])
        #expect(items.first?["abilities"] == ["link", "search"])
        #expect(items.last?["abilities"] == ["link"])
    }
}
