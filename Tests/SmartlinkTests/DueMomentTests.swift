import Testing

@testable import Smartlink

/// A few zones of the world by their present rules.
struct FewZones: ZoneSource {
    static let rules = [
        "Pacific/Kiritimati": "<+14>-14", "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3",
        "America/New_York": "EST5EDT,M3.2.0,M11.1.0", "Pacific/Honolulu": "HST10",
        "Etc/GMT+12": "<-12>12", "Asia/Kolkata": "IST-5:30",
        // Clocks go forward at midnight.
        "Africa/Cairo": "EET-2EEST,M4.5.5/0,M10.5.4/24",
        "America/Havana": "CST5CDT,M3.2.0/0,M11.1.0/1",
    ]

    func zone(named name: String) -> Zone? { Self.rules[name].flatMap { Zone(rule: $0) } }
    func zone(ofCountry country: ShortCode) -> Zone? {
        CountryZones().name(ofCountry: country).flatMap { zone(named: $0) }
    }
}

struct DueMomentTests {
    private func due(
        _ releaseAt: String, _ zone: String?, country: String? = nil,
        mode: Link.ReleaseMode = .local
    ) throws -> String {
        var link = Link(
            code: try #require(Code("summer")), account: 1, kind: .track, title: "T", artist: "A",
            createdAt: Instant(ms: 0))
        link.releaseAt = Instant(rfc3339: releaseAt)
        link.releaseMode = mode
        var fan = Smartlink.Fan(id: 1, locale: "en", createdAt: Instant(ms: 0))
        fan.zone = zone
        fan.country = country.flatMap { ShortCode($0) } ?? .unknown
        return dueMoment(of: link, for: fan, zones: FewZones()).rfc3339
    }

    @Test(arguments: [
        ("Pacific/Kiritimati", "2026-11-19T10:00:00Z"), ("Asia/Kolkata", "2026-11-19T18:30:00Z"),
        ("Europe/Berlin", "2026-11-19T23:00:00Z"), ("UTC", "2026-11-20T00:00:00Z"),
        ("America/New_York", "2026-11-20T05:00:00Z"), ("Pacific/Honolulu", "2026-11-20T10:00:00Z"),
        ("Etc/GMT+12", "2026-11-20T12:00:00Z"), ("+05:45", "2026-11-19T18:15:00Z"),
    ])
    func `a local release is at the fan's own midnight, over 26 hours`(
        zone: String, moment: String
    ) throws {
        #expect(try due("2026-11-20T00:00:00Z", zone) == moment)
        // Whatever the hour: the day is what the artist chose.
        #expect(try due("2026-11-20T17:30:00Z", zone) == moment)
    }

    @Test func `a global release is one moment`() throws {
        for zone in FewZones.rules.keys {
            #expect(
                try due("2026-11-20T17:30:00Z", zone, mode: .global) == "2026-11-20T17:30:00Z")
        }
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-28T23:00:00Z"),
        ("Europe/Berlin", "2026-03-30T00:00:00Z", "2026-03-29T22:00:00Z"),
        ("Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-24T22:00:00Z"),
        ("Europe/Berlin", "2026-10-26T00:00:00Z", "2026-10-25T23:00:00Z"),
        ("America/New_York", "2026-03-08T00:00:00Z", "2026-03-08T05:00:00Z"),
        ("America/New_York", "2026-03-09T00:00:00Z", "2026-03-09T04:00:00Z"),
        // Midnight does not happen: the day starts at one.
        ("Africa/Cairo", "2026-04-24T00:00:00Z", "2026-04-23T22:00:00Z"),
        ("America/Havana", "2026-03-08T00:00:00Z", "2026-03-08T05:00:00Z"),
        // Midnight happens twice: the first counts.
        ("America/Havana", "2026-11-01T00:00:00Z", "2026-11-01T04:00:00Z"),
    ])
    func `a day on which clocks change starts when it starts there`(
        zone: String, releaseAt: String, moment: String
    ) throws {
        #expect(try due(releaseAt, zone) == moment)
    }

    @Test func `without a zone the country's counts, without that UTC`() throws {
        let day = "2026-11-20T00:00:00Z"
        #expect(try due(day, nil, country: "US") == "2026-11-20T05:00:00Z")
        #expect(try due(day, "Nowhere/City", country: "DE") == "2026-11-19T23:00:00Z")
        #expect(try due(day, "../../etc/passwd", country: "DE") == "2026-11-19T23:00:00Z")
        #expect(try due(day, nil) == day)
        #expect(try due(day, nil, country: "ZZ") == day)
        // The browser knows better than the address.
        #expect(try due(day, "Pacific/Honolulu", country: "US") == "2026-11-20T10:00:00Z")
    }

    @Test func `a link without a date is out already`() throws {
        let link = Link(
            code: try #require(Code("summer")), account: 1, kind: .track, title: "T", artist: "A",
            createdAt: Instant(ms: 5))
        let fan = Smartlink.Fan(id: 1, locale: "en", createdAt: Instant(ms: 0))
        #expect(dueMoment(of: link, for: fan, zones: FewZones()) == Instant(ms: 5))
    }
}

struct CountryZonesTests {
    @Test func `a table's first zone of a country counts, and the principal one before it`() throws
    {
        let zones = CountryZones(
            table: Array(
                """
                # comment
                US\t+394606-0860929\tAmerica/Indiana/Indianapolis\tEastern - IN
                AE,OM,RE\t+2518+05518\tAsia/Dubai\tCrozet
                RE\t-2052+05528\tIndian/Reunion
                XX\t+0000+00000\t../../etc/passwd
                broken

                """.utf8))
        func name(_ country: String) throws -> String? {
            zones.name(ofCountry: try #require(ShortCode(country)))
        }
        #expect(try name("US") == "America/New_York")
        #expect(try name("AE") == "Asia/Dubai")
        #expect(try name("RE") == "Asia/Dubai")
        #expect(try name("XX") == nil)
        #expect(zones.name(ofCountry: .unknown) == nil)
    }
}
