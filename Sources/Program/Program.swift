// The composition root: the only room that sees all the others. A command reads its configuration, builds what it
// needs out of the adapters and the verbs, and ends with a code.
import Glibc

/// Runs the command that the arguments name and ends the process with its code.
///
/// The main thread only waits: an asynchronous main would leave it to a runtime that opens it to signals again.
public func programMain(_ arguments: [String]) -> Never {
    let console = Console()
    let words = Array(arguments.dropFirst())
    switch CommandLineReader(commands: Command.all).read(words) {
    case .help(let text):
        console.say(text)
        exit(ExitCode.done.rawValue)
    case .misuse(let text):
        console.note("segue: \(text)")
        exit(ExitCode.misused.rawValue)
    case .run(let command, let operands, let values):
        var call = Command.Call(
            operands: operands, values: values, console: console, environment: environment())
        do {
            // Before any other thread is there, so that all leave the signals to the one that waits for them.
            if command.life == .lasting { call.signals = try Signals() }
        } catch {
            end(describing: error, console)
        }
        start(command, call)
        while true { pause() }
    }
}

private func start(_ command: Command, _ call: Command.Call) {
    Task {
        do {
            try await command.run(call)
            exit(ExitCode.done.rawValue)
        } catch {
            end(describing: error, call.console)
        }
    }
}

private func end(describing error: any Error, _ console: Console) -> Never {
    let failure = CommandFailure(describing: error)
    console.note("segue: \(failure.message)")
    exit(failure.code.rawValue)
}

/// The process's variables.
private func environment() -> [String: String] {
    var all: [String: String] = [:]
    var place = unsafe environ
    while let line = unsafe place.pointee {
        let parts = unsafe String(cString: line).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { all[String(parts[0])] = String(parts[1]) }
        unsafe place += 1
    }
    return all
}
