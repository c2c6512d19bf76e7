// Finding music: what an answer costs that is kept already, what many slow catalogues cost together, and what redirects
// feel of hundreds of links that are looked for.
extension Command {
    static let finding = Command(
        name: "finding",
        summary: "kept answers, ten catalogues at once, redirects beside hundreds of look-ups",
        options: Segue.Setup.options + [
            Option("repeats", "N", "5000", help: "kept answers that are timed"),
            Option("links", "N", "500", help: "links that are looked for, all due at once"),
            Option("rate", "N", "1000", help: "redirects a second beside them, open loop"),
            Option("seconds", "S", "10", help: "how long redirects are measured"),
            Option("core", "N", "1", help: "the client's and the sandbox's core"),
        ]
    ) { arguments in
        var report = Report("finding music")
        let repeats = try arguments.whole("repeats", 100...1_000_000)
        try await LookUps.report(repeats, to: &report)
        let folder = try Folder()
        let setup = try Segue.Setup(arguments, data: try folder.makeFolder("data"))
        let core = try arguments.whole("core", 0...1_023)
        try pin(to: core)
        let run = try FindingRun(setup, core: core, folder: folder)
        try run.resolve(repeats, to: &report)
        try await run.pursue(
            links: try arguments.whole("links", 1...5_000),
            rate: try arguments.decimal("rate", 1...100_000),
            seconds: try arguments.decimal("seconds", 1...600), to: &report)
        return report
    }
}

extension Report {
    mutating func add(_ name: String, p50p99 latency: Histogram) {
        let text = [50.0, 99.0].map { fixed(Double(latency.percentile($0)) / 1e6, 3) }
        add("\(name): p50, p99 ms", .text(text.joined(separator: ", ")))
    }
}
