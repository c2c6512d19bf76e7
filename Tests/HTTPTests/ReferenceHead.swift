/// A request head read the slow and plain way, to hold the parser against.
///
/// It splits, where the parser scans, and shares no code with it. It answers only whether a whole
/// head is good, and what is in it.
struct ReferenceHead {
    var path: [UInt8]
    var query: [UInt8]
    var fields: [([UInt8], [UInt8])] = []

    /// Nil unless `bytes` is exactly one good head in origin form.
    init?(_ bytes: [UInt8]) {
        guard let lines = Self.lines(bytes), lines.count >= 2 else { return nil }
        let parts = lines[0].split(separator: 0x20, omittingEmptySubsequences: false).map(
            Array.init)
        guard parts.count == 3,
            ["GET", "POST"].contains(String(decoding: parts[0], as: UTF8.self)),
            parts[1].first == UInt8(ascii: "/"),
            parts[1].allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else { return nil }
        let version = String(decoding: parts[2], as: UTF8.self)
        guard version.utf8.count == 8, version.hasPrefix("HTTP/1."),
            ("0"..."9").contains(version.last ?? " ")
        else { return nil }
        let mark = parts[1].firstIndex(of: UInt8(ascii: "?"))
        path = Array(parts[1][..<(mark ?? parts[1].endIndex)])
        query = mark.map { Array(parts[1][($0 + 1)...]) } ?? []
        for line in lines[1...] {
            guard let field = Self.field(line) else { return nil }
            fields.append(field)
        }
        guard fields.count <= 64, isFramed(isOld: version.hasSuffix("0")) else { return nil }
    }

    /// The lines before the empty one that ends `bytes`; nil if a CR or LF stands alone.
    private static func lines(_ bytes: [UInt8]) -> [[UInt8]]? {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if bytes[place] == 0x0A { return nil }
            if bytes[place] != 0x0D {
                line.append(bytes[place])
                place += 1
                continue
            }
            guard place + 1 < bytes.count, bytes[place + 1] == 0x0A else { return nil }
            place += 2
            if line.isEmpty { return place == bytes.count ? lines : nil }
            lines.append(line)
            line = []
        }
        return nil
    }

    private static func field(_ line: [UInt8]) -> ([UInt8], [UInt8])? {
        let token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy(Set(token.utf8).contains)
        else { return nil }
        var value = line[(colon + 1)...]
        while value.first == 0x20 || value.first == 0x09 { value.removeFirst() }
        while value.last == 0x20 || value.last == 0x09 { value.removeLast() }
        guard value.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return (Array(line[..<colon]), Array(value))
    }

    private func values(_ name: String) -> [String] {
        fields.filter { String(decoding: $0.0, as: UTF8.self).lowercased() == name }
            .map { String(decoding: $0.1, as: UTF8.self) }
    }

    /// One host, one length or coding, no expectation but the one there is.
    private func isFramed(isOld: Bool) -> Bool {
        let hosts = values("host")
        guard hosts.count == 1 || isOld && hosts.isEmpty, hosts.allSatisfy(Self.isHost) else {
            return false
        }
        let codings = values("transfer-encoding")
        let lengths = values("content-length").flatMap {
            $0.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0).trimming(" \t")
            }
        }
        guard lengths.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "0123456789".contains($0) } }),
            Set(lengths.compactMap { Int($0) }).count <= 1
        else { return false }
        let isChunked = codings.count == 1 && codings[0].lowercased() == "chunked" && !isOld
        guard codings.isEmpty || isChunked && lengths.isEmpty else { return false }
        return values("expect").allSatisfy { $0.lowercased() == "100-continue" }
    }

    /// Enough of a host for the inputs made here, which hold no brackets.
    private static func isHost(_ host: String) -> Bool {
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789-._~"
        guard parts.count <= 2, !parts[0].isEmpty,
            parts[0].lowercased().allSatisfy(letters.contains)
        else { return false }
        guard parts.count == 2 else { return true }
        return parts[1].allSatisfy("0123456789".contains)
            && (parts[1].isEmpty || (Int(parts[1]) ?? .max) <= 65_535)
    }
}

extension String {
    fileprivate func trimming(_ characters: String) -> String {
        String(
            drop(while: characters.contains).reversed().drop(while: characters.contains).reversed())
    }
}
