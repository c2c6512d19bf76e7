// What a request target's path and query mean once their escapes are taken off (RFC 3986 §2.1,
// §5.2.4; query pairs by the form rules of the URL standard).
public import Bytes

/// Reads paths and queries.
public enum Target {
    /// The raw value of the first query parameter `name`; empty for a bare name, nil if it is
    /// absent.
    ///
    /// Names are compared as sent: no client escapes the letters this server asks for.
    @_noLocks
    public static func parameter(
        _ name: StaticString, in bytes: RawSpan, _ query: ByteSlice
    ) -> ByteSlice? {
        var place = query.lowerBound
        let end = query.upperBound
        while place < end {
            let start = place
            var equals = -1
            while place < end {
                let octet = bytes.byte(place)
                if octet == UInt8(ascii: "&") { break }
                if octet == UInt8(ascii: "="), equals < 0 { equals = place }
                place &+= 1
            }
            let nameEnd = equals < 0 ? place : equals
            if bytes.equals(ByteSlice(offset: start, count: nameEnd &- start), name) {
                let first = equals < 0 ? place : equals &+ 1
                return ByteSlice(offset: first, count: place &- first)
            }
            place &+= 1
        }
        return nil
    }

    /// The decoded path for the control plane; nil if an escape is broken or hides a slash, a
    /// control character or invalid UTF-8, or if a segment is `.` or `..`.
    public static func path(_ bytes: RawSpan, _ slice: ByteSlice) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(Int(slice.count))
        var place = slice.lowerBound
        while place < slice.upperBound {
            var octet = bytes.byte(place)
            if octet == UInt8(ascii: "%") {
                guard let escaped = escape(bytes, at: place, to: slice.upperBound),
                    escaped != UInt8(ascii: "/")
                else { return nil }
                octet = escaped
                place += 2
            }
            guard octet >= 0x20, octet != 0x7F else { return nil }
            decoded.append(octet)
            place += 1
        }
        for segment in decoded.split(separator: UInt8(ascii: "/")) {
            if segment.allSatisfy({ $0 == UInt8(ascii: ".") }), segment.count <= 2 { return nil }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Every pair of the query in order; nil if an escape is broken, NUL or not UTF-8.
    public static func pairs(
        _ bytes: RawSpan, _ query: ByteSlice
    ) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        var place = query.lowerBound
        while place < query.upperBound {
            let start = place
            var equals: Int?
            while place < query.upperBound, bytes.byte(place) != UInt8(ascii: "&") {
                if bytes.byte(place) == UInt8(ascii: "="), equals == nil { equals = place }
                place += 1
            }
            let nameEnd = equals ?? place
            let first = equals.map { $0 + 1 } ?? place
            if place > start {
                let nameSlice = ByteSlice(offset: start, count: nameEnd - start)
                let valueSlice = ByteSlice(offset: first, count: place - first)
                guard let name = formText(bytes, nameSlice), let value = formText(bytes, valueSlice)
                else { return nil }
                pairs.append((name, value))
            }
            place += 1
        }
        return pairs
    }

    /// Pairs of an `application/x-www-form-urlencoded` body, under the rules of `pairs`.
    public static func pairs(form body: [UInt8]) -> [(name: String, value: String)]? {
        body.withRawSpan { pairs($0, ByteSlice(offset: 0, count: $0.byteCount)) }
    }

    /// The text with `+` and escapes taken off.
    private static func formText(_ bytes: RawSpan, _ slice: ByteSlice) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(Int(slice.count))
        var place = slice.lowerBound
        while place < slice.upperBound {
            var octet = bytes.byte(place)
            if octet == UInt8(ascii: "+") {
                octet = 0x20
            } else if octet == UInt8(ascii: "%") {
                guard let escaped = escape(bytes, at: place, to: slice.upperBound) else {
                    return nil
                }
                octet = escaped
                place += 2
            }
            decoded.append(octet)
            place += 1
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// The octet that `%xy` at `place` stands for; nil if it is broken or NUL.
    @_noLocks
    static func escape(_ bytes: RawSpan, at place: Int, to end: Int) -> UInt8? {
        guard place &+ 2 < end, let high = hexDigit(bytes.byte(place &+ 1)),
            let low = hexDigit(bytes.byte(place &+ 2)), high | low != 0
        else { return nil }
        return high << 4 | low
    }
}

extension ByteSink {
    /// Appends a query value with `+` and escapes taken off; false, and nothing appended, if an
    /// escape is broken or NUL. The bytes may be any, invalid UTF-8 too.
    @_noLocks
    public mutating func append(formDecoded bytes: RawSpan, _ slice: ByteSlice) -> Bool {
        let mark = count
        var place = slice.lowerBound
        while place < slice.upperBound {
            var octet = bytes.byte(place)
            if octet == UInt8(ascii: "+") {
                octet = 0x20
            } else if octet == UInt8(ascii: "%") {
                guard let escaped = Target.escape(bytes, at: place, to: slice.upperBound) else {
                    rewind(to: mark)
                    return false
                }
                octet = escaped
                place &+= 2
            }
            append(octet)
            place &+= 1
        }
        return true
    }
}
