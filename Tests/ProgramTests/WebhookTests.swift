import Glibc
import JSONText
import Loopback
import Operations
import Outbound
import Smartlink
import Telemetry
import Testing

@testable import Program

/// A running server, and an account's key for it.
private struct WebhookStage {
    let service: Service
    let key: String

    init(_ place: borrowing Workplace, allowPrivate: String = "true") async throws {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "127.0.0.1:0", "data": place.data]
        sources.environment = [
            "SEGUE_WORKERS": "1", "SEGUE_LOOKUP_SOURCES": "",
            "SEGUE_WEBHOOKS_ALLOW_PRIVATE": allowPrivate,
        ]
        service = try await Service.start(
            try sources.configuration(), log: Log(level: .error))
        key = try await service.actions.createAccount(name: "Mira", plan: .pro, credits: 100)
            .secret.text
    }

    func ask(_ line: String, _ body: String = "") async throws -> JSON {
        let answer = await Exchange.ask(
            line, at: service.address,
            [
                "Authorization: Bearer \(key)", "Content-Type: application/json",
                "Content-Length: \(body.utf8.count)",
            ], body)
        guard let start = answer.firstRange(of: "\r\n\r\n") else { return .string(answer) }
        return try JSON(reading: Array(answer[start.upperBound...].utf8))
    }

    func hear(_ url: String) async throws -> (id: Int64, secret: String) {
        let made = try await ask(
            "POST /api/v1/webhooks", #"{"url":"\#(url)","events":["link.created"]}"#)
        guard case .integer(let id)? = made["id"], let secret = made["secret"]?.shown
        else { throw CommandFailure(message: made.text) }
        return (id, secret)
    }
}

