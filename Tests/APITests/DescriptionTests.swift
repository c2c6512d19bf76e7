import FoundationEssentials
import HTTP
import JSONText
import Smartlink
import Testing

@testable import API

/// `public/api/openapi.json` says what the API does, no more and no less.
struct DescriptionTests {
    private static let description = Result { () throws -> JSON in
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "../../public/api/openapi.json")
        return try JSON(reading: Array(Data(contentsOf: file)))
    }

    /// Every place of the API: a new case does not compile until it stands here.
    private static func isListed(_ path: APIPath) -> Bool {
        switch path {
        case .links, .link, .artwork, .statistics, .explanation, .presaves, .fans, .fansTable,
            .account, .platforms, .resolution, .restoration, .duplicate, .split, .events,
            .eventsTable, .keys, .key, .webhooks, .webhook, .webhookTest, .deliveries, .export,
            .imports, .importing:
            places.contains(path)
        }
    }

    private static let places: [APIPath] = [
        .links, .link("a"), .artwork("a"), .statistics("a"), .explanation("a"), .presaves("a"),
        .fans("a"), .fansTable("a"), .account, .platforms, .resolution,
        .restoration("a"), .duplicate("a"), .split("a"), .events("a"), .eventsTable("a"), .keys,
        .key("1"), .webhooks, .webhook("1"), .webhookTest("1"), .deliveries("1"), .export,
        .imports, .importing("1"),
    ]

    private static func paths() throws -> [(path: String, item: JSON)] {
        guard case .object(let members)? = try description.get()["paths"] else { return [] }
        return members.filter { $0.name.hasPrefix(APIPath.prefix) }.map { ($0.name, $0.value) }
    }

    /// With `a` or `1` where the template has a name.
    private static func filled(_ template: String) -> String {
        template.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{") else { return String(part) }
            return part == "{id}" ? "1" : "a"
        }.joined(separator: "/")
    }

    private static func schema(_ name: String) throws -> [String] {
        try description.get()["components"]?["schemas"]?[name]?["properties"]?.names ?? []
    }

    @Test func `each path is described with the methods it takes`() throws {
        var described: [APIPath] = []
        for (template, item) in try Self.paths() {
            let path = try #require(APIPath(Self.filled(template)), "\(template) is nowhere")
            #expect(Self.isListed(path))
            described.append(path)
            let methods = path.methods.filter { $0 != .head && $0 != .options }
            #expect(
                Set(item.names) == Set(methods.map { $0.token.lowercased() }), "\(template)")
        }
        for place in Self.places { #expect(described.contains(place), "\(place)") }
    }

    @Test func `each query parameter is described`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"a1b","resolve":false"#)
        for (template, item) in try Self.paths() {
            for method in item.names where item[method]?["requestBody"] == nil {
                let wanted = (item[method]?["parameters"]?.items ?? [])
                    .filter { $0["in"]?.string == "query" }.compactMap { $0["name"]?.string }
                let target = Self.filled(template).dropFirst(APIPath.prefix.count)
                    .replacing("/a", with: "/a1b", maxReplacements: 2)
                    .replacing("/a1bccount", with: "/account")
                let token = try #require(
                    HTTP.Method.allCases.first { $0.token.lowercased() == method })
                let answer = await house.ask(token, "\(target)?nothing=1")
                #expect(answer.code == "unknown_field", "\(method) \(template)")
                let known = (answer.json["detail"]?.string ?? "").split(separator: "known: ")
                let names =
                    known.count == 2
                    ? known[1].dropLast().split(separator: ", ").map(String.init) : []
                #expect(Set(names) == Set(wanted), "\(method) \(template)")
            }
        }
    }

    @Test func `a link's members are described`() async throws {
        let house = try await House()
        let link = try await house.make(#","resolve":false"#)
        #expect(Set(try Self.schema("Link")).isSuperset(of: link.names))
        #expect(
            Set(try Self.schema("NewLink"))
                == Set(LinkFields.writable + LinkFields.onlyNew + [LinkFields.fetched]))
        #expect(
            Set(try Self.schema("LinkChange")) == Set(LinkFields.writable + [LinkFields.fetched]))
    }

    @Test func `statistics are described`() async throws {
        let house = try await House()
        let code = try await house.make(#","resolve":false"#)["code"]?.string ?? ""
        let answer = await house.ask(.get, "/links/\(code)/stats")
        #expect(Set(answer.json.names) == Set(try Self.schema("Statistics")))
        #expect(Set(answer.json["totals"]?.names ?? []) == Set(try Self.schema("Totals")))
    }

    @Test func `every problem code is described`() throws {
        let codes = try Self.description.get()["components"]?["schemas"]?["Problem"]?[
            "properties"]?[
                "code"]?["enum"]?.items.compactMap(\.string)
        #expect(
            Set(codes ?? []) == Set(Failure.Code.allCases.map(\.rawValue) + ["method_not_allowed"]))
    }

    @Test func `every reference leads somewhere`() throws {
        let description = try Self.description.get()
        var pending = [description]
        while let next = pending.popLast() {
            switch next {
            case .array(let items): pending += items
            case .object(let members):
                pending += members.map(\.value)
                guard let place = next["$ref"]?.string else { continue }
                var found: JSON? = description
                for name in place.dropFirst(2).split(separator: "/") {
                    found = found?[String(name)]
                }
                #expect(found != nil, "\(place)")
            default: continue
            }
        }
    }
}
