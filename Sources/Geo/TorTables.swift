// Debian's tor-geoipdb: two sorted text files, searched in place, so that nothing is read at start.
//
//   geoip    <first>,<last>,<CC>    addresses as decimal numbers
//   geoip6   <first>,<last>,<CC>    addresses as RFC 4291 text
//
// Lines that start with # come first. `??` stands for unknown.
public import Bytes
public import Smartlink

/// Countries from the tables of the Tor project.
public final class TorTables: CountryLookup {
    private let v4: SortedTable
    private let v6: SortedTable

    /// Opens both tables and looks at their first and last lines. Errors: unreadable, not such a
    /// table.
    public init(v4: String, v6: String) throws(GeoFailure) {
        self.v4 = try SortedTable(path: v4, form: .decimal)
        self.v6 = try SortedTable(path: v6, form: .text)
    }

    public func country(of address: PeerAddress) -> ShortCode {
        guard address.isPublic else { return .unknown }
        return address.v4 == nil ? v6.country(of: address) : v4.country(of: address)
    }
}

/// One sorted table in a mapped file.
final class SortedTable: Sendable {
    enum Form: Sendable { case decimal, text }

    private let file: MappedFile
    private let form: Form
    /// Offset of the first line that is no comment.
    private let first: Int

    init(path: String, form: Form) throws(GeoFailure) {
        file = try MappedFile(path: path)
        self.form = form
        var start = 0
        while start < file.count, file.byte(start) == 0x23 {
            start = Self.lineEnd(file, from: start) + 1
        }
        first = start
        let last = Self.lineStart(file, at: file.count - 2, notBefore: start)
        guard line(at: start) != nil, line(at: last) != nil else {
            throw .damaged(path: path, reason: "its lines are not <first>,<last>,<country>")
        }
    }

    func country(of address: PeerAddress) -> ShortCode {
        // Invariant: lines from `low` on may hold it, lines that start at `high` or later lie above
        // it.
        var low = first
        var high = file.count
        while low < high {
            let start = Self.lineStart(file, at: low + (high - low) / 2, notBefore: low)
            guard let line = line(at: start) else { return .unknown }
            if address.isBelow(line.first) {
                high = start
            } else if line.last.isBelow(address) {
                low = Self.lineEnd(file, from: start) + 1
            } else {
                return line.country
            }
        }
        return .unknown
    }

    private struct Line {
        var first: PeerAddress
        var last: PeerAddress
        var country: ShortCode
    }

    private func line(at start: Int) -> Line? {
        var place = start
        guard let first = address(at: &place), file.byte(place) == 0x2C else { return nil }
        place += 1
        guard let last = address(at: &place), file.byte(place) == 0x2C else { return nil }
        let letters = (UInt32(file.byte(place + 1)), UInt32(file.byte(place + 2)))
        let code = ShortCode(rawValue: letters.0 | letters.1 << 8)
        return Line(
            first: first, last: last, country: CountrySet.place(code) >= 0 ? code : .unknown)
    }

    private func address(at place: inout Int) -> PeerAddress? {
        switch form {
        case .decimal:
            var number: UInt64 = 0
            let start = place
            while (0x30...0x39).contains(file.byte(place)), place - start < 10 {
                number = number * 10 + UInt64(file.byte(place) - 0x30)
                place += 1
            }
            guard place > start, number <= UInt64(UInt32.max) else { return nil }
            return PeerAddress(v4: UInt32(number))
        case .text: return text(at: &place)
        }
    }

    /// Reads groups of hexadecimal digits, `::` standing for the zeroes left out (RFC 4291 §2.2).
    private func text(at place: inout Int) -> PeerAddress? {
        var groups = InlineArray<8, UInt64>(repeating: 0)
        var count = 0
        var gap = -1
        scan: while count <= 8 {
            if file.byte(place) == 0x3A, file.byte(place + 1) == 0x3A {
                guard gap < 0 else { return nil }
                gap = count
                place += 2
            } else if count > 0, count != gap {
                guard file.byte(place) == 0x3A else { break scan }
                place += 1
            }
            var digits = 0
            var group: UInt64 = 0
            while let digit = Self.hexadecimal(file.byte(place)), digits < 4 {
                group = group << 4 | digit
                digits += 1
                place += 1
            }
            if digits == 0 { break scan }
            guard count < 8 else { return nil }
            groups[count] = group
            count += 1
        }
        guard count == 8 || gap >= 0 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<8 {
            var group: UInt64 = 0
            if gap < 0 || index < gap {
                group = groups[index]
            } else if index >= 8 - (count - gap) {
                group = groups[index - (8 - count)]
            }
            if index < 4 { high = high << 16 | group } else { low = low << 16 | group }
        }
        return PeerAddress(high: high, low: low)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x57)
        case 0x41...0x46: UInt64(byte - 0x37)
        default: nil
        }
    }

    private static func lineStart(_ file: MappedFile, at place: Int, notBefore low: Int) -> Int {
        var start = max(place, low)
        while start > low, file.byte(start - 1) != 0x0A { start -= 1 }
        return start
    }

    private static func lineEnd(_ file: MappedFile, from place: Int) -> Int {
        var end = place
        while file.byte(end) != 0x0A { end += 1 }
        return end
    }
}

extension PeerAddress {
    fileprivate func isBelow(_ other: PeerAddress) -> Bool {
        high == other.high ? low < other.low : high < other.high
    }
}
