import Outbound
import Platforms
import Smartlink
import Testing

struct PlatformAdaptersTests {
    private func failure(
        _ id: String, _ change: (inout PlatformCredentials) -> Void = { _ in }
    ) throws -> Failure? {
        var credentials = PlatformCredentials()
        change(&credentials)
        let outbound = try Outbound(version: "1")
        do throws(Failure) {
            _ = try PlatformAdapters.adapter(
                id, credentials, over: outbound, clock: { Instant(ms: 0) })
            return nil
        } catch { return error }
    }

    @Test(arguments: PlatformAdapters.ids)
    func `each platform says which of its credentials is missing`(id: String) throws {
        let failure = try failure(id)
        #expect(failure?.code == .invalidField)
        #expect(failure?.field == (id == "apple-music" ? "teamId" : "clientId"))
    }

    @Test(arguments: ["amazon-music", "pandora", "bandcamp", "", "Spotify"])
    func `a platform nothing can be saved on has no adapter`(id: String) throws {
        #expect(try failure(id) { $0.clientId = "a" }?.code == .invalidField)
    }

    @Test func `a public client of Spotify or TIDAL needs no secret`() throws {
        #expect(try failure("spotify") { $0.clientId = "a" } == nil)
        #expect(try failure("tidal") { $0.clientId = "a" } == nil)
        #expect(try failure("youtube-music") { $0.clientId = "a" }?.field == "clientSecret")
    }

    @Test func `credentials never show their secret`() {
        var credentials = PlatformCredentials()
        credentials.clientId = "app"
        credentials.clientSecret = "hush"
        credentials.privateKey = "hush"
        #expect("\(credentials)" == "PlatformCredentials(app)")
        #expect(!String(reflecting: credentials).contains("hush"))
    }
}
