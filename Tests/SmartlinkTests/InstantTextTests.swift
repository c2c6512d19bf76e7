import Smartlink
import Testing

struct InstantTextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_795_237_200_123, "2026-11-21T05:00:00.123Z"),
            (253_402_300_799_000, "9999-12-31T23:59:59Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `instants are written and read back`(ms: Int64, text: String) {
        #expect(Instant(ms: ms).rfc3339 == text)
        #expect(Instant(rfc3339: text) == Instant(ms: ms))
    }

    @Test(
        arguments: [
            ("2026-11-21T06:00:00+01:00", 1_795_237_200_000),
            ("2026-11-20T23:30:00-05:30", 1_795_237_200_000),
            ("2026-11-21t05:00:00z", 1_795_237_200_000),
            ("2026-11-21T05:00:00.5Z", 1_795_237_200_500),
            ("2026-11-21T05:00:00.123999999Z", 1_795_237_200_123),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ] as [(String, Int64)])
    func `offsets, fractions and leap seconds are understood`(text: String, ms: Int64) {
        #expect(Instant(rfc3339: text)?.ms == ms)
    }

    @Test(
        arguments: [
            "", "2026-11-21", "2026-11-21T05:00:00", "2026-11-21 05:00:00Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z",
            "2026-11-21T24:00:00Z", "2026-11-21T05:60:00Z", "2026-11-21T05:00:61Z",
            "2026-11-21T05:00:00.Z", "2026-11-21T05:00:00ZZ", "2026-11-21T05:00:00+0100",
            "2026-11-21T05:00:00+24:00", "2026-11-21T05:00:00+01:60", "26-11-21T05:00:00Z",
            "2026-11-21T05:00:00.5", "+026-11-21T05:00:00Z", "1900-02-29T00:00:00Z",
        ])
    func `anything else is refused`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `every day of eight centuries is found again`() {
        for day in stride(from: Int64(-150_000), through: 150_000, by: 7) {
            let date = CivilDate(day: day)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
            #expect(date.daysSince1970 == day)
        }
    }
}
