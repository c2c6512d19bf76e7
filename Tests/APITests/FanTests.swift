import HTTP
import JSONText
import Operations
import Smartlink
import Store
import Testing

@testable import API

@Suite(.serialized) struct FanTests {
    /// A fan of that number with a save of the same number, and an address for news.
    private func keep(
        _ house: House, _ id: Int64, _ code: String = "mira", platform: String = "spotify",
        address: String = "fan@example.org", confirmed: Bool = true, locale: String = "de",
        wording: String = "n1.de"
    ) async throws {
        let name = try #require(Code(code))
        let link = try #require(try await house.store.link(name))
        var fan = Fan(id: id, locale: locale, createdAt: House.start)
        fan.country = try #require(ShortCode("DE"))
        try await house.store.keep(fan)
        let save = Save(
            id: id, fan: id, link: link.id, platform: platform, mode: .direct,
            dueAt: try #require(link.releaseAt), createdAt: House.start)
        _ = try await house.store.queue(save, sealed: [1])
        let news = Subscription(
            id: id, fan: id, link: link.id, address: address, purpose: .news, wording: wording,
            askedAt: House.start)
        try await house.store.subscribe(
            news,
            letter: Letter(
                id: id, kind: .confirmation, subscription: id, nextAt: House.start,
                createdAt: House.start))
        guard confirmed else { return }
        _ = try await house.store.confirm(
            subscription: id, at: Instant(ms: House.start.ms + id * 1_000))
    }

    private func house() async throws -> House {
        let house = try await House()
        _ = try await house.make(
            #","slug":"mira","isrc":"GBARL9300135","releaseAt":"2026-04-01T12:00:00Z""#)
        return house
    }

    /// The text of a table.
    private func table(_ house: House, _ code: String = "mira") async -> Response {
        let call = Request(
            method: .get, path: "/api/v1/links/\(code)/fans.csv",
            fields: ["Authorization": "Bearer \(house.key)"],
            arrival: Arrival(
                peer: House.peer, isSecure: true, nowMs: House.start.ms, closes: false))
        return await house.api.respond(to: call)
    }

    private func text(_ response: Response) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `pre-saves are numbers, in total and by platform, and nobody's identity`()
        async throws
    {
        let house = try await house()
        try await keep(house, 1)
        try await keep(house, 2, address: "b@example.org")
        try await keep(house, 3, platform: "apple-music", address: "c@example.org")
        _ = try await house.store.revoke(save: 2, of: 2, at: House.start)
        let answer = await house.ask(.get, "/links/mira/presaves")
        #expect(answer.status == 200)
        #expect(answer.json["totals"]?["queued"] == 2 && answer.json["totals"]?["revoked"] == 1)
        #expect(answer.json["totals"]?["saved"] == 0)
        let platforms = answer.json["by"]?.items ?? []
        #expect(platforms.map { $0["platform"]?.string } == ["apple-music", "spotify"])
        #expect(platforms.map { $0["states"]?["queued"] } == [1, 1])
        #expect(!answer.json.text.contains("example.org") && !answer.json.text.contains("fan"))
    }

    @Test func `fans are those who confirmed, oldest first, page by page`() async throws {
        let house = try await house()
        for id: Int64 in 1...3 { try await keep(house, id, address: "fan\(id)@example.org") }
        try await keep(house, 4, address: "shy@example.org", confirmed: false)
        let first = await house.ask(.get, "/links/mira/fans?limit=2")
        #expect(first.status == 200)
        let items = first.json["items"]?.items ?? []
        #expect(items.map { $0["email"]?.string } == ["fan1@example.org", "fan2@example.org"])
        #expect(items[0]["locale"] == "de" && items[0]["country"] == "DE")
        #expect(items[0]["confirmedAt"] == "2026-03-04T15:30:01Z")
        #expect(items[0]["wording"] == "n1.de")
        #expect(items[0].names == ["email", "locale", "country", "confirmedAt", "wording"])
        let cursor = try #require(first.json["nextCursor"]?.string)
        let second = await house.ask(.get, "/links/mira/fans?limit=2&cursor=\(cursor)")
        let rest = second.json["items"]?.items ?? []
        #expect(rest.map { $0["email"]?.string } == ["fan3@example.org"])
        #expect(second.json["nextCursor"] == .null)
    }

    @Test(arguments: ["limit=0", "limit=100000", "limit=x", "cursor=x", "cursor=1.2.3", "fan=1"])
    func `a question that makes no sense names its field`(query: String) async throws {
        let house = try await house()
        let answer = await house.ask(.get, "/links/mira/fans?\(query)")
        #expect(answer.status == 400 || answer.status == 422, "\(answer.status)")
        #expect(answer.field.map { query.hasPrefix($0) } == true)
    }

    @Test func `the table has everybody, quoted where needed, and no formula`() async throws {
        let house = try await house()
        let hostile: [(address: String, cell: String)] = [
            ("=cmd|x@example.org", "\"'=cmd|x@example.org\""),
            ("+1@example.org", "\"'+1@example.org\""), ("-1@example.org", "\"'-1@example.org\""),
            ("o'hara@example.org", "\"o'hara@example.org\""),
            ("plain@example.org", "plain@example.org"),
        ]
        for (place, line) in hostile.enumerated() {
            try await keep(house, Int64(place + 1), address: line.address, wording: "a\"b,c\r\nd")
        }
        let response = await table(house)
        #expect(response.status == 200)
        #expect(response.fields["Content-Type"] == "text/csv; charset=utf-8; header=present")
        #expect(
            response.fields["Content-Disposition"] == "attachment; filename=\"fans-mira.csv\"")
        #expect(response.fields["Cache-Control"] == "private, no-store")
        var expected = "email,locale,country,confirmedAt,wording\r\n"
        for (place, line) in hostile.enumerated() {
            expected += "\(line.cell),de,DE,2026-03-04T15:30:0\(place + 1)Z,\"a\"\"b,c\r\nd\"\r\n"
        }
        #expect(text(response) == expected)
    }

    @Test func `the table goes on behind the first page`() async throws {
        let house = try await house()
        let count = Int64(APILimits.pageFansMax) + 1
        for id in 1...count { try await keep(house, id, address: "fan\(id)@example.org") }
        let lines = text(await table(house)).split(separator: "\r\n")
        #expect(lines.count == Int(count) + 1)
        #expect(lines.last?.hasPrefix("fan\(count)@") == true)
    }

    @Test(arguments: ["/presaves", "/fans", "/fans.csv"])
    func `somebody else's link is not found, as one that is not there`(part: String) async throws {
        let house = try await house()
        try await keep(house, 1)
        let other = try await house.actions.createAccount(name: "Ben", plan: .pro, credits: 1)
        let answer = await house.ask(.get, "/links/mira\(part)", key: other.secret.text)
        #expect(answer.status == 404 && answer.code == "not_found")
        #expect(await house.ask(.get, "/links/nobody\(part)").status == 404)
        #expect(await house.ask(.get, "/links/mira\(part)", key: .some(nil)).status == 401)
        #expect(await house.ask(.post, "/links/mira\(part)", "{}").status == 405)
    }

    @Test func `who moves the release moves the queue, who does not leaves it`() async throws {
        let house = try await house()
        try await keep(house, 1)
        let moved = try #require(Instant(rfc3339: "2026-05-01T12:00:00Z"))
        let patched = await house.ask(
            .patch, "/links/mira", #"{"releaseAt":"2026-05-01T12:00:00Z"}"#)
        #expect(patched.status == 200, "\(patched.json.text)")
        #expect(try await house.store.nextSave() == moved)
        let save = try #require(try await house.store.holdings(of: 1)?.saves.first?.save)
        #expect(save.dueAt == moved && save.nextAt == moved && save.state == .queued)
        #expect(await house.ask(.patch, "/links/mira", #"{"headline":"H"}"#).status == 200)
        #expect(try await house.store.nextSave() == moved)
        // Taken out of the future, it is due now.
        #expect(await house.ask(.patch, "/links/mira", #"{"releaseAt":null}"#).status == 200)
        let due = try #require(try await house.store.nextSave())
        #expect(due <= House.start)
    }

    @Test func `who deletes the link ends its queue, once it cannot be restored any more`()
        async throws
    {
        let house = try await house()
        try await keep(house, 1)
        #expect(await house.ask(.delete, "/links/mira").status == 204)
        #expect(try await house.store.nextSave() != nil)
        try await house.store.sweep(at: Instant(ms: House.start.ms + Link.restorableMs))
        let save = try #require(try await house.store.holdings(of: 1)?.saves.first?.save)
        #expect(save.state == .revoked && save.reason == .linkDeleted)
        #expect(try await house.store.nextSave() == nil)
    }
}
