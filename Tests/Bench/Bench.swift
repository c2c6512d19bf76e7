// Measures Segue from outside, over loopback: `swift run -c release Bench <command>`. Everything is
// bounded in count and time and ends by itself.
import Glibc

@main
struct Bench {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        guard let name = words.first, name != "--help", name != "help" else {
            say(Command.overview)
            exit(words.isEmpty ? 2 : 0)
        }
        guard let command = Command.all.first(where: { $0.name == name }) else {
            complain("there is no command \(name); `Bench --help` lists them")
            exit(2)
        }
        let rest = Array(words.dropFirst())
        if rest.contains("--help") {
            say(command.help)
            exit(0)
        }
        do {
            let arguments = try Arguments(rest, of: command)
            let report = try await command.run(arguments)
            say(arguments.has("json") ? report.json : report.text)
            exit(report.hasFailed ? 1 : 0)
        } catch let usage as Usage {
            complain("\(usage.message); `Bench \(name) --help` tells more")
            exit(2)
        } catch let failure as BenchFailure {
            complain(failure.message)
            exit(1)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }
}

/// What stopped a measurement, in words for who runs it.
struct BenchFailure: Error {
    var message: String
    init(_ message: String) { self.message = message }

    /// A system call's failure.
    static func system(_ call: String) -> BenchFailure {
        let number = errno
        return BenchFailure("\(call): \(unsafe String(cString: strerror(number)))")
    }
}

/// Prints a line on standard output at once.
func say(_ line: String) { put(line, on: 1) }

/// Prints a line on standard error at once: progress and complaints.
func complain(_ line: String) { put("Bench: \(line)", on: 2) }

private func put(_ line: String, on descriptor: Int32) {
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
    }
}
