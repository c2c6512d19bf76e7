// Two small planes: what they answer shows what reached them.
import Bytes
import EventLoop
import HTTP
import Synchronization
import Testing

@testable import HTTPServer

/// Commitments that a test makes durable when it likes.
final class Ledger: Sendable {
    let durable = Atomic<UInt64>(0)
    let last = Atomic<UInt64>(0)
    let isInstant = Atomic<Bool>(true)
    private let wakers = Guarded<[any Waker]>([])

    func join(_ waker: any Waker) {
        wakers.withLock { $0.append(waker) }
    }

    /// A disk that stops: the committing thread stays here until the gate opens, and is relieved.
    let stuck = Guarded<(@Sendable () -> Void)?>(nil)

    func commit(_ relieve: @Sendable () -> Bool) -> Bool {
        guard
            let stop = stuck.withLock({ stop in
                defer { stop = nil }
                return stop
            })
        else { return true }
        let isRelieved = relieve()
        stop()
        return !isRelieved
    }

    func commit() {
        durable.store(last.load(ordering: .acquiring), ordering: .releasing)
        for waker in wakers.withLock({ $0 }) { waker.wake() }
    }
}

/// Answers `/data…` with its path, `/free…` without waiting, `/large` with 200,000 bytes.
final class EchoPlane: DataPlane {
    let ledger: Ledger
    var hasEvents = false

    init(_ ledger: Ledger, _ waker: any Waker) {
        self.ledger = ledger
        ledger.join(waker)
    }

    func answer(
        _ head: borrowing RequestHead, in bytes: RawSpan, arrival: Arrival, reply: inout ByteSink
    ) -> Answer {
        let path = bytes.text(head.path)
        guard ["/data", "/free", "/large", "/peer"].contains(where: path.hasPrefix) else {
            return .passed
        }
        var text = path
        if path == "/large" { text = String(repeating: "x", count: 200_000) }
        if path == "/peer" { text = "\(arrival.peer.v4 ?? 0) \(arrival.isSecure)" }
        reply.append("HTTP/1.1 200 OK\r\nContent-Length: ")
        reply.append(decimal: text.utf8.count)
        reply.append(arrival.closes ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n")
        if head.method != .head { for byte in text.utf8 { reply.append(byte) } }
        let waits = path.hasPrefix("/data")
        hasEvents = hasEvents || waits
        return .replied(waits: waits)
    }

    func endTurn(nowMs: Int64) -> UInt64 {
        guard hasEvents else { return 0 }
        hasEvents = false
        let number = ledger.last.add(1, ordering: .acquiringAndReleasing).newValue
        if ledger.isInstant.load(ordering: .relaxed) {
            ledger.durable.store(number, ordering: .releasing)
        }
        return number
    }

    func commit(relieve: @escaping @Sendable () -> Bool) -> Bool { ledger.commit(relieve) }

    var commitment: UInt64 { ledger.durable.load(ordering: .acquiring) }
}

/// Answers everything with method, path, query and body; some paths do something special.
struct EchoControl: ControlPlane {
    let gate = Gate()
    /// Parts asked of all tapes.
    let asked = Counter()

    /// Requests held at the gate.
    var waiting: Int { gate.count }

    func bodyBytesMax(for method: Method, path: String) -> Int {
        path == "/small" ? 10 : 1_000_000
    }

    private func tape(_ path: String) -> Tape {
        let block = BodyPart.bytes([UInt8](repeating: UInt8(ascii: "s"), count: 1_000_000))
        let parts: [BodyPart] =
            switch path {
            case "/stream/words":
                [.bytes(Array("one".utf8)), .bytes([]), .bytes(Array("two".utf8))]
            case "/stream/large": [block, block, block]
            default: [.bytes(Array("begun".utf8))]
            }
        let end: BodyPart =
            switch path {
            case "/stream/endless": block
            case "/stream/broken": .broken
            default: .end
            }
        return Tape(parts, end, asked, gate: path == "/stream/gate" ? gate : nil)
    }

