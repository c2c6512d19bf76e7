// Hands what is to be played to another program, which goes on by itself when this one ends. No shell is involved: a
// path is one argument, whatever it is made of.
import Glibc
import Player

enum Opening {
    /// How long a program that cannot do it is given to say so.
    private static let failureMsMax = 600
    private static let pollMs = 10
    private static let desktopOpener = "xdg-open"

    /// The program and its arguments.
    ///
    /// Errors: a `SEGUE_PLAYER` that cannot be taken apart.
    static func words(
        _ target: String, isFile: Bool, _ environment: [String: String]
    ) throws(CommandFailure) -> [String] {
        guard isFile, let player = environment["SEGUE_PLAYER"] else {
            return [desktopOpener, target]
        }
        guard let words = ShellWords.split(player) else {
            throw CommandFailure(
                message: "SEGUE_PLAYER has a quote that is not closed: \(player)", code: .misused)
        }
        return words.isEmpty ? [desktopOpener, target] : words + [target]
    }

    /// Starts it, in a session of its own; waits a moment, in case it ends at once with an error.
    static func open(
        _ words: [String], _ environment: [String: String]
    ) async throws(CommandFailure) {
        let program = words.first ?? ""
        guard let path = path(of: program, environment) else {
            throw CommandFailure(
                message: program == desktopOpener
                    ? "there is no \(program) here to open it; SEGUE_PLAYER can name a player for files."
                    : "there is no program \(program), which SEGUE_PLAYER names.")
        }
        let (child, error) = start(path, words, environment)
        guard error == 0 else {
            throw CommandFailure(message: "cannot start \(program): \(systemMessage(error)).")
        }
        for _ in 0..<(failureMsMax / pollMs) {
            var status: Int32 = 0
            let ended = unsafe waitpid(child, &status, WNOHANG)
            if ended == child {
                if status == 0 { return }
                let code = status >> 8 & 0xFF
                throw CommandFailure(
                    message: status & 0x7F == 0
                        ? "\(program) could not open it (it ended with \(code))."
                        : "\(program) could not open it (signal \(status & 0x7F)).")
            }
            if ended < 0, errno != EINTR { return }
            try? await Task.sleep(nanoseconds: UInt64(pollMs) * 1_000_000)
        }
    }

    /// Where the listener's `PATH` has it; nil if nowhere.
    private static func path(of program: String, _ environment: [String: String]) -> String? {
        if program.contains("/") { return program }
        return (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(program)" }.first { unsafe access($0, X_OK) == 0 }
    }

    /// Answers the child's number, or why there is none.
    private static func start(
        _ path: String, _ words: [String], _ environment: [String: String]
    ) -> (child: pid_t, error: Int32) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            unsafe posix_spawn_file_actions_addopen(
                &actions, descriptor, "/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // The child gets its signals back, whatever this process does with its own.
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let ownSession: Int32 = 0x80
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(ownSession) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for place in unsafe arguments.indices { unsafe free(arguments[place]) }
            for place in unsafe variables.indices { unsafe free(variables[place]) }
        }
        var child = pid_t()
        let error = unsafe posix_spawn(
            &child, path, &actions, &attributes, &arguments, &variables)
        return (child, error)
    }
}
