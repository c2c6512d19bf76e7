// Release day at scale: queued saves fire against the sandbox, killed on the way if wished, beside redirects if
// wished; afterwards the sandbox says how often each fan's library took the release.
import Glibc

extension Command {
    static let saves = Command(
        name: "saves", summary: "queued saves fire: saves a second, kill -9, redirects beside them",
        options: Segue.Setup.options + [
            Option("saves", "N", "10000", help: "saves that are due at once"),
            Option("platform", "NAME", "spotify", help: "spotify or tidal"),
            Option("kills", "N", "0", help: "kill -9 so often on the way"),
            Option("rate", "N", "0", help: "redirects a second beside the fire, open loop"),
            Option("seed", "N", "1", help: "of the moments of the kills"),
            Option("core", "N", "1", help: "the client's and the sandbox's core"),
        ]
    ) { arguments in
        let folder = try Folder()
        let setup = try Segue.Setup(arguments, data: try folder.makeFolder("data"))
        let core = try arguments.whole("core", 0...1_023)
        let platform = try arguments.text("platform")
        guard platform == "spotify" || platform == "tidal" else {
            throw Usage("--platform is spotify or tidal")
        }
        let run = try SavesRun(
            setup, platform, saves: try arguments.whole("saves", 1...1_000_000), core: core,
            folder: folder)
        try pin(to: core)
        let rate = try arguments.whole("rate", 0...100_000)
        if rate > 0 { try run.measureRedirects(Double(rate)) }
        try run.queue()
        try run.fire(
            kills: try arguments.whole("kills", 0...1_000),
            seed: UInt64(try arguments.whole("seed", 0...Int.max)), redirects: Double(rate))
        return try run.report()
    }
}

private final class SavesRun {
    private let sandbox: Child
    private let address: String
    private let setup: Segue.Setup
    private let platform: String
    private let count: Int
    private let key: String
    private var idle: LoadResult?
    private var burning: LoadResult?
    private var firedNs: UInt64 = 0
    private var killed = 0
    private var residentKiB: Int?

    init(
        _ setup: Segue.Setup, _ platform: String, saves: Int, core: Int, folder: Folder
    ) throws {
        self.platform = platform
        count = saves
        let port = try freePort()
        address = "http://127.0.0.1:\(port)"
        // On the core of the client that measures: it must not wait for the stand-in.
        sandbox = try Child(
            ["nice", "-n", "19", setup.binary, "sandbox", "--listen", "127.0.0.1:\(port)"],
            core: core,
            log: folder.file("sandbox.log"))
        try wait(for: sandbox, at: .loopback(port: port))
        var own = setup
        let name = "SEGUE_PLATFORMS_\(platform.uppercased())"
        let tokenPath = platform == "tidal" ? "/tidal/v1/oauth2/token" : "/spotify/api/token"
        own.environment += [
            "\(name)_CLIENT_ID=segue-sandbox", "\(name)_CLIENT_SECRET=segue-sandbox-secret",
            "\(name)_API_BASE=\(address)/\(platform)",
            "\(name)_AUTHORIZE_URL=\(address)/\(platform)/authorize",
            "\(name)_TOKEN_URL=\(address)\(tokenPath)", "\(name)_SAVES_PER_SECOND=0",
        ]
        self.setup = own
        key = try Segue.makeAccount(own)
        let segue = try Segue(own)
        // Without a code to look it up by, a platform saves what the link has an address for there.
        try segue.makeLink(
            key,
            more: platform == "tidal" ? [("tidal", "https://tidal.com/track/77646168")] : [])
        segue.stop()
    }

    /// Makes fans who agreed at the sandbox and queues their saves.
    func queue() throws {
        let endpoint = try Self.endpoint(address)
        let answer = try Exchange(
            endpoint, "POST", "/admin/fans", fields: ["Content-Type: application/json"],
            body: Array("{\"platform\":\"\(platform)\",\"count\":\(count)}".utf8))
        guard answer.status == 201 else { throw BenchFailure("/admin/fans: \(answer.text)") }
        let tokens = answer.text.split(separator: "{").dropFirst().map { part in
            (
                access: member("access", of: String(part)) ?? "",
                refresh: member("refresh", of: String(part))
            )
        }
        guard tokens.count == count else { throw BenchFailure("\(tokens.count) fans were made") }
        let queue = try SaveQueueing(folder: setup.data)
        try queue.fill(tokens, on: platform)
    }

