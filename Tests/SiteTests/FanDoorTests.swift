import HTTP
import Smartlink
import Testing

struct FanDoorTests {
    @Test(arguments: [HTTP.Method.get, .head])
    func `a code alone leads to its link's page`(method: HTTP.Method) async throws {
        let stage = try await DoorStage()
        let answer = await stage.ask(method, "/mira-sleeper")
        #expect(answer.status == 302)
        #expect(answer.fields["Location"] == "/link/mira-sleeper")
        #expect(answer.fields["Cache-Control"] == "no-store")
    }

    @Test(
        arguments: ["/", "/nobody", "/mira-sleeper/", "/mira-sleeper/x", "/mira sleeper", "/link"])
    func `what is no code of a link is not found`(path: String) async throws {
        let stage = try await DoorStage()
        #expect(await stage.ask(.get, path).status == 404)
    }

    @Test func `a code alone takes nothing but reading`() async throws {
        let stage = try await DoorStage()
        #expect(await stage.ask(.post, "/mira-sleeper").status == 404)
    }

    @Test func `a store in trouble has not lost the link`() async throws {
        let stage = try await DoorStage()
        try await stage.damage()
        #expect(await stage.ask(.get, "/mira-sleeper").status == 503)
    }
}
