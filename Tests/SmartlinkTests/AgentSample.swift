import Smartlink
import Testing

/// One line of `Tests/Samples/user-agents.tsv`.
struct AgentSample: Sendable, CustomTestStringConvertible {
    var kind: String
    /// Nil where the system does not matter.
    var os: String?
    var isInApp: Bool
    var platform: String?
    var userAgent: String

    var testDescription: String { userAgent }

    static let all: [AgentSample] = {
        do {
            return try Config.text("Tests/Samples/user-agents.tsv").split(separator: "\n")
                .filter { !$0.hasPrefix("#") }.map { line in
                    let parts = line.split(
                        separator: "\t", maxSplits: 4, omittingEmptySubsequences: false
                    ).map(String.init)
                    return AgentSample(
                        kind: parts[0], os: parts[1] == "-" ? nil : parts[1],
                        isInApp: parts[2] == "in-app", platform: parts[3] == "-" ? nil : parts[3],
                        userAgent: parts[4])
                }
        } catch { fatalError("user-agents.tsv: \(error)") }
    }()
}
