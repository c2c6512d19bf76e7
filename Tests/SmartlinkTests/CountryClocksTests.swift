import Testing

@testable import Smartlink

/// A release at local midnight, as the fan's path and the explanation see it.
struct CountryClocksTests {
    /// Noon of 4 December 2026.
    private static let release = Instant(ms: 1_796_385_600_000)
    private static let midnight: Int64 = 1_796_342_400_000

    private func fan(in country: String, at ms: Int64) -> Fan {
        var fan = Fan()
        let now = Instant(ms: ms)
        fan.visit.now = now
        fan.visit.country = ShortCode(country) ?? .unknown
        fan.visit.minutesAhead = CountryClocks(FewZones(), at: now)
            .minutesAhead(in: fan.visit.country)
        return fan
    }

    private func link() -> Link {
        var link = Link.sample()
        link.releaseAt = Self.release
        link.releaseMode = .local
        return link
    }

    @Test(arguments: [("DE", Int64(-60)), ("US", 300), ("", 0), ("XX", 0)])
    func `a local release opens at the country's own midnight`(
        country: String, minutesLate: Int64
    ) {
        let moment = Self.midnight + minutesLate * 60_000
        #expect(fan(in: country, at: moment - 1).opens(link()).kind == .presave)
        #expect(fan(in: country, at: moment).opens(link()).kind != .presave)
    }

    @Test(arguments: ["DE", "US", "", "XX"])
    func `the explanation agrees at every hour around it`(country: String) {
        for hour in Int64(-30)...30 {
            let fan = fan(in: country, at: Self.midnight + hour * 3_600_000)
            var enquiry = Enquiry(now: fan.visit.now, agent: Agent())
            enquiry.country = fan.visit.country
            enquiry.minutesAhead = fan.visit.minutesAhead
            let told = explain(enquiry, link: link(), catalogue: Config.catalogue)
            #expect(told.decision.kind == fan.opens(link()).kind)
        }
    }

    @Test func `clocks hold until a country puts its own forward or back`() {
        let winter = Instant(ms: 1_774_745_999_000)
        let clocks = CountryClocks(FewZones(), at: winter)
        let ahead = clocks.minutesAhead(in: ShortCode("DE") ?? .unknown)
        let before = clocks.hold(FewZones(), at: Instant(ms: winter.ms - 3_600_000))
        let after = clocks.hold(FewZones(), at: Instant(ms: winter.ms + 1_000))
        #expect(ahead == 60)
        #expect(before)
        #expect(!after)
    }

    @Test func `what is no country is in UTC`() {
        let clocks = CountryClocks(FewZones(), at: Self.release)
        for code in ["", "de", "D", "DEU", "1A", "A1"] {
            let ahead = clocks.minutesAhead(in: ShortCode(code) ?? .unknown)
            #expect(ahead == (code == "DEU" ? 60 : 0))
        }
    }
}
