import Glibc
import JSONText
import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

@Suite(.serialized)
struct DashboardTests {
    /// A server with a dashboard of one page, and the demonstration's links.
    private func served(
        _ place: borrowing Workplace
    ) async throws -> (service: Service, key: String) {
        let pages = "\(place.path)/public"
        for folder in [pages, "\(pages)/app"] { _ = unsafe mkdir(folder, 0o700) }
        let file = unsafe open("\(pages)/app/index.html", O_WRONLY | O_CREAT, 0o600)
        let page = Array("<!doctype html><title>Segue</title>".utf8)
        _ = unsafe write(file, page, page.count)
        close(file)
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "", "data": place.data]
        sources.environment = [
            "SEGUE_WORKERS": "1", "SEGUE_LOG_LEVEL": "error", "SEGUE_LOOKUP_SOURCES": "",
            "SEGUE_FILES_PUBLIC": pages,
        ]
        let service = try await Service.start(
            try sources.configuration(), log: Log(level: .error))
        return (service, try await DemoSeed(actions: service.actions).sow())
    }

    private func send(
        _ line: String, _ body: String, at address: String, _ fields: String...
    ) async -> String {
        await Exchange.ask(
            line, at: address,
            fields + ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"], body)
    }

    /// A signed-in browser: its cookie and its token, as fields.
    private func signIn(_ key: String, at address: String) async throws -> (
        cookie: String, token: String, csrf: String
    ) {
        let answer = await send("POST /app/session", #"{"key":"\#(key)"}"#, at: address)
        try #require(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
        let cookies = Exchange.values("Set-Cookie", of: answer)
        let secret = try #require(cookies.first?.prefix { $0 != ";" })
        let body = try #require(answer.firstRange(of: "\r\n\r\n").map { answer[$0.upperBound...] })
        guard case .string(let csrf)? = try JSON(reading: Array(body.utf8))["csrf"] else {
            throw CommandFailure(message: "no token in \(body)")
        }
        return ("Cookie: \(secret)", "Segue-CSRF: \(csrf)", csrf)
    }

    @Test func `the dashboard's files lie under a policy of their own`() async throws {
        let place = Workplace()
        let (service, _) = try await served(place)
        let short = await Exchange.get("/app", at: service.address)
        #expect(short.hasPrefix("HTTP/1.1 308 ") && short.contains("Location: /app/\r\n"))
        let page = await Exchange.get("/app/", at: service.address)
        #expect(page.hasPrefix("HTTP/1.1 200 ") && page.contains("<title>Segue</title>"))
        let policy = Exchange.values("Content-Security-Policy", of: page).first ?? ""
        #expect(
            policy.contains("frame-src 'self'") && policy.contains("img-src 'self' data: blob:"))
        #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        await service.stop()
    }

    @Test func `a browser signs in, reads, changes with its token, and is signed out by its key`()
        async throws
    {
        let place = Workplace()
        let (service, key) = try await served(place)
        let at = service.address
        let browser = try await signIn(key, at: at)
        let links = await Exchange.get("/api/v1/links", at: at, browser.cookie)
        #expect(links.hasPrefix("HTTP/1.1 200 ") && links.contains("mira-sleeper"))
        let patch = #"{"headline":"Out <now>"}"#
        let line = "PATCH /api/v1/links/never-gonna"
        let bare = await send(line, patch, at: at, browser.cookie)
        #expect(bare.hasPrefix("HTTP/1.1 403 ") && bare.contains("Segue-CSRF"))
        let foreign = await send(
            line, patch, at: at, browser.cookie, browser.token, "Origin: https://evil.example")
        #expect(foreign.hasPrefix("HTTP/1.1 403 "))
        let own = await send(
            line, patch, at: at, browser.cookie, browser.token, "Origin: http://test")
        #expect(own.hasPrefix("HTTP/1.1 200 "), "\(own)")
        let account = try #require(try await service.actions.listAccounts().first)
        for key in try await service.actions.listKeys(of: account.id) {
            try await service.actions.revokeKey(key.id)
        }
        let ended = await Exchange.get("/api/v1/links", at: at, browser.cookie)
        #expect(ended.hasPrefix("HTTP/1.1 401 ") && ended.contains("sign in again"))
        await service.stop()
    }

    @Test func `a preview is the page with the change, leads nowhere and changes nothing`()
        async throws
    {
        let place = Workplace()
        let (service, key) = try await served(place)
        let at = service.address
        let browser = try await signIn(key, at: at)
        let form = "csrf=\(browser.csrf)&link=%7B%22headline%22%3A%22Out+%3Cnow%3E%22%7D&as=page"
        let preview = await Exchange.post(
            "/app/preview/never-gonna", form, at: at, browser.cookie, "Sec-Fetch-Site: same-origin")
        #expect(preview.hasPrefix("HTTP/1.1 200 "), "\(preview.prefix(400))")
        #expect(preview.contains("Out &lt;now&gt;") && preview.contains("class=\"service\""))
        #expect(!preview.contains("href=\"/link") && !preview.contains(" action="))
        #expect(!preview.contains("<script src") && !preview.contains("<script>"))
        #expect(Exchange.values("X-Frame-Options", of: preview) == ["SAMEORIGIN"])
        let page = await Exchange.get("/link/never-gonna", at: at)
        #expect(page.hasPrefix("HTTP/1.1 200 ") && !page.contains("Out &lt;now&gt;"))
        let wrong = await Exchange.post(
            "/app/preview/never-gonna", "csrf=\(browser.csrf)&link=%7B%22titel%22%3A1%7D", at: at,
            browser.cookie)
        #expect(wrong.hasPrefix("HTTP/1.1 422 ") && wrong.contains("There is no field titel"))
        let unfurl = await send(
            "POST /app/preview/never-gonna/unfurl", #"{"headline":"Out now"}"#, at: at,
            browser.cookie, browser.token)
        #expect(unfurl.contains(#""description":"Out now""#), "\(unfurl)")
        let link = try await service.actions.showLink("never-gonna")
        #expect(link.headline?.contains("Out") != true)
        await service.stop()
    }
}