    /// Redirects while nothing fires.
    func measureRedirects(_ rate: Double) throws {
        let segue = try Segue(setup)
        idle = try load(segue, rate, seconds: 5)
        segue.stop()
    }

    private func load(_ segue: Segue, _ rate: Double, seconds: Double) throws -> LoadResult {
        var plan = try LoadPlan.browser(
            segue.endpoint, Segue.redirectPath, .open(rate: rate), connections: 50,
            seconds: seconds)
        plan.status = 302
        return try LoadClient(plan).run(try ProcessMeter(root: segue.process))
    }

    /// Lets them fire until the sandbox has all of them or nothing moves any more.
    func fire(kills: Int, seed: UInt64, redirects rate: Double) throws {
        var dice = Dice(seed: seed)
        let started = monotonicNs()
        for _ in 0..<kills {
            let segue = try Segue(setup)
            pause(0.05 + dice.fraction() * 0.3)
            segue.crash()
            killed += 1
        }
        let segue = try Segue(setup)
        if rate > 0 { burning = try load(segue, rate, seconds: 5) }
        var last = 0
        var quiet = 0
        // A lease that a kill left behind lasts two minutes.
        while quiet < (kills > 0 ? 1_500 : 100) {
            let ended = try endedSaves()
            quiet = ended == last ? quiet + 1 : 0
            if ended != last { firedNs = monotonicNs() - started }
            last = ended
            if ended >= count { break }
            pause(0.1)
        }
        residentKiB = try ProcessMeter(root: segue.process).residentPeakKiB()
        segue.stop()
    }

    private func endedSaves() throws -> Int {
        let output = try Child.run([
            "sqlite3", "-readonly", "-cmd", ".timeout 10000", "\(setup.data)/segue.db",
            "SELECT count(*) FROM saves WHERE state NOT IN ('queued', 'waiting', 'saving')",
        ])
        return Int(output.filter(\.isNumber)) ?? 0
    }

    func report() throws -> Report {
        var report = Report("\(count) saves on \(platform), killed \(killed) times")
        let states = try Child.run([
            "sqlite3", "-readonly", "\(setup.data)/segue.db",
            "SELECT state || ' ' || reason || ' ' || count(*) FROM saves GROUP BY state, reason",
        ])
        report.add(
            "rows by state", .text(states.split(separator: "\n").joined(separator: ", ")))
        let grants = try Child.run([
            "sqlite3", "-readonly", "\(setup.data)/segue.db", "SELECT count(*) FROM grants",
        ])
        report.add("grants left", .text(String(grants.filter(\.isNumber))))
        let summary = try Exchange(try Self.endpoint(address), "GET", "/admin/library?summary")
        report.add("the sandbox's account", .text(summary.text))
        let seconds = Double(firedNs) / 1e9
        report.add("seconds until the last one", .decimal(seconds, digits: 2))
        report.add("saves a second", .decimal(Double(count) / max(seconds, 0.001), digits: 0))
        if let residentKiB { report.add("resident at most, KiB", .whole(residentKiB)) }
        for (name, result) in [("idle", idle), ("while they fire", burning)] {
            guard let result else { continue }
            report.add(
                "redirects \(name): p50, p99 ms",
                .text(
                    "\(fixed(Double(result.latency.percentile(50)) / 1e6, 2)), "
                        + fixed(Double(result.latency.percentile(99)) / 1e6, 2)))
            report.add(
                "redirects \(name): a second, without an answer",
                .text("\(fixed(result.rate, 0)), \(result.errors)"))
            report.add(
                "the server's CPU \(name), % of a core",
                .decimal(
                    Double(result.serverNs ?? 0) / max(result.seconds, 0.001) / 1e7, digits: 0))
        }
        return report
    }

    private static func endpoint(_ address: String) throws -> Endpoint {
        guard let port = address.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BenchFailure("\(address) has no port")
        }
        return .loopback(port: port)
    }
}
