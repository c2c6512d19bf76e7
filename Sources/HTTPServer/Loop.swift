// One turn of the loop, and why in this order:
//
//   wait      for sockets, the wheel's next tick or the mailbox
//   read      every ready connection once; parse and answer into the arena, write nothing
//   end       the plane hands the turn's events over and names the commitment they make durable
//   write     replies that wait for nothing; the others when their commitment is reached
//   await     after a turn of many replies their commitment, before anything more is read
//   letters   the control plane's responses
//   timers    time-outs
//
// A reply never overtakes the commitment of its events. While a few replies wait, the
// loop serves other sockets.
import Bytes
import EventLoop
import HTTP

/// What a loop's thread is started with.
final class LoopParts: Sendable {
    let number: Int
    let epoll: Epoll
    /// Watches the mailbox alone: for a loop that waits for a commitment and nothing else.
    let bell: Epoll
    let mailbox: Mailbox
    let tally = Tally()
    private let entrances: Guarded<[Entrance]>

    init(number: Int, _ entrances: [Entrance]) throws(SystemFailure) {
        self.number = number
        self.entrances = Guarded(entrances)
        epoll = try Epoll()
        bell = try Epoll()
        mailbox = try Mailbox()
        try mailbox.join(epoll, token: Loop.mailboxToken)
        try mailbox.join(bell, token: Loop.mailboxToken)
        for (place, entrance) in entrances.enumerated() {
            try epoll.add(
                entrance.listener.number, token: Loop.entranceToken + UInt64(place),
                for: Loop.entranceReadiness)
        }
    }
}

extension LoopParts {
    /// Hands the entrances to the loop, which alone decides when they close.
    func takeEntrances() -> [Entrance] {
        entrances.withLock { entrances in
            let all = entrances
            entrances = []
            return all
        }
    }
}

/// One event loop with its connections; it lives and dies on its own thread.
final class Loop {
    static let mailboxToken = UInt64.max
    /// Tokens from here on are listeners.
    static let entranceToken: UInt64 = 0xFFFF_FFFF_0000_0000
    static let entranceReadiness: Readiness = [.input, .exclusive]
    static let connectionReadiness: Readiness = [.input, .peerEnded, .edge]

    let parts: LoopParts
    let plane: any DataPlane
    let control: any ControlPlane
    var settings: LoopSettings
    var trusted: NetworkSet
    var doors: [Door]

    var events = EpollEvents(capacity: Limits.eventsMax)
    let table: ConnectionTable
    var wheel: TimerWheel
    let input: InputBuffer
    var head = RequestHead()
    var arena = ReplyArena()
    /// Replies of this turn, and those of earlier ones that wait.
    var turnReplies: [PendingReply] = []
    var held = HeldReplies()
    /// Replies that the last turn left waiting.
    var heldOfTurn = 0
    /// Connections to be looked at in the next turn though no event will come.
    var again: [UInt64] = []
    private var resuming: [UInt64] = []
    var spare = SpareDescriptor()

    var nowNs: Int64
    var nowMs: Int64
    var realMs: Int64
    var date: DateText
    var idleOrder: UInt64 = 0
    var controlRequests = 0
    /// When entrances that were paused open again.
    var doorsResumeMs: Int64 = 0
    /// When a drain must be over; nil before it began.
    var drainEndMs: Int64?

    init(
        _ parts: LoopParts, settings: LoopSettings, connectionsMax: Int,
        plane: any DataPlane, control: any ControlPlane
    ) {
        self.parts = parts
        self.settings = settings
        trusted = settings.trusted
        self.plane = plane
        self.control = control
        doors = parts.takeEntrances().map(Door.init)
        nowNs = SystemClock.monotonicNs()
        nowMs = nowNs / 1_000_000
        realMs = SystemClock.realMs()
        date = DateText(realMs / 1000)
        table = ConnectionTable(capacity: connectionsMax)
        wheel = TimerWheel(
            capacity: connectionsMax, tickMs: settings.limits.tickMs, nowMs: nowMs)
        input = InputBuffer(headBytesMax: settings.limits.head.headBytesMax)
    }

    /// Turns until a drain is over.
    func run() {
        while !isFinished { turn() }
    }

    private var isFinished: Bool {
        guard let drainEndMs, table.count == 0 else { return false }
        return held.isEmpty || nowMs >= drainEndMs
    }