/// Webhooks of a running server, with receivers on loopback.
struct WebhookTests {
    /// Waits for the first, a minute at most.
    private func until(_ isThere: () async throws -> Bool) async throws {
        for _ in 0..<6_000 {
            if try await isThere() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func hmac(of message: String, secret: String, in folder: String) throws -> String {
        let file = "\(folder)/message"
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = unsafe write(descriptor, message, message.utf8.count)
        close(descriptor)
        let code = unsafe system(
            "openssl dgst -sha256 -hmac '\(secret)' -r \(file) >\(file).code 2>/dev/null")
        try #require(code == 0)
        let line = String(decoding: try ProgramFile.read("\(file).code"), as: UTF8.self)
        return String(line.prefix { $0 != " " })
    }

    @Test func `a link that is made reaches a receiver, signed`() async throws {
        let place = Workplace()
        let receiver = LoopbackServer { _ in .answer(204) }
        defer { receiver.stop() }
        let house = try await WebhookStage(place)
        let (id, secret) = try await house.hear("\(receiver.url)/in?a=b")
        let link = #"{"slug":"mira","title":"Sleeper","artist":"Mira"}"#
        let made = try await house.ask("POST /api/v1/links", link)
        #expect(made["code"] == "mira", "\(made.text)")
        try await until { !receiver.requests.isEmpty }
        let request = try #require(receiver.requests.first)
        #expect(request.method == "POST" && request.target == "/in?a=b")
        #expect(request.fields["segue-event"] == "link.created")
        #expect(request.fields["user-agent"] == "Segue/\(Release.version)")
        let body = try JSON(reading: Array(request.body.utf8))
        #expect(body["type"] == "link.created")
        #expect(body["id"]?.shown == request.fields["segue-delivery"])
        #expect(body["data"]?["link"]?["code"] == "mira")
        #expect(body["data"]?["link"]?.members == made.members)
        // By the book: openssl is the independent one.
        let field = try #require(request.fields["segue-signature"])
        let parts = field.split(separator: ",").map { $0.split(separator: "=")[1] }
        let message = "\(parts[0]).\(request.body)"
        #expect(try hmac(of: message, secret: secret, in: place.path) == parts[1])
        try await until {
            let listed = try await house.ask("GET /api/v1/webhooks/\(id)/deliveries")
            return listed.text.contains("\"delivered\"")
        }
        let shown = try await house.ask("GET /api/v1/webhooks/\(id)")
        #expect(shown["lastStatus"] == 204 && shown["secret"] == nil)
        let metrics = try #require(house.service.metricsAddress)
        var figures = ""
        try await until {
            figures = await Exchange.get("/metrics", at: metrics)
            return figures.contains(#"segue_webhook_deliveries_total{outcome="delivered"} 1"#)
        }
        #expect(figures.contains(#"segue_webhook_deliveries_total{outcome="delivered"} 1"#))
        await house.service.stop()
    }

    @Test func `the test button says what the receiver did, in words`() async throws {
        let place = Workplace()
        let receiver = LoopbackServer { request in
            switch request.target {
            case "/good": .answer(200, "thanks")
            case "/moved":
                .answer(302, fields: [("Location", "http://127.0.0.1:1/inward")])
            case "/endless": .flood(megabytes: 10_240)
            default: .answer(500)
            }
        }
        defer { receiver.stop() }
        let house = try await WebhookStage(place)
        let expected: [(path: String, status: JSON, words: String?)] = [
            ("/good", 200, nil), ("/bad", 500, "500"), ("/moved", 302, "redirects"),
            ("/endless", .null, "longer than 64 kB"),
        ]
        for (path, status, words) in expected {
            let id = try await house.hear(receiver.url + path).id
            let told = try await house.ask("POST /api/v1/webhooks/\(id)/test")
            #expect(told["status"] == status, "\(path): \(told.text)")
            #expect(told["error"]?.shown?.contains(words ?? "-") == (words == nil ? nil : true))
            if case .integer(let ms)? = told["durationMs"] { #expect(ms < 10_000) }
        }
        #expect(receiver.requests.map(\.target) == ["/good", "/bad", "/moved", "/endless"])
        let ping = try JSON(reading: Array(receiver.requests[0].body.utf8))
        #expect(ping["type"] == "ping" && receiver.requests[0].fields["segue-event"] == "ping")
        await house.service.stop()
    }

    @Test func `without the operator's word nothing inside is reached, by name or by number`()
        async throws
    {
        let place = Workplace()
        let receiver = LoopbackServer { _ in .answer(204) }
        defer { receiver.stop() }
        let house = try await WebhookStage(place, allowPrivate: "false")
        for url in [
            "http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.1/",
            "https://localhost/", "https://a@example.org/", "https://printer.local/",
            "https://2130706433/", "ftp://example.org/",
        ] {
            let body = #"{"url":"\#(url)","events":["link.created"]}"#
            let made = try await house.ask("POST /api/v1/webhooks", body)
            #expect(made["field"] == "url", "\(url): \(made.text)")
        }
        // A name that leads inward is met on the socket.
        let door = WebhookDoor(
            outbound: try Outbound(version: "0"), reach: .publicOnly,
            now: { Instant(ms: 0) })
        let answer = await door.send(
            WebhookMessage(
                url: receiver.url.replacing("127.0.0.1", with: "localhost"), secret: [1],
                type: "ping", event: "evt_1", body: []))
        #expect(answer.status == nil && answer.error?.contains("not a public one") == true)
        #expect(receiver.connections == 0)
        await house.service.stop()
    }

    @Test func `a receiver that hangs holds up nobody else`() async throws {
        let place = Workplace()
        let receiver = LoopbackServer { $0.target == "/slow" ? .stall : .answer(200) }
        defer { receiver.stop() }
        let house = try await WebhookStage(place)
        _ = try await house.hear("\(receiver.url)/slow")
        _ = try await house.hear("\(receiver.url)/quick")
        for number in 0..<5 {
            _ = try await house.ask(
                "POST /api/v1/links", #"{"title":"S\#(number)","artist":"Mira"}"#)
        }
        try await until { receiver.requests.count { $0.target == "/quick" } == 5 }
        #expect(receiver.requests.count { $0.target == "/quick" } == 5)
        #expect(receiver.requests.count { $0.target == "/slow" } == 1)
        // Stopping does not wait for it.
        await house.service.stop()
    }
}

extension JSON {
    fileprivate var shown: String? { if case .string(let text) = self { text } else { nil } }
    fileprivate var members: [JSON.Member]? {
        if case .object(let members) = self { members } else { nil }
    }
}
