// A grant as bytes, before it is sealed and after it was opened: six fields, each a length of four bytes and that
// many bytes, big-endian; times are ms since 1970 in decimal, an absent field is empty. Older grants end before `account`.
//
//   access | refresh | expiresAt | authorisedAt | market | account
public import Smartlink

extension TokenGrant {
    /// The secret the vault seals.
    public var bytes: [UInt8] {
        let fields = [
            access, refresh ?? "", expiresAt.map { String($0.ms) } ?? "",
            String(authorisedAt.ms), market ?? "", account ?? "",
        ]
        return fields.flatMap { field in
            let text = Array(field.utf8)
            return (0..<4).map { UInt8(truncatingIfNeeded: text.count >> (24 - 8 * $0)) } + text
        }
    }

    /// Nil for what was not written here.
    public init?(bytes: [UInt8]) {
        var fields: [String] = []
        var place = 0
        while place < bytes.count {
            guard place + 4 <= bytes.count, fields.count < 6 else { return nil }
            let count = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            place += 4
            guard count <= bytes.count - place else { return nil }
            fields.append(String(decoding: bytes[place..<place + count], as: UTF8.self))
            place += count
        }
        guard fields.count >= 5, let authorisedAt = Int64(fields[3]) else { return nil }
        self.init(
            access: fields[0], refresh: fields[1].isEmpty ? nil : fields[1],
            authorisedAt: Instant(ms: authorisedAt))
        expiresAt = Int64(fields[2]).map { Instant(ms: $0) }
        market = fields[4].isEmpty ? nil : fields[4]
        account = fields.count < 6 || fields[5].isEmpty ? nil : fields[5]
    }
}
