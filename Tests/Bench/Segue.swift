import Glibc

/// A running Segue with one link, prepared by its own command line and API.
final class Segue {
    /// What the bench needs to know of the program.
    struct Setup {
        var binary: String
        /// The data folder.
        var data: String
        var core: Int? = 0
        /// `SEGUE_…` settings as `NAME=value`.
        var environment: [String] = []

        static let options = [
            Option("segue", "FILE", ".build/release/segue", help: "the program"),
            Option("env", "NAME=VALUE", help: "a setting for it, again for more"),
            Option("server-core", "N", "0", help: "the servers' core"),
        ]

        init(_ arguments: Arguments, data: String) throws {
            binary = try arguments.text("segue")
            guard unsafe access(binary, X_OK) == 0 else {
                throw BenchFailure("\(binary) cannot be run: swift build -c release")
            }
            environment = ["SEGUE_WORKERS=1"] + arguments.all("env")
            core = try arguments.whole("server-core", 0...1_023)
            self.data = data
        }
    }

    static let redirectPath = "/link/bench?to=spotify"
    static let pagePath = "/link/bench?choose"
    static let credits = 1_000

    let endpoint: Endpoint
    let metrics: Endpoint
    private let child: Child

    var process: pid_t { child.process }

    /// Starts `segue serve` and waits until it accepts.
    init(_ setup: Setup) throws {
        endpoint = .loopback(port: try freePort())
        metrics = .loopback(port: try freePort())
        let words = [
            setup.binary, "serve", "--listen", endpoint.text, "--data", setup.data, "--metrics",
            metrics.text,
        ]
        child = try Child(
            ["env"] + setup.environment + words, core: setup.core,
            log: "\(setup.data)/bench-serve.log")
        try wait(for: child, at: endpoint)
    }

    func stop() { child.end(SIGTERM) }
    func crash() { child.end(SIGKILL) }
    var output: String { child.output }
    var isRunning: Bool { child.isRunning }

    /// Makes an account in the data folder; answers its key.
    static func makeAccount(_ setup: Setup) throws -> String {
        let output = try Child.run(
            [
                setup.binary, "account", "create", "--name", "bench", "--plan", "pro", "--credits",
                String(credits), "--json", "--data", setup.data,
            ])
        guard let key = member("key", of: output) else {
            throw BenchFailure("account create answered no key: \(output)")
        }
        return key
    }

    /// Makes the link `bench` over the API; a link that is there already is fine. `more` are destinations on platforms
    /// that redirects are not measured to.
    func makeLink(_ key: String, more: [(platform: String, url: String)] = []) throws {
        let others = more.map { ",{\"platform\":\"\($0.platform)\",\"url\":\"\($0.url)\"}" }
            .joined()
        let body = """
            {"kind":"track","title":"Never Gonna Give You Up","artist":"Rick Astley",\
            "slug":"bench","mode":"direct","destinations":[\
            {"platform":"spotify","url":"\(Nginx.location)"},\
            {"platform":"apple-music","url":"https://music.apple.com/gb/album/1558533900"},\
            {"platform":"youtube","url":"https://www.youtube.com/watch?v=dQw4w9WgXcQ"}\(others)]}
            """
        let answer = try Exchange(
            endpoint, "POST", "/api/v1/links",
            fields: ["Authorization: Bearer \(key)", "Content-Type: application/json"],
            body: Array(body.utf8))
        guard answer.status == 201 || answer.status == 409 else {
            throw BenchFailure("POST /api/v1/links: \(answer.status) \(answer.text)")
        }
        let visit = try Exchange(
            endpoint, "GET", Self.redirectPath, fields: RequestTemplate.browserFields)
        guard visit.status == 302, visit.field("location")?.hasPrefix(Nginx.location) == true else {
            throw BenchFailure("\(Self.redirectPath): \(visit.status) \(visit.text)")
        }
    }

    /// Every visit the statistics know of.
    func visits(_ key: String) throws -> Int {
        let answer = try Exchange(
            endpoint, "GET", "/api/v1/links/bench/stats",
            fields: ["Authorization: Bearer \(key)"])
        guard answer.status == 200, let visits = number("visits", in: answer.text) else {
            throw BenchFailure("stats: \(answer.status) \(answer.text.prefix(300))")
        }
        return Int(visits)
    }

    /// A sample of /metrics, all its label sets added up; nil if there is none.
    func metric(_ name: String) throws -> Double? {
        let lines = try Exchange(metrics, "GET", "/metrics").text.split(separator: "\n")
        let samples = lines.filter { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "{") }
        if samples.isEmpty { return nil }
        return samples.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
            .reduce(0, +)
    }
}

/// The text of the first `"name":"…"` in a JSON text; escapes are not expected here.
func member(_ name: String, of json: String) -> String? {
    guard let rest = json.split(separator: "\"\(name)\"", maxSplits: 1).dropFirst().first else {
        return nil
    }
    let parts = rest.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : nil
}

/// The number of the first `"name":…` in a JSON text.
func number(_ name: String, in json: String) -> Double? {
    guard let rest = json.split(separator: "\"\(name)\"", maxSplits: 1).dropFirst().first else {
        return nil
    }
    let digits = rest.drop { $0 == ":" || $0 == " " }
    return Double(digits.prefix { $0.isNumber || $0 == "." || $0 == "-" })
}

extension LoadPlan {
    /// A browser's request for `path`, again and again.
    static func browser(
        _ endpoint: Endpoint, _ path: String, _ pace: Pace, connections: Int, seconds: Double
    ) throws -> LoadPlan {
        var closes = false
        if case .fresh = pace { closes = true }
        let template = try RequestTemplate(
            path: path, host: endpoint.text, fields: RequestTemplate.browserFields, closes: closes)
        var plan = LoadPlan(endpoint, template, pace, connections: connections)
        plan.seconds = seconds
        return plan
    }
}
