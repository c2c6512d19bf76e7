// One segue-card process and the socket pair it reads orders from and writes answers to. Whatever it does — ends,
// hangs, talks nonsense — costs the order it has in hand: it is killed with its whole group and waited for.
import CardFrames
import Glibc

/// Why an order got no answer.
enum PainterFailure: Error, Equatable {
    /// It could not be started; the system's error.
    case notStarted(errno: Int32)
    /// It ended, or closed its side.
    case ended
    case tooSlow
    /// Its bytes are no answer.
    case nonsense
}

/// A running segue-card; ended when it is let go of. In the hands of one thread at a time.
final class Painter: @unchecked Sendable {
    let process: pid_t
    private let channel: CInt
    private let patience: Patience
    /// Whether it has drawn anything yet.
    private(set) var hasAnswered = false

    /// How long an answer is waited for, milliseconds.
    struct Patience: Sendable {
        var first = Limits.firstAnswerMsMax
        var later = Limits.answerMsMax
    }

    /// Starts the program in a process group of its own, with nothing of this process but the channel.
    init(program: String, patience: Patience = Patience()) throws(PainterFailure) {
        self.patience = patience
        var ends: [CInt] = [-1, -1]
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .notStarted(errno: errno)
        }
        // The child reads and writes in its own time.
        _ = fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) & ~O_NONBLOCK)
        let (child, code) = Self.spawn(program, ends[1])
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw .notStarted(errno: code)
        }
        process = child
        channel = ends[0]
    }

    deinit {
        close(channel)
        kill(-process, SIGKILL)
        kill(process, SIGKILL)
        var status: CInt = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private static func spawn(_ program: String, _ channel: CInt) -> (pid_t, CInt) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, channel, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, channel, 1)
        // What the libraries complain of may quote what they read.
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK)
                | Int16(POSIX_SPAWN_SETSIGDEF))
        var words = unsafe [strdup(program), nil]
        var variables = unsafe [strdup("LANG=C.UTF-8"), strdup("PATH=/usr/bin:/bin"), nil]
        defer {
            for place in unsafe words.indices { unsafe free(words[place]) }
            for place in unsafe variables.indices { unsafe free(variables[place]) }
        }
        var child = pid_t()
        let code = unsafe posix_spawn(&child, program, &actions, &attributes, &words, &variables)
        return (child, code)
    }

    /// Whether it still runs; one that ended by itself is not waited on for an answer.
    var isAlive: Bool {
        var watch = pollfd(fd: channel, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&watch, 1, 0) == 0
    }

    /// Hands an order over and waits for its picture. After a failure the painter is of no more use.
    func paint(_ order: CardOrder) throws(PainterFailure) -> CardAnswer {
        let end = Clock.nowMs() + (hasAnswered ? patience.later : patience.first)
        try send(order.frame, by: end)
        guard let head = CardAnswerHead(try receive(CardAnswerHead.bytes, by: end)),
            let answer = head.answer(try receive(head.bodyBytes, by: end))
        else { throw .nonsense }
        hasAnswered = true
        return answer
    }

    func send(_ bytes: [UInt8], by end: Int64) throws(PainterFailure) {
        var place = 0
        while place < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    channel, buffer.baseAddress! + place, bytes.count - place,
                    CInt(MSG_NOSIGNAL))
            }
            if sent > 0 {
                place += sent
            } else {
                try wait(for: POLLOUT, by: end)
            }
        }
    }

    private func receive(_ count: Int, by end: Int64) throws(PainterFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var place = 0
        while place < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(channel, buffer.baseAddress! + place, count - place, 0)
            }
            if got == 0 { throw .ended }
            if got > 0 {
                place += got
            } else {
                try wait(for: POLLIN, by: end)
            }
        }
        return bytes
    }

    private func wait(for event: CInt, by end: Int64) throws(PainterFailure) {
        guard errno == EAGAIN || errno == EINTR else { throw .ended }
        let left = end - Clock.nowMs()
        guard left > 0 else { throw .tooSlow }
        var watch = pollfd(fd: channel, events: Int16(event), revents: 0)
        _ = unsafe poll(&watch, 1, CInt(clamping: left))
    }
}

/// Time that never goes back.
enum Clock {
    static func nowMs() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
