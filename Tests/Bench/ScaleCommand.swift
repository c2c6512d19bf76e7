// Many links: how fast the server starts with them, what it keeps in memory, what a cold link
// costs.
import Smartlink
import Store

extension Command {
    static let scale = Command(
        name: "scale", summary: "many links: start, memory, cold look-ups",
        options: Segue.Setup.options + [
            Option("links", "N", "100000", help: "links in the store"),
            Option("platforms", "FILE", "config/platforms.json", help: "the server's platforms"),
            Option("starts", "N", "5", help: "starts that are timed"),
            Option("visits", "N", "5000", help: "visits to cold links, one each"),
            Option("data", "DIR", help: "keep the links here and use them again"),
            Option("core", "N", "1", help: "the client's core"),
        ]
    ) { arguments in
        let folder = try Folder()
        let data = try arguments.optional("data") ?? folder.makeFolder("data")
        let setup = try Segue.Setup(arguments, data: data)
        let links = try arguments.whole("links", 1_000...10_000_000)
        try pin(to: try arguments.whole("core", 0...1_023))
        let seeded = try await Seeding.links(
            links, setup, platforms: try arguments.text("platforms"))
        let scale = Scale(
            setup: setup, links: links,
            visits: min(links / 2, try arguments.whole("visits", 100...1_000_000)))
        return try scale.report(
            starts: try arguments.whole("starts", 1...100), seededSeconds: seeded)
    }
}

/// Fills a store with links `s` and ten digits, as the API would, without its requests.
private enum Seeding {
    static let together = 256

    /// Answers the seconds it took; links that are there already stay.
    static func links(
        _ count: Int, _ setup: Segue.Setup, platforms path: String
    ) async throws -> Double {
        let file: PlatformsFile = try ProjectFiles.decode(path)
        var settings = Settings(folder: setup.data, now: { Instant(ms: 1_750_000_000_000) })
        settings.durability = .process
        settings.role = .tool
        let store = try Store(settings)
        defer { store.close() }
        let catalogue = try Catalogue(
            file: file, numbers: try await store.numbers(for: file.ids))
        store.use(
            RoutePreparation(fingerprint: catalogue.fingerprint) {
                Route.prepare($0, catalogue: catalogue)
            })
        let started = monotonicNs()
        let last = try SampleLink.code(count - 1)
        if try await store.link(last) != nil { return 0 }
        let account = try await store.createAccount(
            name: "bench", plan: .pro, credits: 0, at: Instant(ms: 0))
        for first in stride(from: 0, to: count, by: together) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in first..<min(first + together, count) {
                    let link = try SampleLink.make(
                        SampleLink.code(number).text, account: account.id, destinations: 3)
                    group.addTask { _ = try await store.create(link, cost: 0, once: nil) }
                }
                try await group.waitForAll()
            }
        }
        return Double(monotonicNs() - started) / 1e9
    }
}

private struct Scale {
    let setup: Segue.Setup
    let links: Int
    let visits: Int

    func report(starts: Int, seededSeconds: Double) throws -> Report {
        var report = Report("\(links) links")
        report.add("seconds to make them", .decimal(seededSeconds, digits: 1))
        report.add("data MiB", .decimal(mebi(folderKiB(setup.data)), digits: 1))
        var times: [Double] = []
        for _ in 0..<starts {
            let started = monotonicNs()
            let segue = try Segue(setup)
            let answer = try Exchange(
                segue.endpoint, "GET", "/link/s0000000007?to=spotify",
                fields: RequestTemplate.browserFields)
            times.append(Double(monotonicNs() - started) / 1e6)
            guard answer.status == 302 else { throw BenchFailure("\(answer.status)") }
            segue.stop()
        }
        report.add("start to first redirect, median ms", .decimal(median(times), digits: 1))
        report.add("start to first redirect, most ms", .decimal(times.max() ?? .nan, digits: 1))
        try addLookups(&report)
        return report
    }

    /// The same visits twice: first each link is cold, then (as far as the cache holds them) warm.
    private func addLookups(_ report: inout Report) throws {
        let segue = try Segue(setup)
        defer { segue.stop() }
        let meter = try ProcessMeter(root: segue.process)
        report.add("resident at start, MiB", .decimal(mebi(meter.residentKiB()), digits: 1))
        report.columns = LoadResult.columns
        var costs: [Double] = []
        for name in ["cold", "warm"] {
            let template = try RequestTemplate(
                path: "/link/s{}?to=spotify", host: segue.endpoint.text,
                fields: RequestTemplate.browserFields)
            var plan = LoadPlan(
                segue.endpoint, template, .closed(pipeline: 1), connections: 64)
            plan.scatter = UInt64(links)
            plan.warmUpSeconds = 0
            plan.seconds = 120
            plan.requestsMax = visits
            let result = try LoadClient(plan).run(meter)
            report.rows.append(result.row(name))
            costs.append(result.serverMicroseconds ?? .nan)
            if result.errors > 0 { report.hasFailed = true }
        }
        report.add(
            "CPU us a cold look-up adds", .decimal(costs[0] - costs[1], digits: 1))
        report.add("resident at end, MiB", .decimal(mebi(meter.residentKiB()), digits: 1))
        report.add("resident peak, MiB", .decimal(mebi(meter.residentPeakKiB()), digits: 1))
    }
}
