// A headless Chromium of a test's own, spoken to by the Chrome DevTools Protocol over two descriptors:
//
//   3   what it reads     each message JSON, ended by a zero byte
//   4   what it writes    the same: answers by their `id`, everything else an event of a `sessionId`
//
// It resolves no name and so reaches nothing but this machine.
import Glibc
import JSONText
import Synchronization

/// Why a test's browser is of no use.
public struct BrowserFailure: Error {
    public var why: String
}

/// A running browser; it ends when it is let go of.
public final class Browser: Sendable {
    private static let programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]

    private struct State {
        var number: Int64 = 0
        var asking: [Int64: CheckedContinuation<JSON?, Never>] = [:]
        var events: [String: [JSON]] = [:]
        var waiting: [Waiting] = []
        var isOver = false
    }

    private struct Waiting {
        var session: String
        var isIt: @Sendable (JSON) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let process: pid_t
    private let channel: Int32
    private let folder: String
    private let state = Mutex(State())

    public init() throws {
        guard let program = Self.programs.first(where: { unsafe access($0, X_OK) == 0 }) else {
            throw BrowserFailure(why: "Chromium is not installed: config/setup test")
        }
        var template = Array("/tmp/segue-browser-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw BrowserFailure(why: "no folder") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw BrowserFailure(why: "no socket pair")
        }
        channel = ends[0]
        process = Self.spawn(program, ends[1], folder)
        close(ends[1])
        guard process > 0 else {
            close(channel)
            throw BrowserFailure(why: "\(program) does not start")
        }
        let channel = channel
        BrowserThread.start { [weak self] in
            MessageReader(channel).read { self?.take($0) }
            self?.giveUp()
        }
    }

    deinit {
        end()
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        close(channel)
        BrowserFolder.remove(folder)
    }

    /// Whoever waits for it is told that it is gone.
    func end() {
        kill(-process, SIGKILL)
        shutdown(channel, Int32(SHUT_RDWR))
    }

    private static func spawn(_ program: String, _ channel: Int32, _ folder: String) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // Where neither is in the way of the other.
        let high = fcntl(channel, F_DUPFD_CLOEXEC, 64)
        defer { close(high) }
        unsafe posix_spawn_file_actions_adddup2(&actions, high, 3)
        unsafe posix_spawn_file_actions_adddup2(&actions, high, 4)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        // What the threads here are deaf to, the browser is not.
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK)
                | Int16(POSIX_SPAWN_SETSIGDEF))
        var words = unsafe ([program] + flags(folder)).map { unsafe strdup($0) } + [nil]
        let variables = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=\(folder)"]
        var environment = unsafe variables.map { unsafe strdup($0) } + [nil]
        defer {
            for place in unsafe words.indices { unsafe free(words[place]) }
            for place in unsafe environment.indices { unsafe free(environment[place]) }
        }
        var child = pid_t()
        let code = unsafe posix_spawn(
            &child, program, &actions, &attributes, &words, &environment)
        return code == 0 ? child : -1
    }

    private static func flags(_ folder: String) -> [String] {
        [
            "--headless", "--remote-debugging-pipe", "--user-data-dir=\(folder)/profile",
            "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--disable-breakpad",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-extensions", "--no-default-browser-check", "--mute-audio",
            // A mouse, as at a desk: one that hovers and points finely.
            "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,"
                + "availablePointerTypes=4",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ] + (getuid() == 0 ? ["--no-sandbox"] : [])
    }
}

extension Browser {
    /// The result of a command; `session` nil for the browser as a whole.
    func ask(_ method: String, _ parameters: JSON = [:], in session: String? = nil) async throws
        -> JSON
    {
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { asking in
                let number = state.withLock { state -> Int64? in
                    guard !state.isOver else { return nil }
                    state.number += 1
                    state.asking[state.number] = asking
                    return state.number
                }
                guard let number else { return asking.resume(returning: nil) }
                var members: [JSON.Member] = [
                    .init("id", .integer(number)), .init("method", .string(method)),
                    .init("params", parameters),
                ]
                if let session { members.append(.init("sessionId", .string(session))) }
                send(JSON.object(members).bytes + [0])
            }
        } onCancel: {
            end()
        }
        guard let answer else { throw BrowserFailure(why: "the browser ended in \(method)") }
        guard let result = answer["result"] else {
            throw BrowserFailure(why: "\(method): \(answer["error"]?.text ?? "no result")")
        }
        return result
    }

    /// What a session has told so far, in order.
    func events(of session: String) -> [JSON] { state.withLock { $0.events[session] ?? [] } }

    /// Returns once there is such an event among those told so far or later.
    func wait(_ session: String, for isIt: @escaping @Sendable (JSON) -> Bool) async throws {
        let isThere = await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                let known = state.withLock { state -> Bool? in
                    if state.events[session]?.contains(where: isIt) == true { return true }
                    guard !state.isOver else { return false }
                    state.waiting.append(
                        Waiting(session: session, isIt: isIt, continuation: waiting))
                    return nil
                }
                if let known { waiting.resume(returning: known) }
            }
        } onCancel: {
            end()
        }
        guard isThere else { throw BrowserFailure(why: "the browser ended before the event") }
    }

    private func send(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    channel, buffer.baseAddress! + place, bytes.count - place, Int32(MSG_NOSIGNAL))
            }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { return giveUp() }
            place += sent
        }
    }

    private func take(_ message: JSON) {
        if case .integer(let number)? = message["id"] {
            state.withLock { $0.asking.removeValue(forKey: number) }?.resume(returning: message)
            return
        }
        guard case .string(let session)? = message["sessionId"] else { return }
        let met = state.withLock { state in
            state.events[session, default: []].append(message)
            let met = state.waiting.filter { $0.session == session && $0.isIt(message) }
            state.waiting.removeAll { $0.session == session && $0.isIt(message) }
            return met
        }
        for one in met { one.continuation.resume(returning: true) }
    }

    private func giveUp() {
        let (asking, waiting) = state.withLock { state in
            defer {
                state.isOver = true
                state.asking = [:]
                state.waiting = []
            }
            return (state.asking.values, state.waiting)
        }
        for one in asking { one.resume(returning: nil) }
        for one in waiting { one.continuation.resume(returning: false) }
    }
}
