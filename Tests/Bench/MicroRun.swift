// Times of single steps in nanoseconds: warmed up, enough repetitions for the clock, the best and
// the middle of several samples. On a shared machine the best is the one to compare.
import Glibc

/// One step to be timed.
struct MicroCase {
    var name: String
    /// Does the step that many times; the answer depends on every one of them, so that none is left
    /// out.
    var run: (Int) throws -> UInt64
    /// What one repetition counts for (events of a batch).
    var unit = 1

    static func all() throws -> [MicroCase] {
        parsing() + (try routing()) + (try answering()) + (try matching()) + (try committing())
    }
}

struct MicroRun {
    static let sampleSeconds = 0.02
    static let samples = 15
    static let repetitionsMax = 1 << 30

    /// Takes every case's answer, so that the compiler must make it.
    private(set) var checksum: UInt64 = 0

    mutating func measure(_ step: MicroCase) throws -> [Value] {
        var repetitions = 1
        while repetitions < Self.repetitionsMax {
            if try seconds(step, repetitions) >= Self.sampleSeconds { break }
            repetitions *= 2
        }
        var times: [Double] = []
        for _ in 0..<Self.samples {
            let perStep = try seconds(step, repetitions) / Double(repetitions * step.unit)
            times.append(perStep * 1e9)
        }
        return [
            .text(step.name), .decimal(times.min() ?? .nan, digits: 1),
            .decimal(median(times), digits: 1), .whole(repetitions * step.unit),
        ]
    }

    private mutating func seconds(_ step: MicroCase, _ repetitions: Int) throws -> Double {
        let started = monotonicNs()
        checksum &+= try step.run(repetitions)
        return Double(monotonicNs() - started) / 1e9
    }
}

extension Command {
    static let micro = Command(
        name: "micro", summary: "parse, classify, decide, render, commit: nanoseconds each",
        options: [
            Option("only", "WORD", help: "cases whose name begins so, again for more"),
            Option("core", "N", "1", help: "the core it runs on"),
        ]
    ) { arguments in
        try pin(to: try arguments.whole("core", 0...1_023))
        let only = arguments.all("only")
        var run = MicroRun()
        var report = Report("Single steps")
        report.columns = ["step", "best ns", "median ns", "repetitions"]
        for step in try MicroCase.all() {
            guard only.isEmpty || only.contains(where: { step.name.hasPrefix($0) }) else {
                continue
            }
            report.rows.append(try run.measure(step))
        }
        report.add("checksum", .text(String(run.checksum, radix: 16)))
        return report
    }
}
