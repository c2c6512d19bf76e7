// The first line of a request: method, target, version (RFC 9112 §3).
import Bytes

/// What reading one part of a head came to.
enum Step {
    /// It is whole; the next part starts here.
    case next(Int)
    case partial
    case refused(Int)
}

/// Bounds that are no settings: nobody honest comes near them.
enum GrammarLimits {
    /// Empty lines allowed before a request line (RFC 9112 §2.2).
    static var leadingLinesMax: Int { @_noLocks get { 4 } }
    static var methodBytesMax: Int { @_noLocks get { 32 } }
    static var hostBytesMax: Int { @_noLocks get { 255 } }
}

extension RequestHead {
    /// Skips the empty lines some clients send between requests.
    @_noLocks
    func skipEmptyLines(_ bytes: RawSpan, to end: Int) -> Step {
        var place = 0
        var count = 0
        while place < end {
            let octet = bytes.byte(place)
            if octet == 0x0A { return .refused(400) }
            guard octet == 0x0D else { return .next(place) }
            guard count < GrammarLimits.leadingLinesMax else { return .refused(400) }
            guard place &+ 1 < end else { return .partial }
            guard bytes.byte(place &+ 1) == 0x0A else { return .refused(400) }
            place &+= 2
            count &+= 1
        }
        return .partial
    }

    @_noLocks
    mutating func readRequestLine(
        _ bytes: RawSpan, from start: Int, to end: Int, targetBytesMax: Int
    ) -> Step {
        let methodEnd = bytes.tokenEnd(from: start, to: end)
        if methodEnd &- start > GrammarLimits.methodBytesMax { return .refused(501) }
        guard methodEnd < end else { return .partial }
        guard methodEnd > start, bytes.byte(methodEnd) == 0x20 else { return .refused(400) }
        let isKnown = readMethod(
            bytes, ByteSlice(offset: start, count: methodEnd &- start))

        let first = methodEnd &+ 1
        let pathEnd = bytes.targetEnd(from: first, to: end, stop: UInt8(ascii: "?"))
        var targetEnd = pathEnd
        if pathEnd < end, bytes.byte(pathEnd) == UInt8(ascii: "?") {
            // A second `?` is part of the query: any stop that a target cannot hold will do.
            targetEnd = bytes.targetEnd(from: pathEnd &+ 1, to: end, stop: 0x20)
        }
        if targetEnd &- first > targetBytesMax { return .refused(414) }
        guard targetEnd < end else { return .partial }
        guard targetEnd > first, bytes.byte(targetEnd) == 0x20 else { return .refused(400) }

        let step = readVersion(bytes, from: targetEnd &+ 1, to: end)
        guard case .next = step else { return step }
        guard isKnown else { return .refused(501) }
        guard readTarget(bytes, from: first, pathEnd: pathEnd, to: targetEnd) else {
            return .refused(400)
        }
        return step
    }

    /// False for a method this server has not got; CONNECT is among those.
    @_noLocks
    private mutating func readMethod(_ bytes: RawSpan, _ token: ByteSlice) -> Bool {
        // Methods are case-sensitive (RFC 9110 §9.1).
        if bytes.equals(token, "GET") {
            method = .get
        } else if bytes.equals(token, "HEAD") {
            method = .head
        } else if bytes.equals(token, "POST") {
            method = .post
        } else if bytes.equals(token, "PUT") {
            method = .put
        } else if bytes.equals(token, "PATCH") {
            method = .patch
        } else if bytes.equals(token, "DELETE") {
            method = .delete
        } else if bytes.equals(token, "OPTIONS") {
            method = .options
        } else if bytes.equals(token, "TRACE") {
            method = .trace
        } else if bytes.equals(token, "QUERY") {
            method = .query
        } else {
            return false
        }
        return true
    }

    /// `HTTP/1.x` and the line's end; a later minor version is spoken to as 1.1 (RFC 9110 §2.5).
    @_noLocks
    private mutating func readVersion(_ bytes: RawSpan, from start: Int, to end: Int) -> Step {
        let length = 8
        let found = end &- start < length ? end &- start : length
        let name = ByteSlice(offset: start, count: found < 5 ? found : 5)
        guard bytes.equals(name, prefixOf: "HTTP/") else { return .refused(400) }
        if found > 5, !isDigit(bytes.byte(start &+ 5)) { return .refused(400) }
        if found > 6, bytes.byte(start &+ 6) != UInt8(ascii: ".") { return .refused(400) }
        guard found == length else { return .partial }
        guard isDigit(bytes.byte(start &+ 7)) else { return .refused(400) }
        let step = lineEnd(bytes, at: start &+ length, to: end)
        guard case .next = step else { return step }
        guard bytes.byte(start &+ 5) == UInt8(ascii: "1") else { return .refused(505) }
        minorVersion = bytes.byte(start &+ 7) == UInt8(ascii: "0") ? 0 : 1
        return step
    }

    /// CR LF and nothing else: a bare LF or CR is how one parser's line becomes two of another's.
    @_noLocks @inline(__always)
    func lineEnd(_ bytes: RawSpan, at place: Int, to end: Int) -> Step {
        guard place < end else { return .partial }
        guard bytes.byte(place) == 0x0D else { return .refused(400) }
        guard place &+ 1 < end else { return .partial }
        guard bytes.byte(place &+ 1) == 0x0A else { return .refused(400) }
        return .next(place &+ 2)
    }
}
