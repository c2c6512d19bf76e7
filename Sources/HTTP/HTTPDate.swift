public import Bytes

/// Dates of HTTP (RFC 9110 §5.6.7), as seconds since 1970 in UTC.
public enum HTTPDate {
    /// Bytes of an IMF-fixdate.
    public static var byteCount: Int { @inlinable @_noLocks get { 29 } }
    /// 9999-12-31T23:59:59Z, the last moment that four digits of a year can name.
    static var secondsMax: Int64 { @_noLocks get { 253_402_300_799 } }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; moments outside the years 1970 to 9999 become the nearest
    /// inside.
    public static func text(_ seconds: Int64) -> String {
        let date = DateText(seconds)
        return String(decoding: (0..<byteCount).map { date.octets[$0] }, as: UTF8.self)
    }

    /// Reads any of the three forms: IMF-fixdate, RFC 850, asctime. Nil if `text` is none or no
    /// real moment.
    ///
    /// A year of two digits is 1970 to 2069.
    public static func parse(_ text: String) -> Int64? {
        let words = text.split(separator: " ").map { Array($0.utf8) }
        guard let weekday = words.first else { return nil }
        if weekday.last != UInt8(ascii: ",") {
            guard words.count == 5, let year = number(words[4], digits: 4...4) else { return nil }
            return seconds(words[2], words[1], year, words[3], dayDigits: 1...2)
        }
        if words.count == 4 {
            let parts = words[1].split(
                separator: UInt8(ascii: "-"), omittingEmptySubsequences: false
            ).map(Array.init)
            guard words[3] == Array("GMT".utf8), parts.count == 3,
                let short = number(parts[2], digits: 2...2)
            else { return nil }
            let year = short < 70 ? short + 2000 : short + 1900
            return seconds(parts[0], parts[1], year, words[2], dayDigits: 2...2)
        }
        guard words.count == 6, words[5] == Array("GMT".utf8),
            let year = number(words[3], digits: 4...4)
        else { return nil }
        return seconds(words[1], words[2], year, words[4], dayDigits: 2...2)
    }

    private static func number(_ text: [UInt8], digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.count), text.allSatisfy(isDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { Array($0.utf8) }

    private static func seconds(
        _ dayText: [UInt8], _ monthText: [UInt8], _ year: Int, _ time: [UInt8],
        dayDigits: ClosedRange<Int>
    ) -> Int64? {
        let parts = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let month = months.firstIndex(of: monthText), parts.count == 3,
            let day = number(dayText, digits: dayDigits),
            let hour = number(Array(parts[0]), digits: 2...2),
            let minute = number(Array(parts[1]), digits: 2...2),
            let second = number(Array(parts[2]), digits: 2...2),
            hour < 24, minute < 60, second <= 60, (1...31).contains(day)
        else { return nil }
        let days = CivilDay.number(year: year, month: month + 1, day: day)
        // A day that its month has not got comes back as another one.
        guard CivilDay(number: days).day == day else { return nil }
        return Int64(days * 86_400 + hour * 3600 + minute * 60 + second)
    }
}

/// A moment's IMF-fixdate. A loop keeps one and renews it when the second changes.
public struct DateText: Sendable {
    /// What the text names, seconds since 1970.
    public private(set) var seconds: Int64
    var octets: InlineArray<29, UInt8>

    @_noLocks
    public init(_ seconds: Int64) {
        self.seconds = seconds
        octets = InlineArray(repeating: 0x20)
        write()
    }

    /// Renews the text if `now` is another second.
    @_noLocks
    public mutating func renew(_ now: Int64) {
        if now == seconds { return }
        seconds = now
        write()
    }

    @_noLocks
    private mutating func write() {
        let low = seconds < 0 ? 0 : seconds
        let moment = Int(low > HTTPDate.secondsMax ? HTTPDate.secondsMax : low)
        let number = moment / 86_400
        let time = moment % 86_400
        let date = CivilDay(number: number)
        // Day 0 was a Thursday.
        put("SunMonTueWedThuFriSat", part: (number &+ 4) % 7, at: 0)
        octets[3] = UInt8(ascii: ",")
        put(digits: date.day, at: 5)
        put("JanFebMarAprMayJunJulAugSepOctNovDec", part: date.month &- 1, at: 8)
        put(digits: date.year / 100, at: 12)
        put(digits: date.year % 100, at: 14)
        put(digits: time / 3600, at: 17)
        octets[19] = UInt8(ascii: ":")
        put(digits: time / 60 % 60, at: 20)
        octets[22] = UInt8(ascii: ":")
        put(digits: time % 60, at: 23)
        put("GMT", part: 0, at: 26)
    }

    @_noLocks
    private mutating func put(digits number: Int, at place: Int) {
        octets[place] = UInt8(truncatingIfNeeded: number / 10 &+ 0x30)
        octets[place &+ 1] = UInt8(truncatingIfNeeded: number % 10 &+ 0x30)
    }

    /// Three letters of `names`.
    @_noLocks
    private mutating func put(_ names: StaticString, part: Int, at place: Int) {
        var letter = 0
        while letter < 3 {
            octets[place &+ letter] = octet(names, part &* 3 &+ letter)
            letter &+= 1
        }
    }
}

extension ByteSink {
    /// Appends an IMF-fixdate.
    @_noLocks
    public mutating func append(_ date: borrowing DateText) {
        var place = 0
        while place < HTTPDate.byteCount {
            append(date.octets[place])
            place &+= 1
        }
    }
}