    func respond(to request: Request) async -> Response {
        switch request.path {
        case "/wait": await gate.wait()
        case "/nothing": return Response(status: 204)
        case "/huge":
            return Response(
                status: 200, body: .bytes([UInt8](repeating: UInt8(ascii: "h"), count: 8_000_000)))
        case "/file":
            return Response(status: 206, body: .file(path: "/proc/self/exe", range: 1..<4))
        case "/lost":
            return Response(status: 200, body: .file(path: "/nowhere/at/all", range: 0..<4))
        case let path where path.hasPrefix("/stream/"):
            return Response(status: 200, body: .stream(tape(path)))
        default: break
        }
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let text = "\(request.method.token) \(request.path)?\(query) "
        return Response(
            status: 200, fields: Fields(["X-Fields": "\(request.fields.all.count)"]),
            body: .bytes(Array(text.utf8) + request.body))
    }
}

/// A number that only grows.
final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .acquiring) }
    /// Counts one; the number before.
    func next() -> Int { value.add(1, ordering: .acquiringAndReleasing).oldValue }
}

/// A body of some parts, and of its end for as long as somebody asks.
struct Tape: BodyStream {
    private let parts: [BodyPart]
    private let end: BodyPart
    private let asked: Counter
    /// Where all but the first part wait.
    private let gate: Gate?
    private let given = Counter()

    init(_ parts: [BodyPart], _ end: BodyPart, _ asked: Counter, gate: Gate?) {
        self.parts = parts
        self.end = end
        self.asked = asked
        self.gate = gate
    }

    func next() async -> BodyPart {
        _ = asked.next()
        let number = given.next()
        if number > 0, let gate { await gate.wait() }
        return number < parts.count ? parts[number] : end
    }
}

/// Holds tasks until a test opens it.
actor Gate {
    private var isOpen = false
    private var continuations: [CheckedContinuation<Void, Never>] = []
    private let waiting = Atomic<Int>(0)

    nonisolated var count: Int { waiting.load(ordering: .acquiring) }

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { continuation in
            continuations.append(continuation)
            waiting.add(1, ordering: .releasing)
        }
    }

    func open() {
        isOpen = true
        for continuation in continuations { continuation.resume() }
        continuations = []
    }
}

/// A running server with both planes.
struct Served: Sendable {
    let server: Server
    let endpoint: Endpoint
    let ledger = Ledger()
    let control = EchoControl()

    init(_ adjust: (inout Server.Configuration) -> Void = { _ in }) throws {
        let wanted = try #require(Endpoint("127.0.0.1:0"))
        var configuration = Server.Configuration(listen: [wanted])
        adjust(&configuration)
        let ledger = ledger
        server = Server(
            configuration: configuration, makePlane: { EchoPlane(ledger, $1) }, control: control)
        let bound = try server.start()
        endpoint = try #require(bound.first)
    }

    func client() throws -> Client { try Client(endpoint) }
}

/// What differs from the usual server of a test.
func settings(
    _ adjust: @escaping (inout Server.Configuration) -> Void
) -> (inout Server.Configuration) -> Void {
    adjust
}

/// Starts a server, talks to it on a thread of its own and drains it.
///
/// Clients block; on the threads of the tasks they would keep the control plane from answering.
func serving(
    _ adjust: (inout Server.Configuration) -> Void = { _ in },
    _ talk: @escaping @Sendable (Served) throws -> Void
) async throws {
    let served = try Served(adjust)
    let outcome = await withTaskExecutorPreference(ThreadPerJob()) {
        await talkAside { Result { try talk(served) } }
    }
    await served.server.drain()
    try outcome.get()
}

@concurrent
private func talkAside(
    _ talk: @Sendable () -> Result<Void, any Error>
) async -> Result<Void, any Error> {
    talk()
}

/// Runs each job on a fresh thread, where it may block.
final class ThreadPerJob: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedTaskExecutor()
        do {
            try LoopThread.start(named: "talker") { unsafe job.runSynchronously(on: executor) }
        } catch {
            Issue.record(error)
        }
    }
}

/// Raised once.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isUp: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
}
