// From bytes to answers: one read a turn and connection, everything whole in it answered into the
// arena.
import Bytes
import EventLoop
import HTTP

/// What became of the requests of one read.
struct Batch {
    /// Requests answered.
    var requests = 0
    /// Whether anything of it waits for the turn's commitment.
    var waits = false
    var closes = false
    var lingers = false
}

/// What one step through the input came to.
enum ReadingStep {
    /// A request was answered.
    case next
    /// What is left is no whole head.
    case partial
    /// What is left must wait until the replies so far are out.
    case full
    /// Nothing more is answered on this connection.
    case last
    /// The request is the control plane's; the rest is its body or what follows.
    case passed(exchange: Exchange)
}

extension Loop {
    /// Reads once and answers what came.
    func receive(_ index: Int) {
        let kept = input.load(table[index].kept)
        let room = unsafe input.room(from: kept)
        switch unsafe Stream.receive(table[index].descriptor, into: room) {
        case .moved(let count):
            if count < room.count, !table[index].flags.contains(.peerEnded) {
                table[index].flags.remove(.mayRead)
            } else {
                table[index].flags.insert(.mayRead)
            }
            process(index, count: kept + count)
        case .blocked:
            table[index].flags.remove(.mayRead)
            watch(index)
        case .ended, .broken: close(index)
        }
    }

    /// Answers what stands in the first `count` bytes of the input buffer.
    func process(_ index: Int, count: Int) {
        table[index].flags.remove(.mayParse)
        let wasIdle = table[index].kept.isEmpty
        var place = 0
        var batch = Batch()
        var end = ReadingStep.next
        var sink = unsafe ByteSink(over: arena.open())
        stepping: while place < count {
            end = step(index, &place, count, &sink, &batch)
            guard case .next = end else { break stepping }
        }
        if case .passed(let exchange) = end {
            table[index].kept.clear()
            beginBody(index, exchange, from: place, to: count)
            return
        }
        if case .full = end { table[index].flags.insert(.mayParse) }
        if batch.lingers || place == count {
            table[index].kept.clear()
        } else {
            unsafe table[index].kept.hold(input.bytes(place, count))
        }
        guard sink.count > 0 else {
            if wasIdle { table[index].deadlineMs = nowMs + settings.headMs }
            waitForInput(index)
            return
        }
        if batch.closes { table[index].flags.insert(.closes) }
        if batch.lingers || batch.closes && place < count { table[index].flags.insert(.lingers) }
        table[index].requests &+= UInt32(batch.requests)
        table[index].phase = .held
        if batch.waits { waitingRequests += batch.requests }
        let size = sink.count
        let offset = arena.close(size)
        turnReplies.append(
            PendingReply(
                token: table.token(index), chunk: arena.current, offset: offset, count: size,
                requests: batch.requests, startedNs: nowNs, commitment: batch.waits ? 1 : 0))
    }

    /// Reads on, or waits for an event that says there is something to read.
    func waitForInput(_ index: Int) {
        if table[index].flags.isDisjoint(with: [.mayRead, .mayParse]) {
            watch(index)
        } else {
            settle(index)
            queue(index)
        }
    }

    private func step(
        _ index: Int, _ place: inout Int, _ count: Int, _ sink: inout ByteSink,
        _ batch: inout Batch
    ) -> ReadingStep {
        if batch.requests >= settings.limits.pipelinedRequestsMax
            || batch.requests > 0 && sink.room < Limits.replyBytesMax
        {
            return .full
        }
        let buffer = unsafe input.bytes(place, count)
        let bytes = unsafe buffer.bytes
        guard
            batch.requests > 0
                || table[index].headProgress.isWorthParsing(bytes, limits: settings.limits.head)
        else { return .partial }
        switch head.parse(bytes, limits: settings.limits.head) {
        case .partial: return .partial
        case .refused(let status): return refuse(status, &sink, &batch)
        case .complete(let headBytes):
            table[index].headProgress = HeadProgress()
            return answer(index, headBytes, bytes, &place, &sink, &batch)
        }
    }

    private func answer(
        _ index: Int, _ headBytes: Int, _ bytes: RawSpan, _ place: inout Int,
        _ sink: inout ByteSink, _ batch: inout Batch
    ) -> ReadingStep {
        let served = Int(table[index].requests) + batch.requests + 1
        let closes =
            !head.keepsAlive || drainEndMs != nil
            || served >= settings.limits.requestsPerConnectionMax
        let arrival = arrival(index, bytes, closes: closes)
        if head.framing == .none {
            let mark = sink.count
            let answer = plane.answer(head, in: bytes, arrival: arrival, reply: &sink)
            if case .replied(let waits) = answer {
                guard !sink.overflowed else {
                    sink.rewind(to: mark)
                    return refuse(500, &sink, &batch)
                }
                if head.minorVersion == 0, !closes { announceKeeping(&sink, from: mark) }
                count(reply: sink.count - mark, at: mark)
                place += headBytes
                batch.requests += 1
                batch.waits = batch.waits || waits
                batch.closes = closes
                return closes ? .last : .next
            }
        }
        // Its answer comes after those before it, and it may take long: let them go first.
        if batch.requests > 0 { return .full }
        switch request(bytes, arrival) {
        case .refused(let status): return refuse(status, &sink, &batch)
        case .accepted(let exchange):
            place += headBytes
            return .passed(exchange: exchange)
        }
    }

    private func arrival(_ index: Int, _ bytes: RawSpan, closes: Bool) -> Arrival {
        var arrival = Arrival(
            peer: table[index].peer, isSecure: false, nowMs: realMs, closes: closes)
        if table[index].flags.contains(.trusted) {
            arrival.isVouched = true
            arrival.peer = Forwarded.client(
                of: head, in: bytes, peer: table[index].peer, trusted: trusted)
            arrival.isSecure = Forwarded.isSecure(
                head, in: bytes, peer: table[index].peer, trusted: trusted)
        }
        return arrival
    }

    private func refuse(
        _ status: Int, _ sink: inout ByteSink, _ batch: inout Batch
    ) -> ReadingStep {
        Refusal.append(status, date: date, to: &sink)
        parts.tally.replied(.server, digit: status / 100)
        batch.closes = true
        batch.lingers = true
        return .last
    }

    /// Counts a data-plane reply by the first digit of its status, which stands after `HTTP/1.1 `.
    private func count(reply size: Int, at mark: Int) {
        let digitOffset = 9
        guard size > digitOffset else { return }
        let reply = unsafe arena.open()
        let digit = unsafe Int(reply[mark + digitOffset]) - Int(UInt8(ascii: "0"))
        parts.tally.replied(.data, digit: digit)
    }

    /// Tells an HTTP/1.0 client that its connection is kept: a field line behind the status line of
    /// the reply that begins at `mark`.
    private func announceKeeping(_ sink: inout ByteSink, from mark: Int) {
        let end = sink.count
        sink.append("Connection: keep-alive\r\n")
        guard !sink.overflowed else { return sink.rewind(to: end) }
        let reply = unsafe UnsafeMutableRawBufferPointer(rebasing: arena.open()[mark..<sink.count])
        let size = end - mark
        let line = unsafe Array(reply[size...])
        guard let lineEnd = unsafe reply[..<size].firstIndex(of: UInt8(ascii: "\n")) else { return }
        let start = lineEnd + 1
        let tail = unsafe Array(reply[start..<size])
        unsafe UnsafeMutableRawBufferPointer(rebasing: reply[start...]).copyBytes(from: line + tail)
    }
}
