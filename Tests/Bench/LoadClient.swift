// A client on one thread: one epoll set, a slab of connections, one shared read buffer. It must
// cost less than the servers it measures, so the paths per request hold no allocation.
import CLinux
import Glibc

@safe
final class LoadClient {
    static let readBytes = 262_144
    static let carryBytes = 65_536
    static let eventsMax = 512
    static let backlogMax = 1_000_000
    static let refusalsMax = 1_000
    static let drainSeconds = 1.0

    enum Phase: UInt8 { case closed, connecting, idle, waiting, finishing }

    struct Slot {
        var descriptor: Int32 = -1
        var phase = Phase.closed
        /// Answers still to come.
        var owed = 0
        var bodyLeft = 0
        var closes = false
        /// When the oldest unanswered request left, or should have.
        var sentAt: UInt64 = 0
        var number: UInt64 = 0
        /// The start of a head that was cut by a read.
        var carried = 0
    }

    let plan: LoadPlan
    let epoll: Int32
    let slots: UnsafeMutableBufferPointer<Slot>
    let buffer: UnsafeMutablePointer<UInt8>
    /// `pipeline` requests end to end.
    let start: UnsafeMutablePointer<UInt8>
    let batchBytes: Int
    let pipeline: Int
    /// Each connection carries one request.
    let isFresh: Bool
    var result = LoadResult()
    /// The numbers of answered requests, kept if asked for.
    var answered: [UInt64]?
    /// Run once at that moment: the crash.
    var interruption: (at: UInt64, act: () -> Void)?

    var nextNumber: UInt64
    var isSending = true
    /// Cut heads; so rare that a dictionary does.
    var carries: [Int: [UInt8]] = [:]
    var idle: [Int] = []
    var idleStart = 0
    var backlog: [UInt64] = []
    var backlogStart = 0
    var nextArrival: UInt64 = 0
    var dice = Dice(seed: 0x5E67E)
    var owedInAll = 0

    init(_ plan: LoadPlan) throws {
        self.plan = plan
        if case .closed(let count) = plan.pace { pipeline = count } else { pipeline = 1 }
        if case .fresh = plan.pace { isFresh = true } else { isFresh = false }
        nextNumber = plan.firstNumber
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw BenchFailure.system("epoll_create1") }
        unsafe slots = .allocate(capacity: plan.connections)
        unsafe slots.initialize(repeating: Slot())
        unsafe buffer = .allocate(capacity: Self.readBytes + Self.carryBytes)
        let request = plan.template.bytes
        batchBytes = request.count * pipeline
        unsafe start = .allocate(capacity: batchBytes)
        for place in 0..<batchBytes { unsafe start[place] = request[place % request.count] }
    }

    deinit {
        for place in unsafe slots.indices {
            if unsafe slots[place].descriptor >= 0 { unsafe close(slots[place].descriptor) }
        }
        close(epoll)
        unsafe slots.deallocate()
        unsafe buffer.deallocate()
        unsafe start.deallocate()
    }

    /// Runs the plan to its end; `meter` tells the server's CPU time.
    func run(_ meter: ProcessMeter? = nil) throws -> LoadResult {
        // A late timer would count as the server's latency.
        try writeAll(Array("1".utf8), to: "/proc/self/timerslack_ns")
        for place in unsafe slots.indices { try open(place) }
        nextArrival = monotonicNs()
        try turn(until: monotonicNs() + nanoseconds(plan.warmUpSeconds))
        result = LoadResult()
        let started = monotonicNs()
        let serverStart = meter?.cpuNs()
        let clientStart = cpuNsOfThisThread()
        try turn(until: started + nanoseconds(plan.seconds))
        result.seconds = Double(monotonicNs() - started) / 1e9
        result.clientNs = cpuNsOfThisThread() - clientStart
        if let meter, let serverStart { result.serverNs = meter.cpuNs() - serverStart }
        let measured = result
        isSending = false
        try turn(until: monotonicNs() + nanoseconds(Self.drainSeconds))
        var final = measured
        final.latency = result.latency
        final.wrongStatus = result.wrongStatus
        final.unanswered = owedInAll + backlog.count - backlogStart
        return final
    }

    private func turn(until end: UInt64) throws {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: Self.eventsMax)
        var now = monotonicNs()
        while now < end && (isSending || owedInAll > 0 || backlogStart < backlog.count) {
            if isSending && result.requests >= plan.requestsMax { return }
            if case .open(let rate) = plan.pace, isSending { arrive(now, rate, until: end) }
            if let interruption, now >= interruption.at {
                self.interruption = nil
                interruption.act()
            }
            let ready = try unsafe poll(&events, for: patience(now, until: end))
            now = monotonicNs()
            for place in 0..<ready {
                let slot = Int(unsafe events[place].data.u64)
                try handle(slot, unsafe events[place].events, now)
            }
            now = monotonicNs()
        }
    }

    /// How long the loop may sleep: to the next arrival, the interruption or the end.
    private func patience(_ now: UInt64, until end: UInt64) -> UInt64 {
        var moment = end
        if case .open = plan.pace, isSending { moment = min(moment, nextArrival) }
        if let interruption { moment = min(moment, interruption.at) }
        return moment > now ? moment - now : 0
    }

    private func poll(_ events: inout [epoll_event], for ns: UInt64) throws -> Int {
        var time = timespec(tv_sec: Int(ns / 1_000_000_000), tv_nsec: Int(ns % 1_000_000_000))
        let count = unsafe epoll_pwait2(epoll, &events, Int32(Self.eventsMax), &time, nil)
        if count < 0 && errno != EINTR { throw BenchFailure.system("epoll_pwait2") }
        return max(0, Int(count))
    }

    /// Sends what is due by now, on an idle connection or, if there is none, as soon as one is.
    private func arrive(_ now: UInt64, _ rate: Double, until end: UInt64) {
        while nextArrival <= now && nextArrival < end {
            if idleStart < idle.count {
                let slot = idle[idleStart]
                idleStart += 1
                if idleStart > 65_536 {
                    idle.removeFirst(idleStart)
                    idleStart = 0
                }
                if unsafe slots[slot].phase == .idle { send(slot, plannedAt: nextArrival) }
            } else if backlog.count - backlogStart < Self.backlogMax {
                backlog.append(nextArrival)
            } else {
                result.refused += 1
            }
            nextArrival += UInt64(-log(1 - dice.fraction()) / rate * 1e9)
        }
    }

    private func cpuNsOfThisThread() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
