import EventLoop
import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

private func configuration(_ place: borrowing Workplace) throws -> Configuration {
    var sources = ConfigurationSources()
    sources.flags = ["listen": "127.0.0.1:0", "metrics": "", "data": place.data]
    sources.environment = [
        "SEGUE_WORKERS": "2", "SEGUE_LOG_LEVEL": "error", "SEGUE_LOOKUP_SOURCES": "",
    ]
    return try sources.configuration()
}

@Suite(.serialized)
struct ServiceTests {
    private let log = Log(level: .error)
    let phone =
        "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
        + "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"

    @Test func `the demonstration's links do what they say`() async throws {
        let place = Workplace()
        let service = try await Service.start(try configuration(place), log: log)
        let key = try await DemoSeed(actions: service.actions).sow()
        let at = service.address
        #expect(await Exchange.get("/healthz", at: at).hasSuffix("\r\n\r\nok\n"))
        #expect(await Exchange.get("/readyz", at: at).hasPrefix("HTTP/1.1 200 "))
        let page = await Exchange.get("/link/never-gonna", at: at, phone)
        #expect(page.hasPrefix("HTTP/1.1 200 "))
        #expect(page.contains("\(at)/artwork/"))
        let ruled = await Exchange.get("/link/blinding-lights", at: at, phone)
        #expect(ruled.hasPrefix("HTTP/1.1 302 "))
        #expect(ruled.contains("Location: https://music.apple.com/"))
        for release in DemoRelease.all {
            let answer = await Exchange.get("/link/\(release.slug)?choose", at: at, phone)
            #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(release.slug)")
        }
        let links = await Exchange.get("/api/v1/links", at: at, "Authorization: Bearer \(key)")
        #expect(links.contains("mira-sleeper"))
        #expect(await Exchange.get("/robots.txt", at: at).hasPrefix("HTTP/1.1 200 "))
        #expect(await Exchange.get("/nothing", at: at).hasPrefix("HTTP/1.1 404 "))
        #expect(await Exchange.ask("OPTIONS *", at: at).contains("\r\nAllow: GET, HEAD, POST"))
        await service.stop()
        #expect(await Exchange.get("/healthz", at: at).hasPrefix("no connection"))
    }

    @Test func `covers are served as they were drawn`() async throws {
        let place = Workplace()
        let service = try await Service.start(try configuration(place), log: log)
        _ = try await DemoSeed(actions: service.actions).sow()
        let page = await Exchange.get("/link/top-hits", at: service.address, phone)
        let start = try #require(page.firstRange(of: "/artwork/"))
        let path = String(page[start.lowerBound...].prefix { $0 != "\"" })
        let image = await Exchange.get(path, at: service.address)
        #expect(image.hasPrefix("HTTP/1.1 200 "))
        #expect(image.contains("Content-Type: image/png"))
        await service.stop()
    }

    @Test func `what is measured is served under the names of the specification`() async throws {
        let place = Workplace()
        var configuration = try configuration(place)
        configuration.metrics = Endpoint("127.0.0.1:0")
        let service = try await Service.start(configuration, log: log)
        _ = try await DemoSeed(actions: service.actions).sow()
        _ = await Exchange.get("/link/never-gonna", at: service.address, phone)
        let text = await Exchange.get("/metrics", at: try #require(service.metricsAddress))
        for name in [
            "segue_requests_total{route=\"link\",status=\"2xx\"} 1",
            "segue_events_total{kind=\"visit\"} 1", "segue_events_held 0",
            "segue_events_dropped_total 0", "segue_commit_seconds_count", "segue_connections",
            "segue_request_seconds_count",
        ] {
            #expect(text.contains(name), "\(name)")
        }
        await service.stop()
    }

    @Test func `a change of a link is seen by the very next request, whichever loop takes it`()
        async throws
    {
        let place = Workplace()
        let service = try await Service.start(try configuration(place), log: log)
        _ = try await DemoSeed(actions: service.actions).sow()
        let owner = try #require(try await service.actions.listAccounts().first).id
        for round in 0..<20 {
            _ = await Exchange.get("/link/top-hits", at: service.address, phone)
            _ = try await service.actions.updateLink("top-hits", of: owner) { link in
                link.title = "Round \(round)"
            }
            let page = await Exchange.get("/link/top-hits", at: service.address, phone)
            #expect(page.contains("<title>Round \(round) "))
        }
        await service.stop()
    }

    @Test func `a reload puts another address in force`() async throws {
        let place = Workplace()
        var configuration = try configuration(place)
        let service = try await Service.start(configuration, log: log)
        _ = try await DemoSeed(actions: service.actions).sow()
        configuration.baseURL = BaseURL("https://music.example.org")
        try await service.apply(configuration)
        let page = await Exchange.get("/link/never-gonna", at: service.address, phone)
        #expect(page.contains("https://music.example.org/link/never-gonna"))
        await service.stop()
    }

    @Test func `an address somebody listens on is explained`() async throws {
        let place = Workplace()
        var configuration = try configuration(place)
        let service = try await Service.start(configuration, log: log)
        let other = Workplace()
        configuration.data = other.data
        configuration.listen = try #require(
            Endpoint(String(service.address.dropFirst("http://".count))))
        do {
            _ = try await Service.start(configuration, log: log)
            Issue.record("started twice")
        } catch {
            let message = CommandFailure(describing: error).message
            #expect(message.contains("another program does"))
        }
        await service.stop()
    }

    @Test func `a folder that cannot be made is explained`() async throws {
        let place = Workplace()
        var configuration = try configuration(place)
        configuration.data = "/dev/null/store"
        do {
            _ = try await Service.start(configuration, log: log)
            Issue.record("started")
        } catch {
            #expect(CommandFailure(describing: error).message.contains("/dev/null/store"))
        }
    }
}
