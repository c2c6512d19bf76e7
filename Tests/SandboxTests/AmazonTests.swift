import HTTP
import Testing

@testable import Sandbox

struct AmazonTests {
    let stage = Stage()

    private func fields() async throws -> Fields {
        let tokens = try await stage.tokens(
            authorize: "/amazon-music/ap/oa", token: "/amazon-music/auth/o2/token",
            scope: "music::library")
        return ["Authorization": "Bearer \(tokens.access)", "x-api-key": "profile"]
    }

    @Test func `a recording is found by its ISRC`() async throws {
        let found = await stage.json(
            "/amazon-music/v1/search/tracks",
            #"{"searchFilters":[{"field":"isrc","query":"GBARL9300135"}]}"#, try await fields())
        #expect(found.status == 200)
        #expect(found.member("isrc") == "GBARL9300135")
    }

    @Test func `there is no way to save, as none is documented`() async throws {
        let answer = await stage.json(
            "/amazon-music/v1/me/library/tracks", "{}", try await fields())
        #expect(answer.status == 404)
        #expect(answer.member("code") == "NOT_FOUND")
    }

    @Test func `token and key are both needed`() async throws {
        var fields = try await fields()
        let body = #"{"searchFilters":[{"field":"isrc","query":"GBARL9300135"}]}"#
        let target = "/amazon-music/v1/search/tracks"
        #expect(await stage.json(target, body, ["x-api-key": "profile"]).status == 401)
        fields["x-api-key"] = nil
        #expect(await stage.json(target, body, fields).status == 403)
    }
}
