import Glibc
import Testing

@testable import EventLoop

/// Two connected sockets.
struct Pair: ~Copyable {
    let one: Descriptor
    let other: Descriptor

    init() throws {
        var numbers: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        try #require(unsafe socketpair(AF_UNIX, kind, 0, &numbers) == 0)
        one = Descriptor(owning: numbers[0])
        other = Descriptor(owning: numbers[1])
    }

    func write(_ bytes: [UInt8]) -> Transfer {
        unsafe bytes.withUnsafeBytes { unsafe Stream.send(other.number, $0) }
    }

    func read() -> Transfer {
        var bytes = [UInt8](repeating: 0, count: 64)
        return unsafe bytes.withUnsafeMutableBytes { unsafe Stream.receive(one.number, into: $0) }
    }
}

struct EpollTests {
    @Test func `input is reported once at an edge and again for new bytes`() throws {
        let epoll = try Epoll()
        var events = EpollEvents(capacity: 4)
        let pair = try Pair()
        try epoll.add(pair.one.number, token: 0xABCD_0000_0001, for: [.input, .peerEnded, .edge])
        epoll.wait(&events, ms: 0)
        #expect(events.count == 0)
        #expect(pair.write([1, 2, 3]) == .moved(3))
        epoll.wait(&events, ms: 1000)
        #expect(events.count == 1)
        #expect(events.token(0) == 0xABCD_0000_0001)
        #expect(events.readiness(0) == .input)
        epoll.wait(&events, ms: 0)
        #expect(events.count == 0)
        #expect(pair.write([4]) == .moved(1))
        epoll.wait(&events, ms: 1000)
        #expect(events.count == 1)
        #expect(pair.read() == .moved(4))
        #expect(pair.read() == .blocked)
    }

    @Test func `what is ready before it is watched is reported`() throws {
        let epoll = try Epoll()
        var events = EpollEvents(capacity: 4)
        let pair = try Pair()
        _ = pair.write([1])
        Stream.endSending(pair.other.number)
        try epoll.add(pair.one.number, token: 7, for: [.input, .peerEnded, .edge])
        epoll.wait(&events, ms: 1000)
        #expect(events.count == 1)
        #expect(events.readiness(0).isSuperset(of: [.input, .peerEnded]))
        #expect(pair.read() == .moved(1))
        #expect(pair.read() == .ended)
    }

    @Test func `changing what is watched reports a writable socket`() throws {
        let epoll = try Epoll()
        var events = EpollEvents(capacity: 4)
        let pair = try Pair()
        try epoll.add(pair.one.number, token: 7, for: [.input, .edge])
        epoll.wait(&events, ms: 0)
        #expect(events.count == 0)
        try epoll.change(pair.one.number, token: 7, for: [.input, .output, .edge])
        epoll.wait(&events, ms: 1000)
        #expect(events.count == 1)
        #expect(events.readiness(0) == .output)
        try epoll.remove(pair.one.number)
        #expect(throws: SystemFailure.self) { try epoll.remove(-1) }
    }

    @Test func `a send to a peer that is gone is broken and kills nobody`() throws {
        let number: Int32
        let one: Descriptor
        do {
            let pair = try Pair()
            one = Descriptor(owning: dup(pair.one.number))
            number = one.number
        }
        let sent = unsafe [UInt8(1)].withUnsafeBytes { unsafe Stream.send(number, $0) }
        #expect(sent == .broken)
        _ = consume one
    }
}

struct WakeSignalTests {
    @Test func `a ring before sleep keeps the loop awake`() throws {
        let signal = try WakeSignal()
        signal.ring()
        #expect(!signal.fallsAsleep())
        #expect(signal.wakesUp())
        #expect(signal.fallsAsleep())
        #expect(!signal.wakesUp())
    }

    @Test func `each sleep is ended by a ring from another thread`() throws {
        let epoll = try Epoll()
        var events = EpollEvents(capacity: 4)
        let signal = try WakeSignal()
        try signal.join(epoll, token: 9)
        for _ in 0..<100 {
            let sleeps = signal.fallsAsleep()
            #expect(sleeps)
            try LoopThread.start(named: "ringer") { signal.ring() }
            epoll.wait(&events, ms: 10_000)
            #expect(events.count == 1)
            #expect(events.token(0) == 9)
            #expect(signal.wakesUp())
        }
    }
}
