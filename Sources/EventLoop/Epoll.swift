import CLinux
import Glibc

/// What a descriptor is watched for, and what was found.
@frozen
public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static let input = Readiness(rawValue: 0x001)
    public static let output = Readiness(rawValue: 0x004)
    /// The descriptor is broken; always reported.
    public static let failed = Readiness(rawValue: 0x008)
    /// Both directions are closed; always reported.
    public static let hungUp = Readiness(rawValue: 0x010)
    /// The peer closed its sending side.
    public static let peerEnded = Readiness(rawValue: 0x2000)
    /// Of several epolls watching one descriptor, wake one.
    public static let exclusive = Readiness(rawValue: 1 << 28)
    /// Report a change once, not a state again and again.
    public static let edge = Readiness(rawValue: 1 << 31)
}

/// Room for what one wait brings; it belongs to the thread that waits.
@safe
public struct EpollEvents: ~Copyable {
    fileprivate let events: UnsafeMutablePointer<epoll_event>
    fileprivate let capacity: Int
    public fileprivate(set) var count = 0

    public init(capacity: Int) {
        self.capacity = capacity
        unsafe events = .allocate(capacity: capacity)
        unsafe events.initialize(repeating: epoll_event(), count: capacity)
    }

    deinit {
        unsafe events.deallocate()
    }

    /// The token of an event of the last wait.
    public func token(_ index: Int) -> UInt64 {
        precondition(index >= 0 && index < count)
        return unsafe events[index].data.u64
    }

    /// What an event of the last wait found.
    public func readiness(_ index: Int) -> Readiness {
        precondition(index >= 0 && index < count)
        return unsafe Readiness(rawValue: events[index].events)
    }
}

/// A set of watched descriptors.
public struct Epoll: ~Copyable, Sendable {
    private let descriptor: Descriptor

    public init() throws(SystemFailure) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw SystemFailure("epoll_create1") }
        descriptor = Descriptor(owning: number)
    }

    /// Starts to watch; the token comes back with every event.
    public func add(
        _ number: Int32, token: UInt64, for readiness: Readiness
    ) throws(SystemFailure) {
        try control(EPOLL_CTL_ADD, number, token, readiness)
    }

    /// Replaces what a descriptor is watched for; what is ready already is reported again.
    public func change(
        _ number: Int32, token: UInt64, for readiness: Readiness
    ) throws(SystemFailure) {
        try control(EPOLL_CTL_MOD, number, token, readiness)
    }

    /// Stops watching; closing a descriptor that has no copies does the same.
    public func remove(_ number: Int32) throws(SystemFailure) {
        try control(EPOLL_CTL_DEL, number, 0, [])
    }

    /// Waits for events; none come after a time-out or a signal. `ms` below zero waits without end.
    public func wait(_ events: inout EpollEvents, ms: Int) {
        let found = unsafe epoll_wait(
            descriptor.number, events.events, Int32(events.capacity), Int32(clamping: ms))
        events.count = max(0, Int(found))
    }

    private func control(
        _ verb: Int32, _ number: Int32, _ token: UInt64, _ readiness: Readiness
    ) throws(SystemFailure) {
        var event = unsafe epoll_event()
        unsafe event.events = readiness.rawValue
        unsafe event.data.u64 = token
        guard unsafe epoll_ctl(descriptor.number, verb, number, &event) == 0 else {
            throw SystemFailure("epoll_ctl")
        }
    }
}
