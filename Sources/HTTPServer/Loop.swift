// One turn of the loop, and why in this order:
//
//   wait      for sockets, the wheel's next tick or the mailbox
//   read      every ready connection once; parse and answer into the arena, write nothing
//   gather    once more what came meanwhile, after a pause if that saves commitments
//   letters   the control plane's responses
//   end       the plane hands the turn's events over and commits them, or has them committed
//   write     replies that wait for nothing; the others when their commitment is reached
//   await     after a turn of many replies their commitment, before anything more is read
//   timers    time-outs
//
// A reply never overtakes the commitment of its events. While a few replies wait for another thread's commit, the
// loop serves other sockets. A loop that commits on its own thread can be caught by a disk that stops; then its
// thread stays behind, and another takes the loop over with everything in it (`relieve`, `carryOn`).
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
    /// Starts another thread that carries this loop on (`carryOn`); false if it cannot.
    var relieve: @Sendable () -> Bool = { false }
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
    /// Replies that the last turn left waiting, and when it did.
    var heldOfTurn = 0
    var heldSinceNs: Int64 = 0
    /// The commitment this turn's events are under.
    var turnNumber: UInt64 = 0
    /// Requests of this turn whose replies wait for its commitment.
    var waitingRequests = 0
    var gathering = Gathering()
    /// How long the turn's first requests may have waited to be read.
    private var unreadNs: Int64 = 0
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

    /// Turns until a drain is over: true. False if the thread was caught by a slow disk and relieved: it has left the
    /// loop, and another one carries it on.
    func run() -> Bool {
        while !isFinished {
            guard turn() else { return false }
        }
        return true
    }

    /// Goes on where a caught thread left off: the turn's replies leave without their commitment.
    func carryOn() -> Bool {
        sendReplies()
        fireTimers()
        return run()
    }

    private var isFinished: Bool {
        guard let drainEndMs, table.count == 0 else { return false }
        return held.isEmpty || nowMs >= drainEndMs
    }

    private func turn() -> Bool {
        let isRungEarly = awaitCommitment()
        wait()
        // Before the commitment is read: a ring that comes after it must end the next sleep.
        let isRung = parts.mailbox.wakesUp() || isRungEarly
        handleEvents()
        resumeQueued()
        gather()
        if isRung { readLetters() }
        guard endTurn() else { return false }
        fireTimers()
        if let end = drainEndMs, nowMs >= end { table.forEachLive { close($0) } }
        return true
    }

    /// Sleeps until the turn's replies may leave and sends them, if what comes meanwhile is better read together;
    /// whether somebody rang.
    private func awaitCommitment() -> Bool {
        guard
            heldOfTurn >= Limits.repliesAwaited || heldOfTurn > 0 && gathering.isWorthwhile
        else { return false }
        heldOfTurn = 0
        if parts.mailbox.fallsAsleep() { parts.bell.wait(&events, ms: Limits.commitmentMsMax) }
        let isRung = parts.mailbox.wakesUp()
        sendReplies()
        return isRung
    }

    private func wait() {
        var ms = again.isEmpty || !arena.hasRoom ? wheel.msToNextTick(nowMs: nowMs) : 0
        if ms < 0, drainEndMs != nil || doors.contains(where: \.isPaused) {
            ms = Int(settings.limits.tickMs)
        }
        if ms != 0, !parts.mailbox.fallsAsleep() { ms = 0 }
        let readNs = nowNs
        let waitsFromNs = gathering.isWorthwhile ? SystemClock.monotonicNs() : 0
        parts.epoll.wait(&events, ms: ms)
        readClocks()
        // What was ready before the wait may have come right after the last reading.
        unreadNs = nowNs - waitsFromNs < Limits.readyNsMax ? nowNs - readNs : 0
    }

    private func readClocks() {
        nowNs = SystemClock.monotonicNs()
        nowMs = nowNs / 1_000_000
        realMs = SystemClock.realMs()
        date.renew(realMs / 1000)
    }

    private func handleEvents() {
        for index in 0..<events.count {
            handle(events.token(index), events.readiness(index))
        }
    }

    /// Has one commitment cover more requests: a crowd's stragglers, and at steady traffic those of a short pause.
    private func gather() {
        guard waitingRequests > 0, held.isEmpty, drainEndMs == nil else { return }
        let pause = gathering.pause(atHand: waitingRequests, waited: unreadNs)
        if pause > 0 {
            let atHand = waitingRequests
            let startNs = nowNs
            SystemClock.sleep(ns: pause)
            collect()
            gathering.paused(nowNs - startNs, brought: waitingRequests - atHand)
        } else if waitingRequests >= Gathering.requestsEnough {
            for _ in 0..<Limits.gatheringsMax {
                collect()
                if events.count == 0 { break }
            }
        }
    }

    /// Reads and answers what is ready now.
    private func collect() {
        parts.epoll.wait(&events, ms: 0)
        readClocks()
        handleEvents()
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
        case .sending: continueSending(index)
        case .held, .answering, .free: break
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
            case .part(let token, let part): deliver(part, to: token)
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
    }
}
