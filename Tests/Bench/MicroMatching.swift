// Judging what a search brought: the time of one candidate among ten thousand.
import MatchTable
import Smartlink

extension MicroCase {
    static func matching() throws -> [MicroCase] {
        let steps = try MatchSteps()
        return [
            MicroCase(
                name: "match (one of 10,000 candidates)", run: { steps.best($0) },
                unit: MatchSteps.candidates),
            MicroCase(name: "fold (a title)") { steps.fold($0) },
        ]
    }
}

private final class MatchSteps {
    static let candidates = 10_000
    private let wanted: Music
    private let found: [Candidate]

    /// Every hard case in turn, for what one of them looks for.
    init() throws {
        let rows = try HardMatches.rows()
        wanted = rows[0].wanted
        found = (0..<Self.candidates).map { rows[$0 % rows.count].candidate(.words) }
    }

    func best(_ count: Int) -> UInt64 {
        var sum: UInt64 = 0
        for _ in 0..<count {
            sum &+= UInt64(Matching.best(of: found, for: wanted)?.candidate.id.utf8.count ?? 0)
        }
        return sum
    }

    func fold(_ count: Int) -> UInt64 {
        var sum: UInt64 = 0
        for turn in 0..<count {
            sum &+= UInt64(Folding.fold(found[turn % Self.candidates].music.title).utf8.count)
        }
        return sum
    }
}
