import Smartlink
import Testing

@testable import Program

struct SystemZonesTests {
    private let zones = SystemZones()

    @Test(
        arguments: [
            ("Pacific/Kiritimati", 14 * 3_600), ("Europe/Berlin", 3_600),
            ("America/New_York", -5 * 3_600), ("Pacific/Honolulu", -10 * 3_600),
            ("Africa/Casablanca", 3_600),
        ] as [(String, Int64)])
    func `the system's zones are read`(name: String, offset: Int64) throws {
        // 2026-01-15
        #expect(try #require(zones.zone(named: name)).offset(at: 1_768_435_200) == offset)
        #expect(zones.zone(named: name) == zones.zone(named: name))
    }

    @Test(arguments: [
        "", "/etc/passwd", "../../../etc/passwd", "Europe", "Europe/", "Nowhere/City", "tzdata.zi",
        "zone.tab", "Europe/Berlin\u{0}", "leapseconds",
    ])
    func `what is no zone is none`(name: String) { #expect(zones.zone(named: name) == nil) }

    @Test(arguments: [
        ("DE", "Europe/Berlin"), ("US", "America/New_York"), ("JP", "Asia/Tokyo"),
        ("AU", "Australia/Sydney"), ("CH", "Europe/Zurich"), ("NO", "Europe/Oslo"),
    ])
    func `a country has the zone of most of its people`(country: String, name: String) throws {
        let code = try #require(ShortCode(country))
        let zone = try #require(zones.zone(ofCountry: code))
        #expect(zone == zones.zone(named: name))
    }

    @Test func `without tzdata there are no zones`() {
        let none = SystemZones(folder: "/nonexistent")
        #expect(none.zone(named: "Europe/Berlin") == nil)
        #expect(none.zone(ofCountry: ShortCode("DE") ?? .unknown) == nil)
    }
}
