// What routing adds to an artist's URL, and takes out of it.

/// Percent-encoding of text for a query or a path segment (RFC 3986 §2.1, §2.3).
public enum PercentEncoding {
    /// Everything but unreserved characters encoded.
    public static func encode(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) { out.append(byte) } else { out += escape(byte) }
        }
        return out
    }

    static func escape(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    /// Decodes `%XX` and `+`; what is no escape stays as it is.
    static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var out: [UInt8] = []
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            if byte == 0x2B {
                out.append(0x20)
            } else if byte == 0x25, place + 1 < bytes.endIndex,
                let value = UInt8(
                    String(decoding: bytes[place...(place + 1)], as: UTF8.self), radix: 16)
            {
                out.append(value)
                place += 2
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

enum URLParameters {
    /// The URL with `added` in its query, before any fragment; parameters of the same name go.
    static func adding(_ added: [(name: String, value: String)], to url: String) -> [UInt8] {
        let names = Set(added.map(\.name))
        return rewriting(url, adding: added) { names.contains($0) }
    }

    /// The URL without the query parameters that `isDropped` names.
    static func dropping(from url: String, where isDropped: (String) -> Bool) -> [UInt8] {
        rewriting(url, adding: [], dropping: isDropped)
    }

    private static func rewriting(
        _ url: String, adding added: [(name: String, value: String)],
        dropping isDropped: (String) -> Bool
    ) -> [UInt8] {
        let bytes = Array(url.utf8)
        let fragmentAt = bytes.firstIndex(of: 0x23) ?? bytes.endIndex
        let queryAt = bytes[..<fragmentAt].firstIndex(of: 0x3F) ?? fragmentAt
        var pairs: [[UInt8]] = []
        for pair in bytes[queryAt..<fragmentAt].dropFirst().split(separator: 0x26) {
            let name = pair.prefix { $0 != 0x3D }
            if !isDropped(PercentEncoding.decode(name)) { pairs.append(Array(pair)) }
        }
        for parameter in added {
            pairs.append(
                PercentEncoding.encode(parameter.name) + [0x3D]
                    + PercentEncoding.encode(parameter.value))
        }
        let query = pairs.isEmpty ? [] : [0x3F] + Array(pairs.joined(separator: [0x26]))
        return Array(bytes[..<queryAt]) + query + Array(bytes[fragmentAt...])
    }
}
