import JSONText
import Testing

@testable import Program

@Suite(.serialized) struct ResolveCommandTests {
    /// The command with the sandbox for its only catalogues.
    private func resolve(
        _ words: [String], _ place: borrowing Workplace, at sandbox: SandboxStage
    ) async -> (answer: String, failure: CommandFailure?) {
        await place.run(
            ["resolve"] + words,
            environment: [
                "SEGUE_LOOKUP_SOURCES": "spotify,deezer", "SEGUE_LOOKUP_TIMEOUT_MS": "60000",
                "SEGUE_PLATFORMS_SPOTIFY_CLIENT_ID": "segue-sandbox",
                "SEGUE_PLATFORMS_SPOTIFY_CLIENT_SECRET": "segue-sandbox-secret",
                "SEGUE_PLATFORMS_SPOTIFY_API_BASE": "\(sandbox.address)/spotify",
                "SEGUE_PLATFORMS_SPOTIFY_TOKEN_URL": "\(sandbox.address)/spotify/api/token",
                "SEGUE_PLATFORMS_DEEZER_API_BASE": "\(sandbox.address)/deezer",
            ])
    }

    @Test(arguments: [
        "GBARL9300135", "gb-arl-93-00135", "spotify:track:4cOdK2wGLETKBW3PvgPWqT",
        "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT",
    ])
    func `a recording is told by its ISRC or its place`(text: String) async throws {
        let place = Workplace()
        let sandbox = try SandboxStage.start("127.0.0.1:0")
        let (answer, failure) = await resolve([text], place, at: sandbox)
        #expect(failure == nil)
        #expect(answer.hasPrefix("track “Never Gonna Give You Up” by Rick Astley (GBARL9300135)\n"))
        #expect(
            answer.contains(
                "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT (verified, 100 %)"))
        #expect(answer.contains("knows it"))
        await sandbox.stop()
    }

    @Test func `with --json it says what the API says`() async throws {
        let place = Workplace()
        let sandbox = try SandboxStage.start("127.0.0.1:0")
        let (answer, failure) = await resolve(["724384960650", "--json"], place, at: sandbox)
        #expect(failure == nil)
        let json = try JSON(reading: Array(answer.utf8))
        #expect(json["kind"] == "album" && json["title"] == "Discovery")
        guard case .array(let sources) = json["sources"] else {
            Issue.record("no sources: \(answer)")
            return
        }
        #expect(sources.map { $0["outcome"] } == ["found", "found"])
        await sandbox.stop()
    }

    @Test func `music nobody knows ends with 1 and says what each one said`() async throws {
        let place = Workplace()
        let sandbox = try SandboxStage.start("127.0.0.1:0")
        let (answer, failure) = await resolve(["QZZZZ9999999"], place, at: sandbox)
        #expect(failure?.code == .failed)
        #expect(answer.contains("spotify") && answer.contains("does not have it (yet)"))
        await sandbox.stop()
    }

    @Test(arguments: [
        ("GBARL930013", "12 characters"), ("724384960651", "should be 0, not 1"),
        ("https://example.org/x", ""),
    ])
    func `what cannot be looked up is refused with what is wrong`(text: String, word: String)
        async throws
    {
        let place = Workplace()
        let sandbox = try SandboxStage.start("127.0.0.1:0")
        let (answer, failure) = await resolve([text], place, at: sandbox)
        #expect(failure != nil && answer.isEmpty)
        #expect(failure?.message.contains(word) == true || word.isEmpty)
        await sandbox.stop()
    }

    @Test func `without any source it says so`() async {
        let place = Workplace()
        let (_, failure) = await place.run("resolve", "GBARL9300135")
        #expect(failure?.message.contains("switched off all sources") == true)
    }
}
