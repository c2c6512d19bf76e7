import Testing

@testable import Smartlink

struct ZoneTests {
    /// Europe/Berlin as a slim table: one old transition, then the rule.
    static let berlin = ZoneFile(
        transitions: [(-2_422_054_408, 1)], offsets: [3_208, 3_600],
        footer: "CET-1CEST,M3.5.0,M10.5.0/3"
    ).bytes

    @Test(arguments: [
        ("UTC", 0), ("Z", 0), ("+02:00", 7_200), ("-0330", -12_600), ("+14:00", 50_400),
    ])
    func `a fixed offset is read`(text: String, seconds: Int64) throws {
        #expect(try #require(Zone(fixed: text)).offset(at: 0) == seconds)
    }

    @Test(arguments: ["", "+", "+2", "+15:00", "+02:60", "02:00", "+2:000", "+0a:00", "Berlin"])
    func `what is no offset is refused`(text: String) { #expect(Zone(fixed: text) == nil) }

    @Test(arguments: [
        (1_735_689_600, 3_600),  // 2025-01-01
        (1_743_296_399, 3_600), (1_743_296_400, 7_200),  // 2025-03-30 01:00 UTC
        (1_761_440_399, 7_200), (1_761_440_400, 3_600),  // 2025-10-26 01:00 UTC
        (-2_500_000_000, 3_208),
    ])
    func `daylight saving follows the footer's rule`(moment: Int64, offset: Int64) throws {
        let zone = try #require(Zone(compiled: Self.berlin))
        #expect(zone.offset(at: moment) == offset)
    }

    @Test func `south of the equator daylight saving spans the new year`() throws {
        let rule = try #require(ZoneRule("AEST-10AEDT,M10.1.0,M4.1.0/3".utf8))
        #expect(rule.offset(at: 1_735_689_600) == 39_600)
        #expect(rule.offset(at: 1_751_328_000) == 36_000)
    }

    @Test func `a name in angle brackets is read`() throws {
        #expect(try #require(ZoneRule("<+0330>-3:30".utf8)).offset(at: 0) == 12_600)
    }

    @Test func `where midnight is skipped the day starts behind the skip`() throws {
        // Clocks go from -03:00 to -02:00 at local midnight of 2017-10-15 (03:00 UTC).
        let table = ZoneFile(
            transitions: [(1_508_036_400, 1)], offsets: [-10_800, -7_200], footer: ""
        ).bytes
        let zone = try #require(Zone(compiled: table))
        let midnight = (CivilDay(year: 2017, month: 10).days + 14) * 86_400
        #expect(zone.moment(local: midnight) == 1_508_036_400)
    }

    @Test func `where a skip spans midnight the day starts at its end`() throws {
        // From 23:30 to 00:30, and a whole day left out.
        let table = ZoneFile(
            transitions: [(1_508_036_400 - 1_800, 1), (1_600_000_200, 2)],
            offsets: [-10_800, -7_200, 79_200], footer: ""
        ).bytes
        let zone = try #require(Zone(compiled: table))
        let day = try #require(CivilDate(year: 2017, month: 10, day: 15))
        #expect(zone.start(of: day) == 1_508_036_400 - 1_800)
        let skipped = CivilDate(day: (1_600_000_200 - 7_200) / 86_400 + 1)
        #expect(zone.start(of: skipped) == 1_600_000_200)
    }

    @Test func `a zone may be made of a rule alone`() throws {
        let zone = try #require(Zone(rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(zone.offset(at: 1_735_689_600) == 3_600)
        #expect(zone.offset(at: 1_751_328_000) == 7_200)
        #expect(Zone(rule: "") == nil)
    }

    @Test func `a damaged table is refused at every length`() {
        for count in 0..<Self.berlin.count - 28 {
            #expect(Zone(compiled: Array(Self.berlin.prefix(count))) == nil)
        }
    }

    @Test(arguments: ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+1"])
    func `a zone's name may be looked up`(name: String) { #expect(Zone.isName(name)) }

    @Test(arguments: ["", "..", "../x", "/etc/passwd", "a//b", "a/../b", "a\u{0}b", "a.b"])
    func `a path is no zone's name`(name: String) { #expect(!Zone.isName(name)) }
}

struct CivilDayTests {
    @Test(arguments: [(0, 3), (-1, 2), (19_782, 3), (20_454, 3), (-4, 6), (-3, 0)])
    func `weekdays count from Monday`(days: Int64, weekday: Int64) {
        #expect(CivilDay(days: days).weekday == weekday)
    }

    @Test func `months follow one another over the year's end`() {
        var month = CivilDay(year: 1999, month: 11)
        for (year, number) in [(1999, 12), (2000, 1), (2000, 2), (2000, 3)] as [(Int64, Int64)] {
            month = month.firstOfNextMonth
            #expect(month == CivilDay(year: year, month: number))
            #expect(CivilDay(days: month.days + 27).firstOfMonth == month)
        }
    }
}

/// Writes a version 2 table (RFC 9636) for tests.
struct ZoneFile {
    var transitions: [(from: Int64, type: UInt8)]
    var offsets: [Int32]
    var footer: String

    var bytes: [UInt8] {
        head(transitions: 0, types: 1) + [0, 0, 0, 0, 0, 0] + [0]
            + head(transitions: transitions.count, types: offsets.count)
            + transitions.flatMap { big(UInt64(bitPattern: $0.from), 8) }
            + transitions.map(\.type)
            + offsets.flatMap { big(UInt64(UInt32(bitPattern: $0)), 4) + [0, 0] } + [0]
            + Array("\n\(footer)\n".utf8)
    }

    private func head(transitions: Int, types: Int) -> [UInt8] {
        Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
            + [0, 0, 0, transitions, types, 1].flatMap { big(UInt64($0), 4) }
    }

    private func big(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
}
