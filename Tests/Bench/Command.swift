/// One thing the bench can do.
struct Command: Sendable {
    var name: String
    var summary: String
    var options: [Option]
    var run: @Sendable (Arguments) async throws -> Report

    static let all: [Command] = [
        .load, .open, .connect, .nginx, .compare, .memory, .idle, .crash,
        .full, .scale, .history, .saves, .finding, .micro, .matches, .experiment, .fuzz,
    ]

    static var overview: String {
        let width = all.map(\.name.count).max() ?? 0
        let lines = all.map { "  \(padded($0.name, right: width))  \($0.summary)" }
        return """
            Measures Segue over loopback. Bench <command> [--flag value …]; Bench <command> --help

            \(lines.joined(separator: "\n"))
            """
    }

    var help: String {
        let shown = (options + [.json]).map { option in
            (option, "--" + option.name + (option.placeholder.map { " " + $0 } ?? ""))
        }
        let width = shown.map(\.1.count).max() ?? 0
        let lines = shown.map { option, flag in
            let fallback = option.fallback.map { " [\($0)]" } ?? ""
            return "  \(padded(flag, right: width))  \(option.help)\(fallback)"
        }
        return "Bench \(name): \(summary)\n\n" + lines.joined(separator: "\n")
    }
}
