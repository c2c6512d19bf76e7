import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

extension House {
    /// Asks as `ask` does and reads a streamed body to its end.
    func drain(
        _ path: String, _ query: [(name: String, value: String)] = [], accept: String? = nil
    ) async -> (type: String?, text: String, isWhole: Bool) {
        var fields = Fields(["Authorization": "Bearer \(key)"])
        if let accept { fields["Accept"] = accept }
        let response = await api.respond(
            to: Request(
                method: .get, path: "/api/v1" + path, query: query, fields: fields, body: [],
                arrival: Arrival(
                    peer: House.peer, isSecure: true, nowMs: House.start.ms, closes: false)))
        guard case .stream(let stream) = response.body else { return (nil, "", false) }
        var bytes: [UInt8] = []
        while true {
            switch await stream.next() {
            case .bytes(let part):
                #expect(!part.isEmpty)
                bytes += part
            case .end:
                return (
                    response.fields["Content-Type"], String(decoding: bytes, as: UTF8.self), true
                )
            case .broken:
                return (nil, "", false)
            }
        }
    }
}

struct EventTests {
    private func house() async throws -> House {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let link = try await house.actions.showLink("mira", of: house.account.id)
        func event(_ kind: Event.Kind, hoursAgo: Int64, _ agent: Agent) -> Event {
            var event = Event(
                at: Instant(ms: House.start.ms - hoursAgo * 3_600_000), link: link.id, kind: kind,
                reason: .page, agent: agent)
            event.visitor = 77
            event.country = ShortCode("DE") ?? .unknown
            return event
        }
        house.keep([
            (
                event(.visit, hoursAgo: 50, Agent(os: .ios, isInApp: true)), "UA, one", "t.co",
                "=1+1"
            ),
            (event(.clickThrough, hoursAgo: 49, Agent(os: .ios)), "UA \"two\"", "", ""),
            (event(.visit, hoursAgo: 2, Agent(kind: .crawler, botClass: .ai)), "GPTBot", "", "qr"),
        ])
        return house
    }

    @Test func `raw events come as one object a line, bots with their class`() async throws {
        let house = try await house()
        let answer = await house.drain("/links/mira/events", [("from", "2026-03-01")])
        #expect(answer.type == "application/jsonl")
        let lines = try answer.text.split(separator: "\n").map { try JSON(reading: Array($0.utf8)) }
        #expect(lines.count == 3)
        #expect(
            lines[0].names == [
                "at", "kind", "reason", "platform", "country", "os", "inApp", "referrer",
                "channel", "variant", "agent", "bot",
            ])
        #expect(lines[0]["inApp"] == true && lines[0]["bot"] == .null)
        #expect(lines[0]["channel"] == "=1+1" && lines[1]["channel"] == .null)
        #expect(lines[2]["bot"] == "ai" && lines[2]["agent"] == "GPTBot")
        #expect(!answer.text.contains("77"))
        let late = await house.drain("/links/mira/events", [("from", "2026-03-04")])
        #expect(late.isWhole && late.text.split(separator: "\n").count == 1)
        let none = await house.drain(
            "/links/mira/events", [("from", "2026-01-01"), ("to", "2026-01-02")])
        #expect(none.isWhole && none.text.isEmpty)
    }

    @Test(arguments: [("/links/mira/events", "text/csv"), ("/links/mira/events.csv", nil)])
    func `as a table no cell is a formula`(path: String, accept: String?) async throws {
        let house = try await house()
        let answer = await house.drain(path, [("from", "2026-03-01")], accept: accept)
        #expect(answer.type?.hasPrefix("text/csv") == true)
        let lines = answer.text.split(separator: "\r\n")
        #expect(lines.count == 4)
        #expect(
            lines.first
                == "at,kind,reason,platform,country,os,inApp,referrer,channel,variant,agent,bot")
        #expect(lines[1].contains(#","'=1+1","#) && lines[1].contains(#""UA, one""#))
        #expect(lines[2].contains(#""UA ""two""""#))
    }

    @Test func `nobody reads another's events, and wrong times are refused`() async throws {
        let house = try await house()
        #expect(await house.ask(.get, "/links/nobody/events").status == 404)
        let wrong = await house.ask(.get, "/links/mira/events?from=never")
        #expect(wrong.status == 422 && wrong.field == "from")
        #expect(await house.ask(.post, "/links/mira/events").status == 405)
    }

    @Test func `a filter names keys, and what cannot be one is refused`() async throws {
        let house = try await house()
        func visits(_ query: String) async -> JSON? {
            let answer = await house.ask(.get, "/links/mira/stats?from=2026-03-01&" + query)
            #expect(answer.status == 200, "\(query): \(answer.json.text)")
            return answer.json["totals"]?["visits"]
        }
        #expect(await visits("country=DE,US") == 1)
        #expect(await visits("country=de&os=ios&reason=page&referrer=t.co") == 1)
        #expect(await visits("country=FR") == 0)
        #expect(await visits("os=android") == 0)
        #expect(await visits("channel=nowhere") == 0)
        #expect(await visits("platform=none&variant=none") == 1)
        for (name, key) in [
            ("country", "GERMANY"), ("os", "beos"), ("reason", "why"), ("platform", "Spot_ify"),
            ("variant", "/"), ("country", ","),
        ] {
            let answer = await house.ask(.get, "/links/mira/stats?\(name)=\(key)")
            #expect(answer.status == 422 && answer.field == name, "\(name)=\(key)")
        }
    }

    @Test func `bots are told apart by class`() async throws {
        let house = try await house()
        let answer = await house.ask(.get, "/links/mira/stats?from=2026-03-01")
        let bots = answer.json["botsBy"]?.items ?? []
        #expect(
            bots.compactMap { $0["key"]?.string } == [
                "preview", "search", "ai", "monitor", "library", "scanner", "prefetch", "own",
                "other",
            ])
        #expect(bots.first { $0["key"] == "ai" }?["events"] == 1)
        #expect(answer.json["totals"]?["bots"] == 1)
    }
}
