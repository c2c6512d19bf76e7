import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

private let phone =
    "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    + "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"

private func configuration(_ place: borrowing Workplace) throws -> Configuration {
    var sources = ConfigurationSources()
    sources.flags = ["listen": "127.0.0.1:0", "metrics": "", "data": place.data]
    sources.environment = [
        "SEGUE_WORKERS": "2", "SEGUE_LOG_LEVEL": "error", "SEGUE_LOOKUP_SOURCES": "",
    ]
    return try sources.configuration()
}

/// A server with one link, `mira`, and a variant of it that gets three visits of four.
private struct Stage {
    let service: Service
    let key: String
    let account: Int64

    init(_ place: borrowing Workplace) async throws {
        service = try await Service.start(try configuration(place), log: Log(level: .error))
        let made = try await service.actions.createAccount(name: "Mira", plan: .pro, credits: 9)
        key = made.secret.text
        account = made.account.id
        try await api(
            "POST", "/links",
            #"{"title":"Sleeper","artist":"Mira","slug":"mira","headline":"Own words","resolve":false,"#
                + #""destinations":[{"platform":"spotify","url":"https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"}]}"#
        )
        try await api(
            "POST", "/links/mira/duplicate", #"{"slug":"mira-b","headline":"Other words"}"#)
        try await api(
            "PUT", "/links/mira/split",
            #"{"variants":[{"variant":"mira","weight":1},{"variant":"mira-b","weight":3}]}"#)
    }

    @discardableResult
    func api(_ method: String, _ path: String, _ body: String = "") async throws -> String {
        var fields = ["Authorization: Bearer \(key)", "Content-Length: \(body.utf8.count)"]
        if !body.isEmpty { fields.append("Content-Type: application/json") }
        let answer = await Exchange.ask(
            "\(method) /api/v1\(path)", at: service.address, fields, body)
        try #require(answer.hasPrefix("HTTP/1.1 20"), "\(answer)")
        return answer
    }

    func open(_ path: String = "/link/mira", cookie: String? = nil) async -> String {
        await Exchange.ask(
            "GET \(path)", at: service.address, [phone] + (cookie.map { ["Cookie: \($0)"] } ?? []))
    }
}

@Suite(.serialized)
struct SplitTests {
    @Test func `fans are dealt variants by weight, keep them, and count under them`() async throws {
        let place = Workplace()
        let stage = try await Stage(place)
        var shown: [String: Int64] = [:]
        for round in 0..<80 {
            let page = await stage.open()
            let cookie = try #require(Exchange.values("Set-Cookie", of: page).first)
            let pair = String(cookie.prefix { $0 != ";" })
            shown[pair, default: 0] += 1
            let words = pair == "segue_variant=mira-b" ? "Other words" : "Own words"
            #expect(page.contains("<p class=\"headline\" dir=\"auto\">\(words)"))
            // Whichever loop takes the second visit.
            let again = await stage.open(cookie: pair)
            #expect(again.contains("<p class=\"headline\" dir=\"auto\">\(words)"))
            if round % 2 == 0 { _ = await stage.open("/link/mira/to/spotify", cookie: pair) }
        }
        let others = shown["segue_variant=mira-b"] ?? 0
        // Five standard deviations around three of four.
        #expect((41...79).contains(others), "\(shown)")
        let query = StatisticsQuery()
        let report = try await stage.service.actions.showStatistics(
            "mira", of: stage.account, query)
        let rows = report.by.first { $0.dimension == .variant }?.rows ?? []
        #expect(rows.first { $0.key == "mira-b" }?.counts.visits == 2 * others)
        #expect(rows.first { $0.key == "mira" }?.counts.visits == 2 * (80 - others))
        #expect(rows.reduce(0) { $0 + $1.counts.clickThroughs } == 40)
        let answer = try await stage.api("GET", "/links/mira/stats")
        #expect(answer.contains("\"experiment\":{\"method\":"))
        await stage.service.stop()
    }

    @Test func `a variant that is changed or deleted shows so at the next request`() async throws {
        let place = Workplace()
        let stage = try await Stage(place)
        let cookie = "segue_variant=mira-b"
        #expect(await stage.open(cookie: cookie).contains(">Other words"))
        try await stage.api("PATCH", "/links/mira-b", #"{"headline":"Newer words"}"#)
        #expect(await stage.open(cookie: cookie).contains(">Newer words"))
        try await stage.api("DELETE", "/links/mira-b")
        let page = await stage.open(cookie: cookie)
        #expect(page.contains(">Own words"))
        #expect(
            Exchange.values("Set-Cookie", of: page).first?.hasPrefix("segue_variant=mira;") == true)
        await stage.service.stop()
    }

    @Test func `an artist's own visits are kept and never counted`() async throws {
        let place = Workplace()
        let stage = try await Stage(place)
        let own = "segue_own=\(stage.account)"
        #expect(await stage.open(cookie: own).hasPrefix("HTTP/1.1 200 "))
        #expect(await stage.open("/link/mira/to/spotify", cookie: own).hasPrefix("HTTP/1.1 302 "))
        _ = await stage.open(cookie: "segue_own=\(stage.account + 1)")
        let report = try await stage.service.actions.showStatistics(
            "mira", of: stage.account, StatisticsQuery())
        #expect(report.totals.visits == 1)
        #expect(report.totals.clickThroughs == 0)
        #expect(report.totals.bots == 2)
        await stage.service.stop()
    }
}
