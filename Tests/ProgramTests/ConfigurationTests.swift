import EventLoop
import HTTP
import HTTPServer
import Store
import Telemetry
import Testing

@testable import Program

private func configured(
    _ text: String, environment: [String: String] = [:], flags: [String: String] = [:]
) throws(ConfigurationFailure) -> Configuration {
    var sources = ConfigurationSources()
    sources.file = ("segue.json", Array(text.utf8))
    sources.environment = environment
    sources.flags = flags
    return try sources.configuration()
}

private func complaint(_ text: String, environment: [String: String] = [:]) -> String {
    do {
        _ = try configured(text, environment: environment)
        return "accepted"
    } catch { return error.description }
}

struct ConfigurationTests {
    @Test func `nothing configured is the defaults`() throws {
        let configuration = try configured("{}")
        #expect(configuration.listen.description == "127.0.0.1:8080")
        #expect(configuration.publicURL == "http://127.0.0.1:8080")
        #expect(configuration.durability == .power)
        #expect(configuration.limits.head.headBytesMax == 16_384)
    }

    @Test func `comments, bare keys, either quote and trailing commas are read`() throws {
        let configuration = try configured(
            """
            // a comment
            {
              listen: '0.0.0.0:80', /* another */
              "baseUrl": "https://Music.Example.org/",
              trustedProxies: ["10.0.0.0/8", '::1',],
              limits: { idleSecondsMax: .5, connectionsMax: 0x100, },
              metrics: null,
            }
            """)
        #expect(configuration.listen.port == 80)
        #expect(configuration.baseURL?.text == "https://music.example.org")
        #expect(configuration.trustedProxies.count == 2)
        #expect(configuration.limits.idleSecondsMax == 0.5)
        #expect(configuration.limits.connectionsMax == 256)
        #expect(configuration.metrics == nil)
    }

    @Test(arguments: [
        (
            "{\n listne: \"1.2.3.4:5\" }",
            "segue.json:2: listne: there is no such setting; did you mean listen?"
        ),
        (
            "{ frobnicate: 1 }",
            "segue.json:1: frobnicate: there is no such setting; config/segue.json lists them all"
        ),
        (
            "{\n\n limits: {\n  headBytesMax: \"big\" } }",
            "segue.json:4: limits.headBytesMax: expects a whole number from 1024 to 65536, not \"big\""
        ),
        (
            "{ limits: { headBytesMax: 12 } }",
            "segue.json:1: limits.headBytesMax: expects a whole number from 1024 to 65536, not 12"
        ),
        (
            "{ limits: { headBytesMax: 2048.5 } }",
            "segue.json:1: limits.headBytesMax: expects a whole number from 1024 to 65536, not 2048.5"
        ),
        (
            "{ limits: 3 }",
            "segue.json:1: limits: expects a group of settings in { }, not a number"
        ),
        (
            "{ durability: \"maybe\" }",
            "segue.json:1: durability: expects \"power\" or \"process\", not \"maybe\""
        ),
        (
            "{ listen: true }",
            "segue.json:1: listen: expects an address and port such as \"127.0.0.1:8080\", not true"
        ),
        (
            "{ baseUrl: \"https://example.org/music\" }",
            "segue.json:1: baseUrl: expects an address such as \"https://music.example.org\", or null, not \"https://example.org/music\""
        ),
        (
            "{ workers: 1,\n workers: 2 }",
            "segue.json:2: workers: stands here twice, first in line 1; keep one"
        ),
        ("{ workers: 1\n listen: 2 }", "segue.json:1: a comma is missing after workers"),
        ("{ workers: one }", "segue.json:1: one is no value; a text needs quotes: \"one\""),
        ("{ workers 1 }", "segue.json:1: a : is missing behind the key workers"),
        ("{\n workers: 1", "segue.json:1: the { that opens here is never closed"),
        ("{ data: \"x }\n}", "segue.json:1: the text that starts here is never closed"),
        ("{ /* }", "segue.json:1: the comment that starts here is never closed"),
        ("[1]", "segue.json:1: the file must start with { and hold settings"),
        ("", "segue.json:1: the file must start with { and hold settings"),
        ("{} {}", "segue.json:1: nothing may follow the closing }"),
        (
            "{ idle: Infinity }",
            "segue.json:1: Infinity is no value; a text needs quotes: \"Infinity\""
        ),
    ])
    func `a mistake is named by file, line and key`(text: String, message: String) {
        #expect(complaint(text) == message)
    }

    @Test func `deep nesting ends in a refusal`() {
        let text = "{a:" + String(repeating: "[", count: 100_000)
        #expect(complaint(text) == "segue.json:1: nested too deeply")
    }

    @Test func `a file that is not text is refused`() {
        var sources = ConfigurationSources()
        sources.file = ("segue.json", [0x7B, 0xFF, 0x7D])
        #expect(throws: ConfigurationFailure.self) { try sources.configuration() }
    }

    @Test func `flags win over variables, variables over the file`() throws {
        let file = "{ listen: \"127.0.0.1:1\", data: \"file\", workers: 1 }"
        let variables = ["SEGUE_LISTEN": "127.0.0.1:2", "SEGUE_DATA": "variable"]
        let configuration = try configured(
            file, environment: variables, flags: ["listen": "127.0.0.1:3"])
        #expect(configuration.listen.port == 3)
        #expect(configuration.data == "variable")
        #expect(configuration.workers == 1)
    }

    @Test(arguments: [
        ("listen", "SEGUE_LISTEN"), ("baseUrl", "SEGUE_BASE_URL"),
        ("limits.headBytesMax", "SEGUE_LIMITS_HEAD_BYTES_MAX"),
        ("events.commitMsMax", "SEGUE_EVENTS_COMMIT_MS_MAX"),
    ])
    func `every setting is a variable`(key: String, variable: String) {
        #expect(Setting.all.first { $0.key == key }?.variable == variable)
    }

    @Test func `a variable's list has commas, an empty one is none`() throws {
        let configuration = try configured(
            "{}",
            environment: [
                "SEGUE_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8", "SEGUE_METRICS": "",
                "SEGUE_LOG_LEVEL": "debug",
            ])
        #expect(configuration.trustedProxies.count == 2)
        #expect(configuration.metrics == nil)
        #expect(configuration.logLevel == .debug)
    }

    @Test func `a wrong variable is named`() {
        let text = complaint("{}", environment: ["SEGUE_WORKERS": "many"])
        #expect(text == "SEGUE_WORKERS: expects a whole number from 0 to 256, not \"many\"")
    }

    @Test func `variables nobody reads are noticed, other programs' are not`() {
        var sources = ConfigurationSources()
        sources.environment = [
            "SEGUE_LISTNE": "1", "SEGUE_CONFIG": "x", "SEGUE_LISTEN": "", "HOME": "/",
        ]
        #expect(sources.unknownVariables == ["SEGUE_LISTNE"])
    }

    @Test func `what is hardly meant is said`() throws {
        #expect(try configured("{}").doubts.isEmpty)
        #expect(try configured("{ baseUrl: \"https://a.example\" }").doubts.count == 1)
        #expect(try configured("{ countryHeader: \"CF-IPCountry\" }").doubts.count == 1)
    }

    @Test func `no setting stands in the table twice`() {
        let keys = Setting.all.map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(Set(Setting.all.map(\.variable)).count == keys.count)
    }
}
