import Bytes
import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct ImportTests {
    private static let spotify = "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"

    /// A house with links of every kind, and visits.
    private func furnished() async throws -> House {
        let house = try await House()
        let mira = try await house.make(
            #","slug":"mira","rules":[{"when":{"country":"DE"},"to":"spotify"}],"#
                + #""destinations":[{"platform":"spotify","url":"\#(Self.spotify)"}],"#
                + #""utm":{"source":"x"},"emailCapture":true,"headline":"Out now""#)
        let image = await house.ask(.put, "/links/mira/artwork", bytes: TinyImage.png)
        #expect(image.status == 200)
        house.wait(ms: 1_000)
        _ = try await house.make(#","state":"disabled","isrc":"USRC17607839""#, title: "Off")
        house.wait(ms: 1_000)
        _ = try await house.make(#","releaseAt":"2027-01-01T00:00:00Z""#, title: "Soon")
        let code = try #require(Code("mira"))
        let id = try #require(try await house.actions.links.link(code)?.id)
        #expect(mira["code"] == "mira")
        var visit = Event(
            at: House.start, link: id, kind: .redirect, reason: .device,
            agent: Agent(kind: .human, os: .ios))
        visit.platform = 1
        visit.visitor = 7
        visit.country = ShortCode("DE") ?? .unknown
        house.keep([
            (visit, "Safari", "news.example", "qr"), (visit, "Safari", "", ""),
        ])
        return house
    }

    private func statistics(_ house: House, of code: String) async throws -> Statistics {
        let code = try #require(Code(code))
        let id = try #require(try await house.actions.links.link(code)?.id)
        return try await house.actions.statistics.statistics(
            of: id, from: Instant(ms: 0), to: Instant(ms: House.start.ms * 2), grain: .hour,
            filter: [:])
    }

    @Test func `an export imported elsewhere gives the same links and counts`() async throws {
        let house = try await furnished()
        let file = try await house.export()
        let other = try await House()
        other.wait(ms: 60_000)
        let done = try await other.bring(file)
        #expect(done.record.state == .done)
        #expect(done.record.created == 3, "\(done.rows)")
        #expect(done.record.failed == 0)
        let before = try await house.linksShown()
        let after = try await other.linksShown()
        #expect(
            after.map { $0.without("version", "updatedAt") }
                == before.map { $0.without("version", "updatedAt") })
        #expect(after.first?["artwork"]?["width"] == before.first?["artwork"]?["width"])
        let counts = try await statistics(other, of: "mira")
        #expect(counts == (try await statistics(house, of: "mira")))
        #expect(counts.totals.visits == 2 && counts.totals.uniques == 1)
        #expect(try await other.actions.accounts.account(other.account.id)?.credits == 97)
    }

    @Test func `webhooks are made anew without their old secrets, and not twice`() async throws {
        let house = try await House()
        let body = #"{"url":"https://hooks.example.org/in","events":["link.released"]}"#
        let old = await house.ask(.post, "/webhooks", body).json
        let paused = await house.ask(
            .post, "/webhooks", #"{"url":"https://b.example.org/","events":["click.batch"]}"#)
        guard case .integer(let id)? = paused.json["id"] else { throw Failure(.notFound, "no id") }
        _ = await house.ask(.patch, "/webhooks/\(id)", #"{"state":"paused"}"#)
        let file = try await house.export()
        #expect(!file.contains("whsec_"))

        let other = try await House()
        // Chance is the same in every house: here it is one draw ahead.
        _ = await other.ask(.post, "/keys")
        let trial = try await other.bring(file, .dry)
        #expect(trial.rows.map(\.status) == [.wouldCreate, .wouldCreate])
        #expect(await other.ask(.get, "/webhooks").json["items"]?.items == [])
        let (record, rows) = try await other.bring(file)
        #expect(rows.map(\.status) == [.created, .created] && record.created == 0)
        let made = await other.ask(.get, "/webhooks").json["items"]?.items ?? []
        #expect(made.map { $0["url"] } == [old["url"], "https://b.example.org/"])
        #expect(made.map { $0["state"] } == ["active", "paused"])
        // The secret is not in what is kept of the report, and is in what is shown of it.
        #expect(!record.report.contains("whsec_"))
        let shown = try await ImportResource.json(record, other.transfer)["report"]?.items ?? []
        #expect(shown.count == 2)
        #expect(shown.allSatisfy { $0["secret"]?.string?.hasPrefix("whsec_") == true })
        #expect(shown.first?["secret"] != old["secret"])

        let again = try await other.bring(file)
        #expect(again.rows.map(\.status) == [.skipped, .skipped] && again.record.report == "[]")
        #expect(await other.ask(.get, "/webhooks").json["items"]?.items.count == 2)
    }

    @Test(arguments: [
        (#"{"type":"webhook","url":"https://10.0.0.1/","events":["link.created"]}"#, "url"),
        (#"{"type":"webhook","url":"https://a.example.org/","events":["link.sold"]}"#, "events[0]"),
        (#"{"type":"webhook","url":"https://a.example.org/","events":7}"#, "events"),
        (#"{"type":"webhook","events":["link.created"]}"#, "url"),
    ])
    func `a webhook that could not be made here is a row that failed`(
        line: String, field: String
    ) async throws {
        let house = try await House()
        let head = try #require(try await house.export().split(separator: "\n").first)
        let (record, rows) = try await house.bring("\(head)\n\(line)\n")
        #expect(record.state == .done && record.failed == 1)
        #expect(rows.first?.problem?.hasPrefix("\(field): ") == true, "\(rows)")
        #expect(await house.ask(.get, "/webhooks").json["items"]?.items == [])
    }

    @Test func `the same file again makes nothing, and counts nothing twice`() async throws {
        let house = try await furnished()
        let file = try await house.export()
        let other = try await House()
        _ = try await other.bring(file)
        let again = try await other.bring(file)
        #expect(again.record.created == 0 && again.record.skipped == 3)
        #expect(try await statistics(other, of: "mira").totals.visits == 2)
        #expect(try await other.linksShown().count == 3)
        #expect(try await other.actions.accounts.account(other.account.id)?.credits == 97)
        // A later export of the same links brings its counts to none of them.
        house.wait(ms: 5_000)
        _ = try await other.bring(try await house.export())
        #expect(try await statistics(other, of: "mira").totals.visits == 2)
    }

    @Test func `an import that is cut off goes on where it stopped`() async throws {
        let house = try await furnished()
        let file = try await house.export()
        for pieces in 1...6 {
            let other = try await House()
            let first = try await other.bring(file, pieceBytes: 700, stopAfter: pieces)
            let second = try await other.bring(file, pieceBytes: 700)
            #expect(second.record.state == .done)
            #expect(first.record.created + second.record.created == 3, "after \(pieces)")
            #expect(try await statistics(other, of: "mira").totals.visits == 2, "after \(pieces)")
        }
    }

    @Test func `one bad row of many costs nothing but itself`() async throws {
        let house = try await House(credits: 2_000)
        var rows = (1...1_000).map { "Song \($0),Mira,\(Self.spotify)" }
        rows[499] = "Song,,https://evil.example/x"
        let done = try await house.bring("title,artist,spotify\n" + rows.joined(separator: "\n"))
        #expect(done.record.rows == 1_000 && done.record.created == 999)
        #expect(done.record.failed == 1)
        let bad = try #require(done.rows.first { $0.status == .failed })
        #expect(bad.row == 501)
        #expect(bad.problem?.contains("artist") == true)
    }

    @Test func `where the credits end the import does, and goes on when there are more`()
        async throws
    {
        let house = try await House(credits: 70)
        let rows = (1...100).map { "Song \($0),Mira\n" }
        let file = "title,artist\n" + rows.joined()
        let first = try await house.bring(file)
        #expect(first.record.state == .stopped && first.record.created == 70)
        #expect(first.record.problem?.contains("segue account grant") == true)
        _ = try await house.actions.grantCredits(50, to: house.account.id)
        let second = try await house.bring(file)
        #expect(second.record.state == .done)
        #expect(second.record.created == 30 && second.record.skipped == 70)
    }

    @Test func `a trial makes nothing and says what would be made`() async throws {
        let house = try await House(credits: 1)
        _ = try await house.make(#","slug":"mira""#)
        let file = "code,title,artist\nmira,T,A\nother,T,A\nthird,,A\n"
        let done = try await house.bring(file, .dry)
        #expect(done.rows.map(\.status) == [.skipped, .wouldCreate, .failed])
        #expect(done.record.problem == "This needs 1 credits, and the account has 0.")
        #expect(try await house.linksShown().count == 1)
    }

    @Test func `a code that is taken or not to be had gives a random one, and the row says so`()
        async throws
    {
        let house = try await House()
        let stranger = try await house.actions.createAccount(
            name: "S", plan: .pro, credits: 1)
        _ = try await house.actions.createLink(LinkOrder(slug: "mira"), for: stranger.account) {
            link in
            (link.title, link.artist) = ("T", "A")
        }
        let file = "code,title,artist\nmira,T,A\n-x-,T,A\n"
        let done = try await house.bring(file)
        #expect(done.record.created == 2)
        #expect(done.rows.allSatisfy { $0.problem != nil && $0.code != "mira" })
        let starter = try await house.bring(
            "code,title,artist\nown,T,A\n", terms: ImportTerms(codes: .anew))
        #expect(starter.rows.first?.problem?.contains("pro") == true)
    }

    @Test(.timeLimit(.minutes(5)))
    func `the door takes a file, works at it in the background and tells how far it is`()
        async throws
    {
        let house = try await House()
        let file = "title,artist\nOne,A\n,A\nTwo,A\n"
        let trial = await house.ask(
            .post, "/import?dryRun=true", fields: [], bytes: Array(file.utf8))
        #expect(trial.status == 200 && trial.json["created"] == 2)
        let begun = await house.ask(.post, "/import?format=csv", bytes: Array(file.utf8))
        #expect(begun.status == 202)
        let place = try #require(begun.fields["Location"]?.dropFirst("/api/v1".utf8.count))
        var shown = begun.json
        while shown["state"] == "running" {
            await Task.yield()
            shown = await house.ask(.get, String(place)).json
        }
        #expect(shown["state"] == "done" && shown["done"] == 3 && shown["created"] == 2)
        #expect(shown["report"]?.items.first?["row"] == 3)
        #expect(await house.ask(.get, "/import/99").status == 404)
        #expect(await house.ask(.get, "/import/x").status == 404)
        #expect(await house.ask(.post, "/import").status == 400)
        #expect(await house.ask(.post, "/import", bytes: Array("what".utf8)).status == 422)
    }

    @Test func `an import nobody works at any more was interrupted`() async throws {
        let house = try await House()
        let begun = try await house.transfer.beginImport(of: house.account, format: "csv")
        let busy = await house.ask(
            .post, "/import", bytes: Array("title,artist\nA,B\n".utf8))
        #expect(busy.status == 409)
        house.wait(ms: 61_000)
        let shown = await house.ask(.get, "/import/\(begun.id)").json
        #expect(shown["state"] == "interrupted")
    }

    @Test func `a heading that means nothing stops the import before anything is made`()
        async throws
    {
        let house = try await House()
        let done = try await house.bring("title,artist,colour\nT,A,red\n", as: .csv)
        #expect(done.record.state == .stopped && done.record.created == 0)
        #expect(done.record.problem?.contains("colour") == true)
    }
}

/// One pixel.
enum TinyImage {
    static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0,
        0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE,
    ]
}
