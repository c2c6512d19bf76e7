import Glibc

/// A program started by the bench, on one core, its output caught in a file; it never outlives the
/// bench's run.
final class Child {
    let process: pid_t
    let name: String
    /// Standard output and error.
    let log: String
    private var status: Int32?

    /// Starts `words` on `core`; output goes to `log`.
    init(_ words: [String], core: Int?, log: String) throws {
        let all = core.map { ["taskset", "-c", String($0)] + words } ?? words
        name = words[0]
        self.log = log
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, flags, 0o644)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var process: pid_t = 0
        let failure = unsafe withCStrings(all) { arguments in
            unsafe posix_spawnp(
                &process, arguments[0].unsafelyUnwrapped, &actions, nil, arguments, environ)
        }
        guard failure == 0 else {
            errno = failure
            throw BenchFailure.system("start \(all[0])")
        }
        self.process = process
    }

    deinit { end(SIGKILL) }

    /// Whether it still runs.
    var isRunning: Bool {
        if status != nil { return false }
        var status: Int32 = 0
        if unsafe waitpid(process, &status, WNOHANG) == process { self.status = status }
        return self.status == nil
    }

    var output: String { contents(of: log) ?? "" }

    /// Sends `signal` and waits for the end, at most `seconds`, then kills.
    func end(_ signal: Int32, within seconds: Double = 10) {
        guard isRunning else { return }
        kill(process, signal)
        let deadline = monotonicNs() + nanoseconds(seconds)
        while isRunning && monotonicNs() < deadline { pause(0.001) }
        if isRunning {
            kill(process, SIGKILL)
            while isRunning { pause(0.001) }
        }
    }

    /// The exit status; nil while it runs, the negated signal's number if one ended it.
    var exitStatus: Int? {
        guard !isRunning, let status else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? Int(status >> 8 & 0xFF) : -Int(signal)
    }

    /// Runs a program to its end and answers what it wrote; it must exit 0.
    static func run(_ words: [String], within seconds: Double = 60) throws -> String {
        let log = "/tmp/segue-bench-\(getpid())-run.log"
        let child = try Child(words, core: nil, log: log)
        let deadline = monotonicNs() + nanoseconds(seconds)
        while child.isRunning && monotonicNs() < deadline { pause(0.001) }
        defer { unsafe unlink(log) }
        guard child.exitStatus == 0 else {
            throw BenchFailure("\(words.joined(separator: " ")): \(child.output)")
        }
        return child.output
    }
}

/// Runs `body` over `words` as C's argv.
private func withCStrings<Result>(
    _ words: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = unsafe words.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer {
        for place in unsafe pointers.indices { unsafe free(pointers[place]) }
    }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        unsafe body(buffer.baseAddress.unsafelyUnwrapped)
    }
}

/// Keeps this process's main thread on one core.
func pin(to core: Int) throws {
    _ = try Child.run(["taskset", "-cp", String(core), String(getpid())])
}
