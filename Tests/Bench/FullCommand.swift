// A full disk under the store: fans go on, events wait in memory, and are written when there is
// room again.
import Glibc

extension Command {
    static let full = Command(
        name: "full", summary: "fill the disk under the store, then free it (needs root)",
        options: Segue.Setup.options + [
            Option("size", "MIB", "24", help: "the small disk"),
            Option("rate", "N", "500", help: "clicks a second"),
            Option("seconds", "S", "5", help: "how long the disk stays full"),
            Option("core", "N", "1", help: "the client's core"),
        ]
    ) { arguments in
        try pin(to: try arguments.whole("core", 0...1_023))
        let disk = try SmallDisk(mebibytes: try arguments.whole("size", 8...1_024))
        let setup = try Segue.Setup(arguments, data: disk.data)
        let rate = try arguments.decimal("rate", 10...100_000)
        let seconds = try arguments.decimal("seconds", 1...60)
        return try FullRun(disk, setup, rate: rate, seconds: seconds).report()
    }
}

/// A tmpfs of its own; unmounted at the end.
private final class SmallDisk {
    let folder: Folder
    let mount: String
    let data: String
    private var filler: String { "\(mount)/filler" }

    init(mebibytes: Int) throws {
        folder = try Folder()
        mount = try folder.makeFolder("disk")
        data = "\(mount)/data"
        _ = try Child.run(["mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "bench", mount])
        guard unsafe mkdir(data, 0o755) == 0 else { throw BenchFailure.system("mkdir \(data)") }
    }

    deinit { _ = try? Child.run(["umount", "-l", mount]) }

    /// Writes until nothing more fits; answers the bytes.
    func fill() throws -> Int {
        let file = unsafe Glibc.open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchFailure.system("open \(filler)") }
        defer { close(file) }
        var bytes = 0
        for size in [1 << 20, 4_096] {
            let block = [UInt8](repeating: 1, count: size)
            while true {
                let count = unsafe block.withUnsafeBytes {
                    unsafe write(file, $0.baseAddress, size)
                }
                if count <= 0 { break }
                bytes += count
            }
        }
        guard errno == ENOSPC else { throw BenchFailure.system("fill the disk") }
        return bytes
    }

    func free() { unsafe unlink(filler) }
}

private struct FullRun {
    /// How long the held events may take to be written once there is room.
    static let recoverySeconds = 30.0

    let disk: SmallDisk
    let rate: Double
    let seconds: Double
    let key: String
    let segue: Segue

    init(_ disk: SmallDisk, _ setup: Segue.Setup, rate: Double, seconds: Double) throws {
        self.disk = disk
        self.rate = rate
        self.seconds = seconds
        key = try Segue.makeAccount(setup)
        segue = try Segue(setup)
        try segue.makeLink(key)
    }

    private func load(_ seconds: Double) throws -> LoadResult {
        var plan = try LoadPlan.browser(
            segue.endpoint, Segue.redirectPath, .open(rate: rate), connections: 20,
            seconds: seconds)
        plan.warmUpSeconds = 0
        return try LoadClient(plan).run(try ProcessMeter(root: segue.process))
    }

    func report() throws -> Report {
        let visitsStart = try segue.visits(key)
        var report = Report("A full disk under \(fixed(rate, 0)) clicks a second")
        report.columns = LoadResult.columns
        let before = try load(1)
        let filled = try disk.fill()
        // What was reserved inside the files is used up first; then the store must hold.
        let during = try load(seconds)
        let held = try segue.metric("segue_events_held") ?? 0
        disk.free()
        let freed = monotonicNs()
        var left = held
        while left > 0, monotonicNs() - freed < nanoseconds(Self.recoverySeconds) {
            pause(0.02)
            left = try segue.metric("segue_events_held") ?? 0
        }
        let recovery = Double(monotonicNs() - freed) / 1e9
        let after = try load(1)
        report.rows = [before.row("room"), during.row("full"), after.row("room again")]
        report.add("filler MiB", .decimal(Double(filled) / 1_048_576, digits: 1))
        report.add("segue_events_held while full", .decimal(held, digits: 0))
        report.add("segue_events_held at the end", .decimal(left, digits: 0))
        report.add("seconds from room to all written", .decimal(recovery, digits: 2))
        let dropped = try segue.metric("segue_events_dropped_total") ?? 0
        report.add("segue_events_dropped_total", .decimal(dropped, digits: 0))
        let answered = before.latency.count + during.latency.count + after.latency.count
        let recorded = try segue.visits(key) - visitsStart
        report.add("answered", .whole(answered))
        report.add("visits recorded", .whole(recorded))
        let errors = before.errors + during.errors + after.errors
        report.hasFailed =
            errors > 0 || held == 0 || left > 0 || recorded + Int(dropped) < answered
        segue.stop()
        return report
    }
}
