// The catalogue as the fan's path reads it: one block of bytes, little-endian.
//
//   offset  bytes  what
//        0      8  platforms known, bit = number
//        8      8  those that exist in some countries only
//       16    448  per operating system 64 bytes: platform numbers in its order, then 0
//      464   1024  per platform number 16 bytes:
//                    0  4  offset of its id
//                    4  2  bytes of its id
//                    6  2  bytes of the search URL before the words; 0 = no search page
//                    8  2  bytes of the search URL behind the words
//                   10  2  0
//                   12  4  offset of the search URL
//     1488   5632  per platform number its country set (`CountrySet`)
//     7120      …  ids and search URLs
public import Bytes

/// Every platform and each device's order of them, for the fan's path.
public final class HotCatalogue: Sendable {
    private static let entriesAt = 464
    private static let setsAt = 1488
    private static let textAt = 7120
    private let table: FrozenBytes

    init(platforms: [Platform], orders: [[UInt8]]) {
        var head = [UInt8](repeating: 0, count: Self.textAt)
        var text: [UInt8] = []
        var known: UInt64 = 0
        var limited: UInt64 = 0
        func put(_ number: Int, at offset: Int, bytes: Int) {
            for place in 0..<bytes {
                head[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * place))
            }
        }
        for platform in platforms where (1...63).contains(platform.number) {
            known |= 1 << UInt64(platform.number)
            let entry = Self.entriesAt + Int(platform.number) * 16
            put(Self.textAt + text.count, at: entry, bytes: 4)
            put(platform.id.utf8.count, at: entry + 4, bytes: 2)
            text += Array(platform.id.utf8)
            if let (prefix, suffix) = platform.searchParts {
                put(prefix.count, at: entry + 6, bytes: 2)
                put(suffix.count, at: entry + 8, bytes: 2)
                put(Self.textAt + text.count, at: entry + 12, bytes: 4)
                text += prefix + suffix
            }
            if !platform.territories.isEmpty {
                limited |= 1 << UInt64(platform.number)
                let set = Self.setsAt + Int(platform.number) * CountrySet.bytes
                head.replaceSubrange(
                    set..<(set + CountrySet.bytes), with: CountrySet.make(platform.territories))
            }
        }
        put(Int(bitPattern: UInt(known)), at: 0, bytes: 8)
        put(Int(bitPattern: UInt(limited)), at: 8, bytes: 8)
        for (os, order) in orders.enumerated() where os < OperatingSystem.allCases.count {
            for (place, number) in order.prefix(63).enumerated() {
                head[16 + os * 64 + place] = number
            }
        }
        table = FrozenBytes(head + text)
    }

    /// The number of the platform whose id stands in the slice (`apple-music`); 0 if there is none.
    @_noLocks
    public func number(of id: ByteSlice, in bytes: RawSpan) -> UInt8 {
        let known = table.integer(0, bytes: 8)
        var number = 1
        while number < 64 {
            if known &>> UInt64(truncatingIfNeeded: number) & 1 == 1,
                table.equals(self.id(number), bytes, id)
            {
                return UInt8(truncatingIfNeeded: number)
            }
            number &+= 1
        }
        return 0
    }

    /// Appends the platform's id; nothing for a number without platform.
    @_noLocks
    public func appendID(of number: UInt8, to sink: inout ByteSink) {
        guard number < 64 else { return }
        table.append(id(Int(number)), to: &sink)
    }

    /// Whether the service exists in that country; an unknown country counts as one where it does.
    @_noLocks
    public func exists(_ platform: UInt8, in country: ShortCode) -> Bool {
        guard platform < 64,
            table.integer(0, bytes: 8) &>> UInt64(truncatingIfNeeded: platform) & 1 == 1
        else {
            return false
        }
        if table.integer(8, bytes: 8) &>> UInt64(truncatingIfNeeded: platform) & 1 == 0 {
            return true
        }
        let place = CountrySet.place(country)
        if place < 0 { return true }
        let set = 1488 &+ Int(platform) &* 88
        return table.byte(set &+ place &>> 3) &>> UInt8(truncatingIfNeeded: place & 7) & 1 == 1
    }

    /// Whether the platform has a search page.
    @_noLocks
    public func hasSearch(_ platform: UInt8) -> Bool {
        guard platform < 64 else { return false }
        return table.integer(464 &+ Int(platform) &* 16 &+ 6, bytes: 2) > 0
    }

    /// The platform at `place` of the device's order, 0 behind the last.
    @_noLocks
    public func ordered(_ place: Int, for os: OperatingSystem) -> UInt8 {
        place < 64 ? table.byte(16 &+ Int(os.number) &* 64 &+ place) : 0
    }

    /// Appends the search page's URL for words that are percent-encoded already.
    @_noLocks
    func appendSearch(
        on platform: UInt8, words: ByteSlice, in route: RawSpan, to sink: inout ByteSink
    ) {
        guard platform < 64 else { return }
        let entry = 464 &+ Int(platform) &* 16
        let prefix = ByteSlice(
            offset: Int(table.integer(entry &+ 12, bytes: 4)),
            count: Int(table.integer(entry &+ 6, bytes: 2)))
        let suffix = ByteSlice(
            offset: prefix.upperBound, count: Int(table.integer(entry &+ 8, bytes: 2)))
        table.append(prefix, to: &sink)
        sink.append(route, words)
        table.append(suffix, to: &sink)
    }

    @_noLocks
    private func id(_ number: Int) -> ByteSlice {
        let entry = 464 &+ number &* 16
        return ByteSlice(
            offset: Int(table.integer(entry, bytes: 4)),
            count: Int(table.integer(entry &+ 4, bytes: 2)))
    }
}
