// Look-ups of a running server against the sandbox.
import ScriptedSources
import Smartlink
import Store

final class FindingRun {
    private let sandbox: Child
    private let address: Endpoint
    private let setup: Segue.Setup
    private let key: String

    init(_ setup: Segue.Setup, core: Int, folder: Folder) throws {
        let port = try freePort()
        address = .loopback(port: port)
        sandbox = try Child(
            [setup.binary, "sandbox", "--listen", "127.0.0.1:\(port)"], core: core,
            log: folder.file("sandbox.log"))
        try wait(for: sandbox, at: address)
        var own = setup
        own.environment.append("SEGUE_LOOKUP_SOURCES=spotify,deezer,soundcloud")
        for (name, token) in [("SPOTIFY", "/api/token"), ("SOUNDCLOUD", "/oauth/token")] {
            let base = "http://127.0.0.1:\(port)/\(name.lowercased())"
            own.environment += [
                "SEGUE_PLATFORMS_\(name)_CLIENT_ID=segue-sandbox",
                "SEGUE_PLATFORMS_\(name)_CLIENT_SECRET=segue-sandbox-secret",
                "SEGUE_PLATFORMS_\(name)_API_BASE=\(base)",
                "SEGUE_PLATFORMS_\(name)_TOKEN_URL=\(base)\(token)",
            ]
        }
        own.environment.append("SEGUE_PLATFORMS_DEEZER_API_BASE=http://127.0.0.1:\(port)/deezer")
        self.setup = own
        key = try Segue.makeAccount(own)
        let segue = try Segue(own)
        try segue.makeLink(key)
        segue.stop()
    }

    /// `POST /resolve` of something that was found before, each over a connection of its own.
    func resolve(_ repeats: Int, to report: inout Report) throws {
        let segue = try Segue(setup)
        defer { segue.stop() }
        var latency = Histogram()
        for turn in 0...min(repeats, Segue.credits) {
            let started = monotonicNs()
            let answer = try Exchange(
                segue.endpoint, "POST", "/api/v1/resolve",
                fields: ["Authorization: Bearer \(key)", "Content-Type: application/json"],
                body: Array(#"{"isrc":"GBARL9300135"}"#.utf8))
            let needed = monotonicNs() - started
            // The rate of a key is bounded; what was timed until then counts.
            if answer.status == 429 { break }
            guard answer.status == 200, member("title", of: answer.text) != nil else {
                throw BenchFailure("POST /resolve: \(answer.status) \(answer.text)")
            }
            if turn > 0 { latency.record(needed) }
        }
        report.add("kept answers asked for by HTTP", .whole(latency.count))
        report.add("a kept answer over HTTP", p50p99: latency)
    }

    /// Redirects while nothing is looked for, then while all links are.
    func pursue(links: Int, rate: Double, seconds: Double, to report: inout Report) async throws {
        let quiet = try Segue(setup)
        let idle = try load(quiet, rate, seconds)
        quiet.stop()
        try await queue(links)
        let segue = try Segue(setup)
        let busy = try load(segue, rate, seconds)
        let asked = try segue.metric("segue_platform_requests_total") ?? 0
        segue.stop()
        report.add("links due at once", .whole(links))
        report.add("looked for while redirects were measured", .whole(try rounds()))
        report.add("sources asked meanwhile", .whole(Int(asked)))
        report.add("redirects a second", .decimal(rate, digits: 0))
        report.add("redirects idle", p50p99: idle.latency)
        report.add("redirects meanwhile", p50p99: busy.latency)
        report.add("errors", .whole(idle.errors + busy.errors))
        report.hasFailed = report.hasFailed || idle.errors + busy.errors > 0
    }

    private func load(_ segue: Segue, _ rate: Double, _ seconds: Double) throws -> LoadResult {
        var plan = try LoadPlan.browser(
            segue.endpoint, Segue.redirectPath, .open(rate: rate), connections: 50,
            seconds: seconds)
        plan.status = 302
        return try LoadClient(plan).run(try ProcessMeter(root: segue.process))
    }

    /// Rounds that are over, as the log tells.
    private func rounds() throws -> Int {
        let log = contents(of: "\(setup.data)/bench-serve.log") ?? ""
        return log.split(separator: "\n").count { $0.contains(#""event":"link_looked_for""#) }
    }

    /// Makes links of music the sandbox has, each with gaps where it will be found.
    private func queue(_ count: Int) async throws {
        let now = Instant(ms: 1_772_638_200_000)
        var settings = Settings(folder: setup.data) { now }
        settings.durability = .process
        settings.role = .tool
        let store = try Store(settings)
        defer { store.close() }
        guard let account = try await store.accounts().first else {
            throw BenchFailure("there is no account")
        }
        for number in 0..<count {
            let digits = String(number)
            let isrc = "QZBNC26" + String(repeating: "0", count: 5 - digits.count) + digits
            let release = #"{"title":"Song \#(number)","artist":"Mira","isrc":"\#(isrc)"}"#
            let made = try Exchange(
                address, "POST", "/admin/catalogue", fields: ["Content-Type: application/json"],
                body: Array(release.utf8))
            guard made.status == 201 else { throw BenchFailure("/admin/catalogue: \(made.text)") }
            var link = try SampleLink.make(
                "find\(number)", account: account.id, destinations: 0)
            link.kind = .track
            link.title = "Song \(number)"
            link.artist = "Mira"
            link.isrc = isrc
            link.destinations = ["spotify", "deezer", "soundcloud"].compactMap { platform in
                let page = ProjectCatalogue.catalogue.searchURL(
                    on: platform, artist: link.artist, title: link.title)
                return page.map { url in
                    var gap = Destination(platform: platform, url: url)
                    gap.source = .search
                    gap.status = .unavailable
                    return gap
                }
            }
            _ = try await store.create(link, cost: 0, once: nil, pursueAt: now)
        }
    }
}
