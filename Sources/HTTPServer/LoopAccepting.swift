// Connections come in here and leave here.
import Bytes
import EventLoop
import Glibc
import HTTP

/// A listening socket in the hands of the loop's thread.
final class Entrance: Sendable {
    let listener: Listener

    init(_ listener: consuming Listener) {
        self.listener = listener
    }
}

/// An entrance and how busy it is.
struct Door {
    let entrance: Entrance
    /// Connections to accept before looking elsewhere; it doubles while they keep coming.
    var batch = 1
    /// Out of the epoll set until the next tick: nothing can be accepted.
    var isPaused = false

    init(_ entrance: Entrance) {
        self.entrance = entrance
    }
}

extension Loop {
    func accept(at number: Int) {
        guard number < doors.count else { return }
        for _ in 0..<doors[number].batch {
            switch acceptOne(at: number) {
            case .accepted, .lost: continue
            case .none:
                doors[number].batch = max(1, doors[number].batch / 2)
                return
            case .exhausted:
                pause(number)
                return
            }
        }
        doors[number].batch = min(Limits.acceptsMax, doors[number].batch * 2)
    }

    /// Accepts until nobody waits: before an entrance is closed for good.
    func acceptAll(at number: Int) {
        for _ in 0..<table.capacity {
            switch acceptOne(at: number) {
            case .accepted, .lost: continue
            case .none, .exhausted: return
            }
        }
    }

    private func acceptOne(at number: Int) -> Listener.Arrival {
        let arrival = doors[number].entrance.listener.accept()
        switch arrival {
        case .accepted(let descriptor, let peer):
            admit(descriptor, peer)
            return arrival
        case .exhausted: return makeRoom(at: number) ? .lost : .exhausted
        case .none, .lost: return arrival
        }
    }

    private func admit(_ descriptor: Int32, _ peer: PeerAddress) {
        guard let index = table.claim() ?? claimOldestIdle() else {
            turnAway(descriptor)
            return
        }
        parts.tally.opened()
        idleOrder += 1
        table[index].descriptor = descriptor
        table[index].peer = peer
        table[index].phase = .reading
        table[index].flags = trusted.contains(peer) ? [.trusted] : []
        table[index].idleOrder = idleOrder
        table[index].deadlineMs = nowMs + settings.headMs
        if arena.hasRoom { receive(index) } else { watch(index) }
    }

    private func claimOldestIdle() -> Int? {
        guard let oldest = table.takeOldestIdle() else { return nil }
        close(oldest)
        return table.claim()
    }

    private func turnAway(_ descriptor: Int32) {
        parts.tally.refusedConnection()
        let owned = Descriptor(owning: descriptor)
        let bytes = Refusal.bytes(503, date: date)
        _ = unsafe bytes.withUnsafeBytes { unsafe Stream.send(owned.number, $0) }
    }

    /// Frees a descriptor, at the cost of an idle connection or of the one that waits longest to be
    /// accepted.
    private func makeRoom(at number: Int) -> Bool {
        if let oldest = table.takeOldestIdle() {
            close(oldest)
            return true
        }
        guard spare.giveUp() else {
            spare.restore()
            return false
        }
        var isTurnedAway = false
        if case .accepted(let descriptor, _) = doors[number].entrance.listener.accept() {
            turnAway(descriptor)
            isTurnedAway = true
        }
        spare.restore()
        return isTurnedAway
    }

    private func pause(_ number: Int) {
        doors[number].batch = 1
        guard (try? parts.epoll.remove(doors[number].entrance.listener.number)) != nil else {
            return
        }
        doors[number].isPaused = true
        doorsResumeMs = nowMs + settings.limits.tickMs
    }

    /// Opens paused doors again when their time has come.
    func resumeDoors() {
        guard nowMs >= doorsResumeMs else { return }
        for number in doors.indices where doors[number].isPaused {
            let token = Self.entranceToken + UInt64(number)
            let listener = doors[number].entrance.listener.number
            if (try? parts.epoll.add(listener, token: token, for: Self.entranceReadiness)) != nil {
                doors[number].isPaused = false
            }
        }
    }

    /// Has the epoll set report a connection, from now on and without further calls.
    func watch(_ index: Int) {
        settle(index)
        guard !table[index].flags.contains(.watched) else { return }
        let added: Void? = try? parts.epoll.add(
            table[index].descriptor, token: table.token(index), for: Self.connectionReadiness)
        guard added != nil else { return close(index) }
        table[index].flags.insert(.watched)
    }

    /// Has the wheel fire at the connection's deadline or before.
    func settle(_ index: Int) {
        let deadlineMs = table[index].deadlineMs
        if !wheel.fires(index, by: deadlineMs) { wheel.schedule(index, dueMs: deadlineMs) }
    }

    /// Closes a connection and forgets it; replies on their way to it are dropped.
    func close(_ index: Int) {
        wheel.cancel(index)
        if let stream = table[index].exchange?.stream { giveUp(stream, at: index) }
        _ = Glibc.close(table[index].descriptor)
        table[index].kept.clear()
        table[index].unsent.clear()
        table.free(index)
        parts.tally.closed()
    }

    func fireTimers() {
        while let index = wheel.nextDue(nowMs: nowMs) {
            // Deadlines are moved without touching the wheel; what it knows may be out of date.
            if table[index].deadlineMs > nowMs {
                wheel.schedule(index, dueMs: table[index].deadlineMs)
            } else {
                expire(index)
            }
        }
        resumeDoors()
    }

    private func expire(_ index: Int) {
        switch table[index].phase {
        case .free: break
        case .reading where !table.isIdle(index), .body: refuse(index, 408)
        case .reading, .sending, .lingering: close(index)
        case .held, .answering:
            // Their end is somebody else's business; look again later.
            table[index].deadlineMs = nowMs + settings.idleMs
            settle(index)
        }
    }
}
