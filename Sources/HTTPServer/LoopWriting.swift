// From answers to bytes on the wire, each after its commitment.
import Bytes
import EventLoop
import HTTP

extension Loop {
    /// Hands the turn's events over and sends every reply that may leave; false if the thread was relieved.
    func endTurn() -> Bool {
        turnNumber = plane.endTurn(nowMs: realMs)
        if turnNumber > plane.commitment {
            let startNs = SystemClock.monotonicNs()
            guard plane.commit(relieve: relieve) else { return false }
            if plane.commitment >= turnNumber {
                gathering.committed(after: SystemClock.monotonicNs() - startNs)
            }
        }
        sendReplies()
        return true
    }

    /// Sends what may leave: the turn's replies, and earlier ones whose commitment is reached.
    func sendReplies() {
        guard !turnReplies.isEmpty || !held.isEmpty else { return }
        let committed = plane.commitment
        heldOfTurn = 0
        let endNs = SystemClock.monotonicNs()
        sendHeld(committed, endNs)
        if waitingRequests > 0 { gathering.handedOver(waitingRequests, at: endNs) }
        waitingRequests = 0
        for index in turnReplies.indices {
            var reply = turnReplies[index]
            if reply.commitment > 0, turnNumber > committed {
                reply.commitment = turnNumber
                held.append(reply)
                heldOfTurn += 1
                heldSinceNs = endNs
            } else {
                send(reply, endNs)
            }
        }
        turnReplies.removeAll(keepingCapacity: true)
    }

    private func sendHeld(_ committed: UInt64, _ endNs: Int64) {
        guard !held.isEmpty else { return }
        while let reply = held.next(committed: committed) { send(reply, endNs) }
        if held.isEmpty { gathering.committed(after: endNs - heldSinceNs) }
    }

    private func send(_ reply: PendingReply, _ endNs: Int64) {
        defer { arena.release(reply.chunk, reply.count) }
        guard let index = table.live(reply.token) else { return }
        parts.tally.took(endNs - reply.startedNs, requests: reply.requests)
        let bytes = unsafe arena.memory(reply.chunk, reply.offset, reply.count)
        unsafe send(index, unsafe bytes)
    }

    /// Sends bytes as one reply; what the peer does not take at once is copied and sent later.
    private func send(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
        switch unsafe Stream.send(table[index].descriptor, bytes) {
        case .moved(let count):
            if count == bytes.count { return finish(index) }
            unsafe hold(index, UnsafeRawBufferPointer(rebasing: bytes[count...]))
        case .blocked: unsafe hold(index, bytes)
        case .broken, .ended: close(index)
        }
    }

    private func hold(_ index: Int, _ rest: UnsafeRawBufferPointer) {
        unsafe table[index].unsent.hold(rest)
        table[index].sent = 0
        waitForOutput(index)
    }

    func waitForOutput(_ index: Int) {
        table[index].phase = .sending
        table[index].deadlineMs = nowMs + settings.writeMs
        settle(index)
        guard !table[index].flags.contains(.watchedForOutput) else { return }
        let number = table[index].descriptor
        let token = table.token(index)
        let readiness = Self.connectionReadiness.union(.output)
        do {
            if table[index].flags.contains(.watched) {
                try parts.epoll.change(number, token: token, for: readiness)
            } else {
                try parts.epoll.add(number, token: token, for: readiness)
            }
            table[index].flags.formUnion([.watched, .watchedForOutput])
        } catch {
            close(index)
        }
    }

    /// Goes on with a reply when the peer has taken some of it.
    func continueSending(_ index: Int) {
        if table[index].exchange != nil { return continueExchange(index) }
        let unsent = unsafe table[index].unsent.memory
        let sent = Int(table[index].sent)
        let rest = unsafe UnsafeRawBufferPointer(rebasing: unsent[sent...])
        switch unsafe Stream.send(table[index].descriptor, rest) {
        case .moved(let count):
            table[index].sent += UInt32(count)
            if count == rest.count {
                table[index].unsent.clear()
                finish(index)
            } else if sent / Limits.writeProgressBytes
                != (sent + count) / Limits.writeProgressBytes
            {
                table[index].deadlineMs = nowMs + settings.writeMs
            }
        case .blocked: break
        case .broken, .ended: close(index)
        }
    }

    /// A reply is out: close, or begin the next request.
    func finish(_ index: Int) {
        if table[index].flags.contains(.closes) {
            // Closing over bytes nobody read would reset the connection and may take the reply with
            // it.
            if table[index].flags.isDisjoint(with: [.lingers, .mayRead]) {
                close(index)
            } else {
                linger(index)
            }
            return
        }
        idleOrder += 1
        table[index].phase = .reading
        table[index].idleOrder = idleOrder
        table[index].deadlineMs =
            nowMs + (table[index].kept.isEmpty ? settings.idleMs : settings.headMs)
        waitForInput(index)
    }

    /// Refuses what a connection is at, and closes it after the peer had time to read why.
    func refuse(_ index: Int, _ status: Int) {
        parts.tally.replied(.server, digit: status / 100)
        table[index].exchange = nil
        table[index].kept.clear()
        table[index].flags.formUnion([.closes, .lingers])
        let bytes = Refusal.bytes(status, date: date)
        unsafe bytes.withUnsafeBytes { unsafe send(index, unsafe $0) }
    }

    private func linger(_ index: Int) {
        Stream.endSending(table[index].descriptor)
        table[index].kept.clear()
        table[index].phase = .lingering
        table[index].sent = 0
        table[index].deadlineMs = nowMs + settings.lingerMs
        watch(index)
        if table.isLingering(index), table[index].flags.contains(.mayRead) { queue(index) }
    }

    /// Reads and drops what a refused peer still sends.
    func drop(_ index: Int) {
        let room = unsafe input.room(from: 0)
        switch unsafe Stream.receive(table[index].descriptor, into: room) {
        case .moved(let count):
            table[index].sent += UInt32(count)
            if table[index].sent > Limits.lingerBytesMax { close(index) } else { queue(index) }
        case .blocked: table[index].flags.remove(.mayRead)
        case .ended, .broken: close(index)
        }
    }
}

extension ConnectionTable {
    func isLingering(_ index: Int) -> Bool { self[index].phase == .lingering }
}
