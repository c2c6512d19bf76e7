import Smartlink
import Testing

struct AgentTests {
    @Test(arguments: AgentSample.all)
    func `each is known for what it is`(sample: AgentSample) {
        let agent = Config.agents.classify(sample.userAgent)
        #expect("\(agent.kind)" == sample.kind)
        let app = Config.catalogue.platform(number: agent.app)?.id
        if sample.kind == "human" { #expect(app == sample.platform) }
        if let os = sample.os {
            #expect(agent.os.name == os)
            #expect(agent.isInApp == sample.isInApp)
        }
    }

    @Test func `case does not matter, and what stands far behind is not read`() {
        #expect(Config.agents.classify("GOOGLEBOT/2.1").kind == .crawler)
        let far = String(repeating: "x", count: agentScanBytesMax) + " Googlebot"
        #expect(Config.agents.classify(far).kind == .human)
    }

    @Test(arguments: [
        (
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            BotClass.search
        ),
        ("Mozilla/5.0; compatible; GPTBot/1.1; +https://openai.com/gptbot", .ai),
        ("Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", .monitor),
        ("curl/8.5.0", .library), ("TelegramBot (like TwitterBot)", .preview),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", .other),
        ("Mozilla/5.0 zgrab/0.x", .scanner), ("", .other),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            .none
        ),
    ])
    func `a bot is of the class its list is`(userAgent: String, botClass: BotClass) {
        let agent = Config.agents.classify(userAgent)
        #expect(agent.botClass == botClass)
        #expect((agent.kind == .human) == (botClass == .none))
    }

    @Test func `ties and borders are kept`() throws {
        let json = """
            { "previews": ["^Start/", "end$", "^whole$"], "crawlers": ["|word|"], "libraries": [],
              "inApp": [{ "pattern": "cat", "except": ["|concat"] }], "systems": [] }
            """
        let file = try Config.decode(CrawlersFile.self, json)
        let table = try AgentTable(file: file, platforms: [])
        #expect(table.classify("start/1").kind == .preview)
        #expect(table.classify(" start/1").kind == .human)
        #expect(table.classify("the end").kind == .preview)
        #expect(table.classify("the end.").kind == .human)
        #expect(table.classify("whole").kind == .preview)
        #expect(table.classify("wholesome").kind == .human)
        #expect(table.classify("a word.").kind == .crawler)
        #expect(table.classify("a sword").kind == .human)
        #expect(table.classify("words").kind == .human)
        #expect(table.classify("a cat").isInApp)
        #expect(!table.classify("concat").isInApp)
        #expect(table.classify("").kind == .crawler)
    }

    @Test(
        arguments: [
            (
                #"{"crawlers":["x"]}"#,
                "crawlers[0].pattern"
            ),
            (
                #"{"previews":["ö--"]}"#,
                "previews[0].pattern"
            ),
            (
                #"{"systems":[{"os":"dos","patterns":[]}]}"#,
                "systems[0].os"
            ),
            (
                #"{"crawlers":[{"pattern":"ab","except":[""]}]}"#,
                "crawlers[0].except[0]"
            ),
        ])
    func `a wrong pattern is named by its place`(json: String, field: String) throws {
        let file = try Config.decode(CrawlersFile.self, json)
        #expect {
            _ = try AgentTable(file: file, platforms: [])
        } throws: {
            ($0 as? Failure)?.field == field
        }
    }

    @Test func `an unknown key is refused by name`() {
        let json =
            #"{"previews":[],"bots":[]}"#
        #expect {
            _ = try Config.decode(CrawlersFile.self, json)
        } throws: {
            "\($0)".contains("unknown key \"bots\"")
        }
    }

    /// Random bytes and random mixtures of real User-Agents: any answer will do, a fault will not.
    @Test(arguments: [7, 8] as [UInt64])
    func `no User-Agent is a fault`(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        let pieces = AgentSample.all.map(\.userAgent) + ["\u{0}", "é", "((((", "bot"]
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                text += String(piece.prefix(Int.random(in: 0...40, using: &random)))
            }
            #expect(Config.agents.classify(text) == Config.agents.classify(text.uppercased()))
        }
    }
}
