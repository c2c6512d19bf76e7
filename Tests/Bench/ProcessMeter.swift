import Glibc

/// What a server's processes use: the given one and all below it (nginx's workers).
struct ProcessMeter {
    let processes: [pid_t]

    init(root: pid_t) throws {
        guard kill(root, 0) == 0 else { throw BenchFailure("there is no process \(root)") }
        var found = [root]
        var next = 0
        while next < found.count {
            for thread in names(in: "/proc/\(found[next])/task") {
                let children = contents(of: "/proc/\(found[next])/task/\(thread)/children") ?? ""
                found += children.split(separator: " ").compactMap { pid_t($0) }
            }
            next += 1
        }
        processes = found
    }

    /// CPU time since they started, in nanoseconds, user and system, ended threads included
    /// (clock_getcpuclockid(3)).
    func cpuNs() -> UInt64 {
        var sum: UInt64 = 0
        for process in processes {
            var clock = clockid_t()
            var time = timespec()
            guard unsafe clock_getcpuclockid(process, &clock) == 0,
                unsafe clock_gettime(clock, &time) == 0
            else { continue }
            sum += UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        }
        return sum
    }

    /// Resident memory in KiB, pages shared between the processes counted for each.
    func residentKiB() -> Int { sum(of: "VmRSS:") }
    /// The most the processes ever had resident, in KiB.
    func residentPeakKiB() -> Int { sum(of: "VmHWM:") }

    private func sum(of key: String) -> Int {
        processes.reduce(0) { sum, process in
            let lines = (contents(of: "/proc/\(process)/status") ?? "").split(separator: "\n")
            let line = lines.first { $0.hasPrefix(key) }
            return sum + (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
        }
    }
}

/// A small file's text; nil if it cannot be read.
func contents(of path: String) -> String? {
    readAll(path).map { String(decoding: $0, as: UTF8.self) }
}

/// A file's bytes; nil if it cannot be read.
func readAll(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return drained(descriptor)
}

/// Everything that can be read from `descriptor` until its end.
func drained(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe read(descriptor, $0.baseAddress, $0.count)
        }
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// Writes a whole file.
func writeAll(_ bytes: [UInt8], to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw BenchFailure.system("write \(path)") }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        guard count > 0 else { throw BenchFailure.system("write \(path)") }
        rest = rest.dropFirst(count)
    }
}

/// The entries of a folder but `.` and `..`; none if it cannot be read.
func names(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var found: [String] = []
    while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                unsafe String(cString: $0)
            }
        }
        if name != "." && name != ".." { found.append(name) }
    }
    return found
}

/// What all processors of the machine did, for judging how undisturbed a run was.
enum Machine {
    /// CPU time of everything together, interrupts included, in nanoseconds (proc(5), `stat`).
    static func busyNs() -> UInt64 {
        let line = (contents(of: "/proc/stat") ?? "").split(separator: "\n").first ?? ""
        let ticks = line.split(separator: " ").dropFirst().compactMap { UInt64($0) }
        guard ticks.count >= 8 else { return 0 }
        // user, nice, system, idle, iowait, irq, softirq, steal
        let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]
        return busy * (1_000_000_000 / UInt64(sysconf(Int32(_SC_CLK_TCK))))
    }
}
