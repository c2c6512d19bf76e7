import Crypto
import Operations
import Smartlink
import Store
import Testing

struct FinishPresaveTests {
    @Test func `a code becomes a queued save with a sealed grant, due at the release`() async throws
    {
        let desk = try await FanDesk()
        let link = try await desk.link()
        let begun = try await desk.begin()
        #expect(try await desk.finish(begun) == "queued")
        let save = try #require(try await desk.saves(of: begun.fan.id).first)
        #expect(save.state == .queued && save.mode == .direct && save.link == link.id)
        #expect(save.dueAt == FanDesk.release && save.platform == "tidal")
        #expect(try desk.grant()?.access == "access-good")
        #expect(try desk.grant()?.refresh == "refresh")
    }

    @Test
    func `the code is redeemed with the verifier of the challenge, at the registered address`()
        async throws
    {
        let desk = try await FanDesk()
        _ = try await desk.link()
        try await desk.finish(desk.begin())
        let redeemed = try #require(desk.platform.redeemed.first)
        #expect(redeemed[2] == "https://segue.example/oauth/tidal/callback")
        let challenge = try #require(desk.platform.challenges.first)
        #expect(base64(SHA256.digest(Array(redeemed[1].utf8))) == challenge)
        // RFC 7636 §4.1.
        #expect((43...128).contains(redeemed[1].utf8.count))
    }

    @Test func `a state is good once`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        #expect(try await desk.finish(begun) == "queued")
        #expect(try await desk.finish(begun) == "stale, no link")
        #expect(desk.platform.redeemed.count == 1)
    }

    @Test func `of two who bring a state at the same time one is served`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        async let one = desk.finish(begun)
        async let other = desk.finish(begun)
        #expect(try await [one, other].sorted() == ["queued", "stale, no link"])
        #expect(desk.platform.redeemed.count == 1)
    }

    @Test func `a state is good in the browser it began in only`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let others = try await desk.begin()
        for browser: String? in [nil, "", "forged", others.browser] {
            let begun = try await desk.begin()
            #expect(try await desk.finish(begun, browser: browser) == "otherBrowser")
            // And it is used up.
            #expect(try await desk.finish(begun) == "stale, no link")
        }
        #expect(desk.platform.redeemed.isEmpty)
    }

    @Test func `forged and foreign states are none`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        let tokens = desk.actions.tokens
        let states = [
            "", "x", String(repeating: "A", count: 5_000), begun.state + "A",
            String(begun.state.dropLast()), "\(begun.state)\r\n",
            // Signed here, and never begun.
            tokens.make([1, 2], for: .state),
            tokens.make([begun.fan.id], for: .fan), tokens.make([begun.fan.id, 2], for: .confirm),
        ]
        for state in states {
            var forged = begun
            forged.state = state
            #expect(try await desk.finish(forged) == "stale, no link", "\(state.prefix(60))")
        }
        #expect(try await desk.finish(begun) == "queued")
    }

    @Test func `a state of one platform is none of another`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        #expect(
            try await desk.finish(begun, on: "apple-music", .token("t"))
                == "stale, no link")
        #expect(desk.platform.redeemed.isEmpty)
    }

    @Test(arguments: [(Int64(600_000), "queued"), (600_001, "stale, no link")])
    func `a state is good for ten minutes`(age: Int64, finish: String) async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        desk.wait(ms: age)
        #expect(try await desk.finish(begun) == finish)
    }

    @Test(arguments: [
        ("access_denied", "denied"), ("server_error", "unreachable"), ("<script>", "unreachable"),
    ])
    func `a refusal of the platform ends it`(error: String, finish: String) async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        #expect(try await desk.finish(begun, .refusal(error)) == finish)
        #expect(try await desk.saves(of: begun.fan.id).isEmpty)
    }

    @Test(arguments: [
        (GrantRefusal.invalidGrant, "stale"), (.unreachable, "unreachable"),
        (.misconfigured, "unreachable"),
    ])
    func `a code that is not redeemed leaves nothing`(
        refusal: GrantRefusal, finish: String
    ) async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        desk.platform.fail(refusal)
        let begun = try await desk.begin()
        #expect(try await desk.finish(begun) == finish)
        #expect(try await desk.saves(of: begun.fan.id).isEmpty)
        #expect(try desk.number("SELECT count(*) FROM grants") == 0)
        // The operator's credentials may be what is wrong.
        #expect(desk.refusals == ["tidal \(refusal)"])
    }

    @Test func `music that came out meanwhile is saved at once`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link { $0.releaseAt = Instant(ms: FanDesk.start.ms + 1_000) }
        let begun = try await desk.begin()
        desk.wait(ms: 1_000)
        #expect(try await desk.finish(begun) == "queued")
        let due = try await desk.saves(of: begun.fan.id).map(\.dueAt.ms)
        #expect(due == [FanDesk.start.ms + 1_000])
    }

    @Test func `a link that was deleted meanwhile takes nothing`() async throws {
        let desk = try await FanDesk()
        let link = try await desk.link()
        let begun = try await desk.begin()
        try await desk.store.delete(link.code, of: link.account, at: FanDesk.start)
        #expect(try await desk.finish(begun) == "gone, no link")
    }

    @Test func `a link that is deleted while the code is redeemed takes nothing either`()
        async throws
    {
        let desk = try await FanDesk()
        let link = try await desk.link()
        let begun = try await desk.begin()
        desk.platform.whenRedeeming { [store = desk.store] in
            try? await store.delete(link.code, of: link.account, at: FanDesk.start)
        }
        await #expect(throws: Failure.self) { try await desk.finish(begun) }
        #expect(try desk.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `a fan who was erased meanwhile stays erased`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        try await desk.store.erase(fan: begun.fan.id)
        #expect(try await desk.finish(begun) == "stale, no link")
        #expect(try desk.number("SELECT count(*) FROM fans") == 0)
    }

    @Test func `a token from the browser's script is asked about at the platform`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin("summer", "apple-music")
        #expect(
            try await desk.finish(begun, on: "apple-music", .token("music-user-token")) == "queued")
        #expect(try desk.grant()?.access.contains("music-user-token") == true)
    }

    @Test(arguments: ["", String(repeating: "A", count: 8_193)])
    func `a token that is none is refused`(token: String) async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin("summer", "apple-music")
        #expect(
            try await desk.finish(begun, on: "apple-music", .token(token))
                == "unreachable")
        #expect(try desk.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `two pre-saves of one fan on one platform are one`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let first = try await desk.begin()
        var trace = FanDesk.trace
        trace.fan = first.fan.id
        let second = try await desk.begin("summer", "tidal", trace)
        #expect(second.fan.id == first.fan.id)
        try await desk.finish(first, .code("one"))
        try await desk.finish(second, .code("two"))
        #expect(try await desk.saves(of: first.fan.id).count == 1)
        #expect(try desk.grant()?.access == "access-two")
        #expect(try desk.number("SELECT count(*) FROM saves") == 1)
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var text = ""
        var held = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | Int(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(digits[held >> bits & 63])
            }
        }
        if bits > 0 { text.append(digits[held << (6 - bits) & 63]) }
        return text
    }
}
