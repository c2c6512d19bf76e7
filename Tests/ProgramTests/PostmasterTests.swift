import Telemetry
import Testing

@testable import Program

extension ServiceTests {
    private func startPosting(_ place: borrowing Workplace) async throws -> Service {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "", "data": place.data]
        sources.environment = [
            "SEGUE_WORKERS": "1", "SEGUE_LOG_LEVEL": "error", "SEGUE_LOOKUP_SOURCES": "",
        ]
        return try await Service.start(try sources.configuration(), log: Log(level: .error))
    }

    /// The letters in the outbox, once there are that many: lines that were folded for the way made whole.
    private func letters(_ count: Int, in folder: String) async throws -> [String] {
        // A minute's patience: the machine may have much else to do.
        for _ in 0..<6_000 {
            let names = ProgramFile.names(in: folder).filter { $0.hasSuffix(".eml") }
            if names.count >= count {
                return try names.map { name in
                    String(decoding: try ProgramFile.read("\(folder)/\(name)"), as: UTF8.self)
                        .replacing("=\r\n", with: "").replacing("\r\n ", with: " ")
                }
            }
            try await Task.sleep(nanoseconds: 10_000_000)
        }
        return []
    }

    /// A path of this server's in a letter.
    private func path(_ start: String, in letter: String) throws -> String {
        let place = try #require(letter.firstRange(of: start))
        return String(
            letter[place.lowerBound...].prefix {
                $0.isLetter || $0.isNumber || "/-_".contains($0)
            })
    }

    @Test
    func
        `one letter asks for everything a form was sent for, its button confirms, its other end stops`()
        async throws
    {
        let place = Workplace()
        let service = try await startPosting(place)
        let key = try await DemoSeed(actions: service.actions).sow()
        let at = service.address
        let outbox = "\(place.data)/outbox"
        let form = "address=mira%40example.org&reminder=1&news=1&wording=r1.en"
        let asked = await Exchange.post(
            "/link/\(DemoRelease.presaveSlug)/subscribe", form, at: at, phone)
        #expect(asked.hasPrefix("HTTP/1.1 200 "))
        let letter = try #require(try await letters(1, in: outbox).first)
        #expect(letter.contains("To: <mira@example.org>\r\n"))
        // An address of numbers is nobody's.
        #expect(letter.contains("From: <segue@localhost.localdomain>\r\n"))
        // The second purpose had nothing left to say.
        func lying() -> Int { ProgramFile.names(in: outbox).filter { $0.hasSuffix(".eml") }.count }
        #expect(lying() == 1)
        let confirm = try path("/confirm/", in: letter)
        let page = await Exchange.get(confirm, at: at)
        #expect(page.hasPrefix("HTTP/1.1 200 "))
        #expect(await Exchange.post(confirm, "", at: at).hasPrefix("HTTP/1.1 200 "))
        let fans = await Exchange.get(
            "/api/v1/links/\(DemoRelease.presaveSlug)/fans", at: at, "Authorization: Bearer \(key)")
        #expect(fans.contains("\"email\":\"mira@example.org\""))
        // RFC 8058: the letter names its own end, which takes a machine's post.
        #expect(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        let stop = try path("/unsubscribe/", in: letter)
        #expect(await Exchange.get(stop, at: at).hasPrefix("HTTP/1.1 200 "))
        let stopped = await Exchange.post(stop, "List-Unsubscribe=One-Click", at: at)
        #expect(stopped.hasPrefix("HTTP/1.1 200 "))
        #expect(await Exchange.get(stop, at: at).hasPrefix("HTTP/1.1 404 "))
        // Nor does the address lie about in what was laid down for it.
        #expect(lying() == 0)
        await service.stop()
    }
}
