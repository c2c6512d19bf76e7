import HTTP
import Smartlink
import Testing

@testable import Site

/// A pre-save link, and a variant of it that its test deals.
private func stage() async throws -> (house: PresaveHouse, link: Link, variant: Link) {
    let house = try await PresaveHouse()
    let variant = try await house.link("summer-b") { $0.family = Code("summer") }
    let link = try await house.link { link in
        link.split = Split(
            variants: [
                SplitShare(variant: variant.code, weight: 1, link: variant.id),
                SplitShare(variant: link.code, weight: 1, link: 999),
            ], since: PresaveHouse.start)
    }
    return (house, link, variant)
}

struct VariantStepsTests {
    @Test func `every step of a pre-save counts under the variant that was shown`() async throws {
        let (house, _, variant) = try await stage()
        let (begun, _) = try await house.presave(cookie: "segue_variant=summer-b")
        #expect(
            begun.cookies.last
                == "segue_variant=summer-b; Path=/oauth/tidal; Max-Age=600; HttpOnly; "
                + "SameSite=Lax; Secure")
        #expect(house.steps == ["presaveStarted", "presaveAuthorised", "presaveQueued"])
        #expect(house.log.records.map(\.event.variant) == [variant.id, variant.id, variant.id])
    }

    @Test(arguments: ["segue_variant=winter", "segue_variant=%", "a=b"])
    func `a cookie that names no variant counts for none`(cookie: String) async throws {
        let (house, _, _) = try await stage()
        let (begun, _) = try await house.presave(cookie: cookie)
        #expect(!begun.cookie.contains("segue_variant"))
        #expect(house.log.records.map(\.event.variant) == [0, 0, 0])
    }

    @Test func `a sign-up takes its variant along to the confirmation`() async throws {
        let (house, _, _) = try await stage()
        let page = try #require(
            try await house.ask(
                .post, "/link/summer/subscribe", "address=fan@example.org&reminder=1",
                cookie: "segue_variant=summer-b"))
        #expect(page.status == 200)
        #expect(
            page.cookies.last
                == "segue_variant=summer-b; Path=/confirm; Max-Age=172800; HttpOnly; "
                + "SameSite=Lax; Secure")
    }

    @Test func `an artist's own steps are kept and not counted`() async throws {
        let (house, link, _) = try await stage()
        _ = try await house.presave(cookie: "segue_own=\(link.account)")
        #expect(house.log.records.count == 3)
        #expect(house.log.records.allSatisfy { $0.event.agent.kind == .prefetch })
        #expect(house.log.records.allSatisfy { $0.event.visitor == 0 })
        let before = try await house.presave(cookie: "segue_own=\(link.account + 1)")
        #expect(!before.begun.cookie.contains("segue_own"))
        #expect(house.log.records.dropFirst(3).allSatisfy { $0.event.agent.kind == .human })
    }
}
