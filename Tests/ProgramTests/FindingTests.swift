// From one code to every platform, over a running server and the sandbox: whatever is wired wrongly in between shows here.
import EventLoop
import Glibc
import JSONText
import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

/// A server whose only catalogues are the sandbox's.
private struct CatalogueStage {
    let service: Service
    let sandbox: SandboxStage
    let owner: Account
    let key: String
    private let logPath: String

    static let code = "never-gonna"

    init(_ place: borrowing Workplace, timeoutMs: Int = 60_000) async throws {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "127.0.0.1:0", "data": place.data]
        sources.environment = ["SEGUE_WORKERS": "1"]
        var configuration = try sources.configuration()
        sandbox = try DemoPlatforms.start(for: &configuration)
        configuration.lookup.timeoutMs = timeoutMs
        logPath = "\(place.path)/log"
        let descriptor = unsafe open(logPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        service = try await Service.start(
            configuration, log: Log(level: .info, descriptor: descriptor))
        let made = try await service.actions.createAccount(name: "Mira", plan: .pro, credits: 3)
        owner = made.account
        key = made.secret.text
    }

    func stop() async {
        await service.stop()
        await sandbox.stop()
    }

    /// Status and body of what the API answers.
    func ask(_ line: String, _ body: String = "") async throws -> (status: Int, json: JSON) {
        let answer = await Exchange.ask(
            line, at: service.address,
            [
                "Authorization: Bearer \(key)", "Content-Type: application/json",
                "Content-Length: \(body.utf8.count)",
            ], body)
        let end = try #require(answer.firstRange(of: "\r\n\r\n"), "\(answer)")
        let status = try #require(Int(answer.dropFirst("HTTP/1.1 ".count).prefix(3)))
        return (status, try JSON(reading: Array(answer[end.upperBound...].utf8)))
    }

    func damage(_ path: String, _ fault: String) async throws {
        let answer = await Exchange.post(
            "/admin/faults", #"{"path":"\#(path)",\#(fault)}"#, at: sandbox.address)
        try #require(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
    }

    /// The link once it is so; as it is after a minute else.
    func link(once isSo: (JSON) -> Bool) async throws -> JSON {
        var link = JSON.null
        for _ in 0..<600 {
            link = try await ask("GET /api/v1/links/\(Self.code)").json
            if isSo(link) { return link }
            try await Task.sleep(nanoseconds: 100_000_000)
        }
        return link
    }

    /// The lines of the log about an event, in order.
    func logged(_ event: String) throws -> [JSON] {
        let text = String(decoding: try ProgramFile.read(logPath), as: UTF8.self)
        return try text.split(separator: "\n").map { try JSON(reading: Array($0.utf8)) }
            .filter { $0["event"] == .string(event) }
    }
}

extension JSON {
    fileprivate var list: [JSON] { if case .array(let items) = self { items } else { [] } }
    fileprivate var word: String { if case .string(let text) = self { text } else { "" } }

    fileprivate func on(_ platform: String) -> JSON? {
        self["destinations"]?.list.first { $0["platform"] == .string(platform) }
    }

    fileprivate func source(_ id: String) -> JSON? {
        self["sources"]?.list.first { $0["source"] == .string(id) }
    }
}

@Suite(.serialized) struct FindingTests {
    private let everywhere = [
        "spotify", "apple-music", "tidal", "deezer", "soundcloud", "youtube", "amazon-music",
    ]

