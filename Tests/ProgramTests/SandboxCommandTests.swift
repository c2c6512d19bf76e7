import API
import JSONText
import Testing

@testable import Program

struct SandboxCommandTests {
    @Test func `the settings name where the stand-ins answer`() async throws {
        let stage = try SandboxStage.start("127.0.0.1:0")
        #expect(stage.address.hasPrefix("http://127.0.0.1:"))
        #expect(!stage.address.hasSuffix(":0"))
        let platforms = try #require(stage.settings["platforms"])
        #expect(platforms["tidal"]?["apiBase"] == .string("\(stage.address)/tidal"))
        #expect(
            platforms["spotify"]?["tokenUrl"] == .string("\(stage.address)/spotify/api/token"))
        #expect(platforms["apple-music"]?["privateKeyFile"] != nil)
        #expect(platforms["apple-music"]?["authorizeUrl"] == nil)
        #expect(
            platforms["apple-music"]?["scriptUrl"]
                == .string("\(stage.address)/apple-music/musickit.js"))
        #expect(stage.text.contains("none of this is a real streaming service"))
        await stage.stop()
    }

    @Test func `a server takes the settings as they are printed`() async throws {
        let stage = try SandboxStage.start("127.0.0.1:0")
        var sources = ConfigurationSources()
        sources.file = ("sandbox.json", Array(stage.settings.text.utf8))
        let configuration = try sources.configuration()
        #expect(configuration.platforms["tidal"]?.isSet == true)
        #expect(configuration.platforms["apple-music"]?.isSet == true)
        await stage.stop()
    }

    @Test func `a taken address is named`() async throws {
        let stage = try SandboxStage.start("127.0.0.1:0")
        let taken = String(stage.address.dropFirst("http://".count))
        let failure = #expect(throws: CommandFailure.self) { try SandboxStage.start(taken) }
        #expect(failure?.message.contains("--listen takes another address") == true)
        await stage.stop()
    }

    @Test func `an address that is none is misuse`() {
        let failure = #expect(throws: CommandFailure.self) { try SandboxStage.start("here") }
        #expect(failure?.code == .misused)
    }
}
