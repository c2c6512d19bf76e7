// The table of hard matches, with what comes out.
import MatchTable
import Smartlink

enum HardMatches {
    static let path = "Tests/Samples/matches.txt"

    static func rows() throws -> [MatchCase] {
        guard let bytes = readAll(path) else {
            throw BenchFailure("cannot read \(path): run the bench in the repository's root")
        }
        guard let rows = MatchCase.table(String(decoding: bytes, as: UTF8.self)), !rows.isEmpty
        else {
            throw BenchFailure("\(path): a row without nine cells")
        }
        return rows
    }
}

extension Command {
    static let matches = Command(
        name: "matches", summary: "hard cases of matching by words: score and verdict of each",
        options: []
    ) { _ in
        var report = Report("Hard matches")
        report.columns = ["wanted", "found", "score", "verdict", "why", ""]
        var missed = 0
        for row in try HardMatches.rows() {
            let verdict = Matching.judge(row.candidate(.words), for: row.wanted)
            let name = verdict.status?.rawValue ?? "dropped"
            missed += name == row.expected ? 0 : 1
            report.rows.append([
                .text(line(row.wanted)), .text(line(row.found)),
                .decimal(verdict.confidence, digits: 2), .text(name), .text(verdict.reason),
                .text(name == row.expected ? "" : "expected \(row.expected)"),
            ])
        }
        report.add("rows", .whole(report.rows.count))
        report.add("other than expected", .whole(missed))
        report.hasFailed = missed > 0
        return report
    }

    private static func line(_ music: Music) -> String {
        let seconds = music.durationMs.map { " \($0 / 1_000) s" } ?? ""
        return "\(music.artist) – \(music.title)\(music.album.map { " [\($0)]" } ?? "")\(seconds)"
    }
}