    @Test(arguments: [
        #""isrc":"GBARL9300135""#,
        #""sourceUrl":"https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT?si=1""#,
    ])
    func `one code becomes a link to every platform that has the music`(clue: String) async throws {
        let place = Workplace()
        let stage = try await CatalogueStage(place)
        let made = try await stage.ask(
            "POST /api/v1/links", #"{\#(clue),"slug":"\#(CatalogueStage.code)"}"#)
        try #require(made.status == 201, "\(made.json.text)")
        #expect(made.json["title"] == "Never Gonna Give You Up")
        #expect(made.json["artist"] == "Rick Astley")
        #expect(made.json["kind"] == "track" && made.json["isrc"] == "GBARL9300135")
        let link = try await stage.link { link in
            everywhere.allSatisfy { link.on($0)?["status"] == "verified" }
        }
        for platform in everywhere {
            #expect(link.on(platform)?["status"] == "verified", "\(platform)")
        }
        for platform in ["pandora", "bandcamp"] {
            #expect(link.on(platform)?["source"] == "search", "\(platform)")
            #expect(link.on(platform)?["status"] == "unavailable", "\(platform)")
        }
        // A machine reads where fans are sent, and nothing else.
        let text = await Exchange.get(
            "/link/\(CatalogueStage.code).json", at: stage.service.address)
        #expect(text.contains("open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"))
        #expect(!text.contains("pandora"))
        #expect(try await stage.ask("GET /api/v1/account").json["credits"] == 2)
        await stage.stop()
    }

    @Test func `an album is found by its UPC`() async throws {
        let place = Workplace()
        let stage = try await CatalogueStage(place)
        let made = try await stage.ask(
            "POST /api/v1/links", #"{"upc":"724384960650","slug":"\#(CatalogueStage.code)"}"#)
        try #require(made.status == 201, "\(made.json.text)")
        #expect(made.json["kind"] == "album" && made.json["title"] == "Discovery")
        let link = try await stage.link { $0.on("deezer")?["status"] == "verified" }
        #expect(link.on("deezer")?["url"] == "https://www.deezer.com/album/302127")
        await stage.stop()
    }

    @Test
    func
        `platforms that hang, talk nonsense, want a pause or are broken say so, and nobody waits for them`()
        async throws
    {
        let place = Workplace()
        let stage = try await CatalogueStage(place, timeoutMs: 9_000)
        try await stage.damage("/tidal/v2/tracks", #""fault":"timeout","seconds":100"#)
        try await stage.damage("/deezer/track", #""fault":"garbage""#)
        try await stage.damage(
            "/spotify/v1/search", #""fault":"rate_limited","seconds":2,"times":1"#)
        try await stage.damage("/soundcloud/tracks", #""fault":"server_error""#)
        let began = SystemClock.realMs()
        let answer = try await stage.ask("POST /api/v1/resolve", #"{"isrc":"GBARL9300135"}"#).json
        #expect(SystemClock.realMs() - began < 60_000)
        #expect(answer["title"] == "Never Gonna Give You Up")
        #expect(answer.on("apple-music")?["status"] == "verified")
        let outcomes = [
            "tidal": "timed_out", "deezer": "garbled", "spotify": "rate_limited",
            "soundcloud": "unreachable", "apple-music": "found", "amazon-music": "found",
        ]
        for (source, outcome) in outcomes {
            #expect(answer.source(source)?["outcome"] == .string(outcome), "\(source)")
        }
        #expect(answer.source("spotify")?["retryAfterMs"] == 2_000)
        #expect(answer.source("tidal")?["message"] == "did not answer in time")
        await stage.service.stop()
        // It still holds the answer nobody waits for.
        Task { [sandbox = stage.sandbox] in await sandbox.stop() }
    }

    @Test func `who wanted a pause is asked when it said, and the link fills in`() async throws {
        let place = Workplace()
        let stage = try await CatalogueStage(place)
        try await stage.damage(
            "/spotify/v1/search", #""fault":"rate_limited","seconds":2,"times":1"#)
        let made = try await stage.ask(
            "POST /api/v1/links", #"{"isrc":"GBARL9300135","slug":"\#(CatalogueStage.code)"}"#)
        try #require(made.status == 201, "\(made.json.text)")
        #expect(made.json.on("spotify")?["source"] == "search")
        #expect(made.json["version"] == 1)
        let link = try await stage.link { $0.on("spotify")?["status"] == "verified" }
        #expect(link.on("spotify")?["source"] == "resolver")
        #expect(link["version"] != 1)
        let rests = try stage.logged("source_rests")
        #expect(rests.map { $0["source"] } == ["spotify"])
        #expect(rests.first?["seconds"] == 2)
        let round = try #require(try stage.logged("link_looked_for").first)
        #expect(round["link"] == .string(CatalogueStage.code) && round["round"] == 2)
        let asked = try #require(try stage.logged("source_asked_again").first)
        #expect(asked["source"] == "spotify")
        let wanted = try #require(Instant(rfc3339: rests.first?["time"]?.word ?? ""))
        let came = try #require(Instant(rfc3339: asked["time"]?.word ?? ""))
        #expect(came.ms - wanted.ms >= 2_000)
        let metrics = await Exchange.get("/metrics", at: try #require(stage.service.metricsAddress))
        #expect(metrics.contains(#"{platform="spotify",outcome="rate_limited"} 1"#))
        await stage.stop()
    }

    @Test func `a release that is not out yet fills in when it is`() async throws {
        let place = Workplace()
        let stage = try await CatalogueStage(place)
        try await stage.damage("/deezer", #""fault":"not_released""#)
        let made = try await stage.ask(
            "POST /api/v1/links", #"{"isrc":"GBARL9300135","slug":"\#(CatalogueStage.code)"}"#)
        #expect(made.json.on("deezer")?["source"] == "search")
        _ = try await stage.link { $0.on("tidal")?["status"] == "verified" }
        _ = await Exchange.ask("DELETE /admin/faults", at: stage.sandbox.address)
        // The day has come: whoever missed it is asked again.
        let soon = Instant(ms: SystemClock.realMs() + 1_000)
        let moved = try await stage.ask(
            "PATCH /api/v1/links/\(CatalogueStage.code)", #"{"releaseAt":"\#(soon.rfc3339)"}"#)
        #expect(moved.status == 200)
        let link = try await stage.link { $0.on("deezer")?["status"] == "verified" }
        #expect(link.on("deezer")?["status"] == "verified")
        await stage.stop()
    }
}
