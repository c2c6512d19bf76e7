// The field lines of a request (RFC 9112 §5) and the few whose meaning decides where the request
// ends (§6, §9).
import Bytes

extension RequestHead {
    /// Parses a head that starts at the first byte of `bytes`; what follows it is not looked at.
    ///
    /// Call it again with more bytes after `.partial`; `HeadProgress` says when that is worth the
    /// work.
    @_noLocks
    public mutating func parse(_ bytes: RawSpan, limits: HeadLimits) -> ParseOutcome {
        reset()
        let isFull = bytes.byteCount >= limits.headBytesMax
        let end = isFull ? limits.headBytesMax : bytes.byteCount
        let first: Int
        switch skipEmptyLines(bytes, to: end) {
        case .next(let place): first = place
        case .partial: return isFull ? .refused(status: 431) : .partial
        case .refused(let status): return .refused(status: status)
        }
        var place: Int
        switch readRequestLine(
            bytes, from: first, to: end, targetBytesMax: limits.targetBytesMax)
        {
        case .next(let next): place = next
        case .partial: return isFull ? .refused(status: 414) : .partial
        case .refused(let status): return .refused(status: status)
        }
        let capacity = HeadLimits.fieldsCapacity
        let fieldsMax = limits.fieldsMax < capacity ? limits.fieldsMax : capacity
        while true {
            guard place < end else { return isFull ? .refused(status: 431) : .partial }
            if bytes.byte(place) == 0x0D { break }
            guard fieldCount < fieldsMax else { return .refused(status: 431) }
            switch readFieldLine(bytes, from: place, to: end) {
            case .next(let next): place = next
            case .partial: return isFull ? .refused(status: 431) : .partial
            case .refused(let status): return .refused(status: status)
            }
        }
        switch lineEnd(bytes, at: place, to: end) {
        case .next(let headEnd):
            let status = settle(bytes)
            return status == 0 ? .complete(headBytes: headEnd) : .refused(status: status)
        case .partial: return isFull ? .refused(status: 431) : .partial
        case .refused(let status): return .refused(status: status)
        }
    }

    @_noLocks
    private mutating func reset() {
        method = .get
        path = .none
        query = .none
        authority = .none
        minorVersion = 1
        keepsAlive = true
        expectsContinue = false
        framing = .none
        fieldCount = 0
        present = 0
        contentLength = -1
        isChunked = false
        mayKeepAlive = false
    }

    /// One line. A blank at its start (obs-fold) or before the colon is no token, so both are
    /// refused here.
    @_noLocks @inline(__always)
    private mutating func readFieldLine(_ bytes: RawSpan, from start: Int, to end: Int) -> Step {
        let nameEnd = bytes.tokenEnd(from: start, to: end)
        guard nameEnd < end else { return .partial }
        guard nameEnd > start, bytes.byte(nameEnd) == UInt8(ascii: ":") else {
            return .refused(400)
        }
        var first = nameEnd &+ 1
        while first < end, isBlank(bytes.byte(first)) { first &+= 1 }
        var last = bytes.fieldContentEnd(from: first, to: end)
        let step = lineEnd(bytes, at: last, to: end)
        guard case .next = step else { return step }
        while last > first, isBlank(bytes.byte(last &- 1)) { last &-= 1 }

        let name = ByteSlice(offset: start, count: nameEnd &- start)
        let value = ByteSlice(offset: first, count: last &- first)
        names.keep(name, at: fieldCount)
        values.keep(value, at: fieldCount)
        if let field = Field.named(bytes, name) {
            let status = file(field, bytes, value)
            if status != 0 { return .refused(status) }
        }
        fieldCount &+= 1
        return step
    }

    /// Notes a known field's line and reads those that steer the connection; a status if one is
    /// wrong.
    @_noLocks
    private mutating func file(_ field: Field, _ bytes: RawSpan, _ value: ByteSlice) -> Int {
        let isRepeated = has(field)
        switch field {
        case .host:
            guard !isRepeated, isAuthority(bytes, value) else { return 400 }
        case .contentLength:
            let status = readContentLength(bytes, value)
            if status != 0 { return status }
        case .transferEncoding:
            if isRepeated || minorVersion == 0 { return 400 }
            let status = readTransferEncoding(bytes, value)
            if status != 0 { return status }
        case .connection:
            readConnection(bytes, value)
        case .expect:
            guard bytes.matches(value, "100-continue") else { return 417 }
        case .xForwardedFor, .xForwardedProto:
            known.keep(value, at: field.number)
        default: break
        }
        if !isRepeated {
            present |= 1 << UInt32(truncatingIfNeeded: field.number)
            known.keep(value, at: field.number)
        }
        return 0
    }

    /// What only the whole head can say; a status if it contradicts itself.
    @_noLocks
    private mutating func settle(_ bytes: RawSpan) -> Int {
        if has(.host) {
            // The target's authority goes first, but Host had to be valid all the same.
            if authority.isEmpty { authority = value(of: .host) }
        } else if minorVersion > 0 {
            return 400
        }
        if isChunked {
            // Both together is how requests are smuggled (RFC 9112 §6.1).
            if contentLength >= 0 { return 400 }
            framing = .chunked
        } else if contentLength > 0 {
            framing = .length(contentLength)
        }
        if minorVersion == 0 { keepsAlive = keepsAlive && mayKeepAlive }
        let hasBody = isChunked || contentLength > 0
        expectsContinue = has(.expect) && minorVersion > 0 && hasBody
        return 0
    }
}
