// What happens to one connection of the load client: dial, send, count answers, close.
import CLinux
import Glibc

extension LoadClient {
    /// Dials; the first request leaves when the connection stands.
    func open(_ place: Int) throws {
        unsafe slots[place].carried = 0
        unsafe slots[place].owed = 0
        unsafe slots[place].bodyLeft = 0
        unsafe slots[place].closes = false
        do {
            switch try dial(plan.endpoint) {
            case .connected(let descriptor):
                unsafe slots[place].descriptor = descriptor
                watch(place, EPOLL_CTL_ADD, EPOLLIN.rawValue)
                stand(place)
            case .connecting(let descriptor):
                unsafe slots[place].descriptor = descriptor
                unsafe slots[place].phase = .connecting
                watch(place, EPOLL_CTL_ADD, EPOLLOUT.rawValue)
            }
        } catch {
            result.refused += 1
            unsafe slots[place].phase = .closed
            if case .endTheRun = plan.refusals { isSending = false }
            if result.refused > Self.refusalsMax { throw error }
        }
    }

    private func watch(_ place: Int, _ verb: Int32, _ events: UInt32) {
        var event = unsafe epoll_event()
        unsafe event.events = events
        unsafe event.data.u64 = UInt64(place)
        unsafe epoll_ctl(epoll, verb, slots[place].descriptor, &event)
    }

    private func stand(_ place: Int) {
        unsafe slots[place].phase = .idle
        rest(place)
    }

    /// An idle connection's next step.
    private func rest(_ place: Int) {
        switch plan.pace {
        case .closed, .fresh:
            if isSending { send(place, plannedAt: monotonicNs()) }
        case .open:
            if backlogStart < backlog.count {
                let planned = backlog[backlogStart]
                backlogStart += 1
                if backlogStart == backlog.count {
                    backlog.removeAll(keepingCapacity: true)
                    backlogStart = 0
                }
                send(place, plannedAt: planned)
            } else {
                idle.append(place)
            }
        }
    }

    func send(_ place: Int, plannedAt moment: UInt64) {
        unsafe slots[place].sentAt = moment
        unsafe slots[place].number = nextNumber
        for turn in 0..<pipeline where !plan.template.spots.isEmpty {
            let base = unsafe start + turn * plan.template.bytes.count
            for spot in plan.template.spots {
                let number = shown(nextNumber + UInt64(turn))
                unsafe RequestTemplate.write(number, spot, in: base)
            }
        }
        nextNumber += UInt64(pipeline)
        unsafe slots[place].owed = pipeline
        unsafe slots[place].phase = .waiting
        owedInAll += pipeline
        let count = unsafe Glibc.send(
            slots[place].descriptor, start, batchBytes, Int32(MSG_NOSIGNAL))
        // A request is far smaller than a socket's buffer; a short write means a dying connection,
        // which the next event reports.
        if count >= 0 && count < batchBytes {
            unsafe shutdown(slots[place].descriptor, Int32(SHUT_RDWR))
        }
    }

    /// A prime step visits every number once before any twice, unless it divides the count.
    private func shown(_ number: UInt64) -> UInt64 {
        guard let count = plan.scatter else { return number }
        return number &* 7_368_787 % count
    }

    func handle(_ place: Int, _ events: UInt32, _ now: UInt64) throws {
        if unsafe slots[place].phase == .connecting {
            if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
                result.refused += 1
                if case .endTheRun = plan.refusals { isSending = false }
                try reopen(place)
                if result.refused > Self.refusalsMax {
                    throw BenchFailure("\(plan.endpoint.text) refuses connections")
                }
                return
            }
            watch(place, EPOLL_CTL_MOD, EPOLLIN.rawValue)
            stand(place)
            return
        }
        let carried = unsafe slots[place].carried
        if carried > 0, let carry = carries[place] {
            for offset in 0..<carried { unsafe buffer[offset] = carry[offset] }
            unsafe slots[place].carried = 0
        }
        let count = unsafe recv(slots[place].descriptor, buffer + carried, Self.readBytes, 0)
        if count > 0 {
            result.receivedBytes += count
            if unsafe !consume(place, buffer, carried + count, now) { try lose(place) }
        } else if count == 0 || errno != EAGAIN {
            try lose(place)
        } else if carried > 0 {
            unsafe slots[place].carried = carried
        }
    }

    /// Counts the answers in `count` bytes; false if they are none of ours.
    private func consume(
        _ place: Int, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ now: UInt64
    ) -> Bool {
        var offset = 0
        while offset < count {
            let bodyLeft = unsafe slots[place].bodyLeft
            if bodyLeft > 0 {
                let taken = min(bodyLeft, count - offset)
                offset += taken
                unsafe slots[place].bodyLeft = bodyLeft - taken
                if taken == bodyLeft { finish(place, now) }
                continue
            }
            if unsafe slots[place].owed == 0 { return false }
            switch unsafe ResponseScan(bytes + offset, count - offset) {
            case .broken: return false
            case .partial:
                return unsafe keep(place, bytes + offset, count - offset)
            case .complete(let headBytes, let status, let bodyBytes, let closes):
                offset += headBytes
                if status < 200 { continue }
                if status != plan.status { result.wrongStatus += 1 }
                unsafe slots[place].closes = closes
                unsafe slots[place].bodyLeft = bodyBytes
                if bodyBytes == 0 { finish(place, now) }
            }
        }
        return true
    }

    private func keep(_ place: Int, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard count <= Self.carryBytes else { return false }
        unsafe carries[place] = Array(UnsafeBufferPointer(start: bytes, count: count))
        unsafe slots[place].carried = count
        return true
    }

    private func finish(_ place: Int, _ now: UInt64) {
        let planned = unsafe slots[place].sentAt
        result.requests += 1
        result.latency.record(now > planned ? now - planned : 0)
        let owed = unsafe slots[place].owed
        answered?.append(unsafe slots[place].number + UInt64(pipeline - owed))
        unsafe slots[place].owed = owed - 1
        owedInAll -= 1
        if owed > 1 { return }
        if unsafe slots[place].closes || isFresh {
            unsafe slots[place].phase = .finishing
        } else {
            unsafe slots[place].phase = .idle
            rest(place)
        }
    }

    /// The server closed, or the connection is of no more use.
    private func lose(_ place: Int) throws {
        if unsafe slots[place].owed > 0 {
            result.broken += 1
            owedInAll -= unsafe slots[place].owed
        } else if !isFresh {
            result.reopened += 1
        }
        try reopen(place)
    }

    private func reopen(_ place: Int) throws {
        unsafe close(slots[place].descriptor)
        unsafe slots[place].descriptor = -1
        unsafe slots[place].phase = .closed
        if isSending { try open(place) }
    }
}
