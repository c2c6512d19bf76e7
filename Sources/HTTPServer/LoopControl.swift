// The border between the planes: here a request becomes owned values and goes to a Task, here its
// response comes back by mailbox.
import Bytes
import EventLoop
import Glibc
import HTTP

/// What became of a request on its way to the control plane.
enum Passage {
    case accepted(Exchange)
    case refused(status: Int)
}

extension Loop {
    /// Makes an owned request of the parsed head; its body is still to come.
    func request(_ bytes: RawSpan, _ arrival: Arrival) -> Passage {
        guard let path = controlPath(bytes), let query = Target.pairs(bytes, head.query) else {
            return .refused(status: 400)
        }
        let bodyBytesMax = control.bodyBytesMax(for: head.method, path: path)
        if case .length(let length) = head.framing, length > bodyBytesMax {
            return .refused(status: 413)
        }
        guard controlRequests < settings.controlRequestsMax else { return .refused(status: 503) }
        var fields = Fields()
        for line in 0..<head.fieldCount {
            fields.append(bytes.text(head.fieldName(line)), bytes.text(head.fieldValue(line)))
        }
        let request = Request(
            method: head.method, path: path, query: query, fields: fields,
            authority: bytes.text(head.authority), arrival: arrival)
        return .accepted(
            Exchange(
                request, decoder: BodyDecoder(head.framing, bodyBytesMax: bodyBytesMax),
                minorVersion: head.minorVersion, startedNs: nowNs))
    }

    private func controlPath(_ bytes: RawSpan) -> String? {
        if bytes.equals(head.path, "*") { return "*" }
        return Target.path(bytes, head.path)
    }

    /// Starts with a body of which the input buffer may hold the beginning.
    func beginBody(_ index: Int, _ exchange: Exchange, from place: Int, to count: Int) {
        table[index].exchange = exchange
        table[index].phase = .body
        table[index].deadlineMs = nowMs + settings.bodyMs
        if head.expectsContinue, place == count {
            let interim = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
            let sent = unsafe interim.withUnsafeBytes {
                unsafe Stream.send(table[index].descriptor, $0)
            }
            guard sent == .moved(interim.count) else { return close(index) }
        }
        feed(index, exchange, from: place, to: count)
    }

    func receiveBody(_ index: Int) {
        guard let exchange = table[index].exchange else { return close(index) }
        let room = unsafe input.room(from: 0)
        switch unsafe Stream.receive(table[index].descriptor, into: room) {
        case .moved(let count):
            if count < room.count, !table[index].flags.contains(.peerEnded) {
                table[index].flags.remove(.mayRead)
            } else {
                table[index].flags.insert(.mayRead)
            }
            feed(index, exchange, from: 0, to: count)
        case .blocked:
            table[index].flags.remove(.mayRead)
            watch(index)
        case .ended, .broken: close(index)
        }
    }

    private func feed(_ index: Int, _ exchange: Exchange, from start: Int, to count: Int) {
        let buffer = unsafe input.bytes(0, count)
        let bytes = unsafe buffer.bytes
        var place = start
        while true {
            switch exchange.decoder.next(bytes, at: &place) {
            case .payload(let slice):
                let part = unsafe UnsafeRawBufferPointer(
                    rebasing: buffer[slice.lowerBound..<slice.upperBound])
                unsafe exchange.request.body.append(contentsOf: part)
            case .partial: return waitForInput(index)
            case .refused(let status): return refuse(index, status)
            case .done:
                if place < count {
                    unsafe table[index].kept.hold(input.bytes(place, count))
                    table[index].flags.insert(.mayParse)
                }
                return submit(index, exchange)
            }
        }
    }

    private func submit(_ index: Int, _ exchange: Exchange) {
        guard controlRequests < settings.controlRequestsMax else { return refuse(index, 503) }
        let token = table.token(index)
        table[index].phase = .answering
        table[index].requests &+= 1
        if exchange.request.arrival.closes { table[index].flags.insert(.closes) }
        watch(index)
        guard table.live(token) != nil else { return }
        controlRequests += 1
        let mailbox = parts.mailbox
        let control = control
        let request = exchange.request
        exchange.request.body = []
        Task {
            mailbox.post(.response(token: token, await control.respond(to: request)))
        }
    }

    /// Sends the control plane's response.
    func deliver(_ response: Response, to index: Int) {
        guard let exchange = table[index].exchange, table[index].phase == .answering else { return }
        if drainEndMs != nil { table[index].flags.insert(.closes) }
        let keeping: ConnectionOption = exchange.minorVersion == 0 ? .keepAlive : .implied
        var response = response
        let framing = open(&response, exchange)
        if exchange.request.method == .head || response.hasNoBody {
            exchange.body = .none
            exchange.stream = nil
        }
        if exchange.stream != nil {
            controlRequests += 1
            if framing == .untilClose { table[index].flags.insert(.closes) }
        }
        let closes = table[index].flags.contains(.closes)
        let bytesMax = ResponseHead.bytesMax(response.fields)
        exchange.head = unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { memory, count in
            var sink = unsafe ByteSink(over: UnsafeMutableRawBufferPointer(memory))
            ResponseHead.append(
                status: response.status, fields: response.fields, framing: framing, date: date,
                connection: closes ? .close : keeping, to: &sink)
            count = sink.count
        }
        parts.tally.replied(.control, digit: response.status / 100)
        parts.tally.took(SystemClock.monotonicNs() - exchange.startedNs, requests: 1)
        table[index].phase = .sending
        table[index].deadlineMs = nowMs + settings.writeMs
        continueExchange(index)
    }

    /// Takes the response's body over and answers how it is framed; a file that cannot be opened
    /// becomes a 500.
    private func open(_ response: inout Response, _ exchange: Exchange) -> ResponseFraming {
        switch response.body {
        case .none: return .length(0)
        case .stream(let source):
            let framing: ResponseFraming = exchange.minorVersion == 0 ? .untilClose : .chunked
            exchange.stream = StreamedBody(source, framing)
            return framing
        case .bytes(let bytes):
            exchange.body = .bytes(bytes)
            return .length(bytes.count)
        case .file(let path, let range):
            let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
            guard number >= 0 else {
                response = Response(status: 500)
                return .length(0)
            }
            exchange.body = .file(Exchange.OpenFile(Descriptor(owning: number)), range)
            return .length(range.count)
        }
    }

    func continueExchange(_ index: Int) {
        guard let exchange = table[index].exchange else { return close(index) }
        switch exchange.send(table[index].descriptor) {
        case .moved:
            if let stream = exchange.stream { return goOn(index, exchange, stream) }
            table[index].exchange = nil
            finish(index)
        case .blocked:
            let hasProgressed =
                exchange.sent - exchange.sentAtDeadline >= Limits.writeProgressBytes
            if hasProgressed {
                exchange.sentAtDeadline = exchange.sent
                table[index].deadlineMs = nowMs + settings.writeMs
            }
            if !table[index].flags.contains(.watchedForOutput) { waitForOutput(index) }
        case .broken, .ended: close(index)
        }
    }
}

extension Response {
    /// Statuses that end with their head (RFC 9110 §6.4.1).
    var hasNoBody: Bool { status < 200 || status == 204 || status == 304 }
}