    private func turn() {
        let isRungEarly = awaitCommitment()
        wait()
        // Before the commitment is read: a ring that comes after it must end the next sleep.
        let isRung = parts.mailbox.wakesUp() || isRungEarly
        for index in 0..<events.count {
            handle(events.token(index), events.readiness(index))
        }
        resumeQueued()
        endTurn()
        if isRung { readLetters() }
        fireTimers()
        if let end = drainEndMs, nowMs >= end { table.forEachLive { close($0) } }
    }

    /// Sleeps until a large turn's replies may leave and sends them; whether somebody rang.
    private func awaitCommitment() -> Bool {
        guard heldOfTurn >= Limits.repliesAwaited else { return false }
        heldOfTurn = 0
        if parts.mailbox.fallsAsleep() { parts.bell.wait(&events, ms: Limits.commitmentMsMax) }
        let isRung = parts.mailbox.wakesUp()
        endTurn()
        return isRung
    }

    private func wait() {
        var ms = again.isEmpty || !arena.hasRoom ? wheel.msToNextTick(nowMs: nowMs) : 0
        if ms < 0, drainEndMs != nil || doors.contains(where: \.isPaused) {
            ms = Int(settings.limits.tickMs)
        }
        if ms != 0, !parts.mailbox.fallsAsleep() { ms = 0 }
        parts.epoll.wait(&events, ms: ms)
        nowNs = SystemClock.monotonicNs()
        nowMs = nowNs / 1_000_000
        realMs = SystemClock.realMs()
        date.renew(realMs / 1000)
    }

    private func handle(_ token: UInt64, _ readiness: Readiness) {
        if token >= Self.entranceToken {
            if token != Self.mailboxToken { accept(at: Int(token - Self.entranceToken)) }
            return
        }
        guard let index = table.live(token) else { return }
        if !readiness.isDisjoint(with: [.peerEnded, .hungUp, .failed]) {
            table[index].flags.formUnion([.peerEnded, .mayRead])
        } else if readiness.contains(.input) {
            table[index].flags.insert(.mayRead)
        }
        switch table[index].phase {
        case .reading, .body, .lingering: resume(index)
        case .sending: if readiness != .input { continueSending(index) }
        case .answering: if !readiness.isDisjoint(with: [.hungUp, .failed]) { close(index) }
        case .held, .free: break
        }
    }

    /// Goes on with a connection that may have something to read.
    private func resume(_ index: Int) {
        switch table[index].phase {
        case .reading:
            guard arena.hasRoom else { return queue(index) }
            if table[index].flags.contains(.mayParse) {
                process(index, count: input.load(table[index].kept))
            } else {
                receive(index)
            }
        case .body: receiveBody(index)
        case .lingering: drop(index)
        case .held, .sending, .answering, .free: break
        }
    }

    /// Has a connection looked at in the next turn.
    func queue(_ index: Int) {
        guard !table[index].flags.contains(.queued) else { return }
        table[index].flags.insert(.queued)
        again.append(table.token(index))
    }

    private func resumeQueued() {
        guard !again.isEmpty, arena.hasRoom else { return }
        swap(&again, &resuming)
        for token in resuming {
            guard let index = table.live(token) else { continue }
            table[index].flags.remove(.queued)
            resume(index)
        }
        resuming.removeAll(keepingCapacity: true)
    }

    private func readLetters() {
        for letter in parts.mailbox.collect() {
            switch letter {
            case .response(let token, let response):
                controlRequests -= 1
                if let index = table.live(token) { deliver(response, to: index) }
            case .settings(let settings):
                self.settings = settings
                trusted = settings.trusted
                input.reserve(headBytesMax: settings.limits.head.headBytesMax)
            case .drain: beginDrain()
            }
        }
    }

    /// Stops accepting, closes what is idle and lets the rest finish.
    private func beginDrain() {
        guard drainEndMs == nil else { return }
        for number in doors.indices where !doors[number].isPaused {
            acceptAll(at: number)
            // Closing is not enough where somebody else holds the same socket.
            try? parts.epoll.remove(doors[number].entrance.listener.number)
        }
        doors.removeAll()
        drainEndMs = nowMs + settings.drainMs
        table.forEachLive { index in
            // What is in the kernel already is still answered.
            if table.isIdle(index) { receive(index) }
            if table.isIdle(index) { close(index) }
        }
        endTurn()
    }
}
