import JSONText
import Testing

@testable import MCP

struct ToolTests {
    @Test func `there are the ten tools of the specification`() {
        #expect(
            Tool.all.map(\.name) == [
                "create_smart_link", "create_presave", "list_links", "get_link", "update_link",
                "duplicate_link", "get_link_stats", "resolve_music", "explain_route", "get_account",
            ])
    }

    @Test(arguments: Tool.all.map(\.name))
    func `each is described for an assistant, what goes in is closed`(name: String) throws {
        let tool = try #require(Tool.all.first { $0.name == name }?.json)
        #expect((tool["description"]?.string ?? "").count > 80)
        let input = try #require(tool["inputSchema"])
        #expect(input["type"] == "object")
        #expect(input["additionalProperties"] == false)
        let properties = try #require(input["properties"])
        #expect(Set(properties.names).count == properties.names.count)
        for required in input["required"]?.items ?? [] {
            #expect(properties[required.string ?? ""] != nil)
        }
        for property in properties.names where !["kind", "state", "sort"].contains(property) {
            #expect(properties[property]?["description"] != nil, "\(name).\(property)")
        }
        #expect(tool["outputSchema"]?["type"] == "object")
        #expect(tool["annotations"]?.names.count == 5)
    }

    @Test func `only reading is called reading`() {
        for tool in Tool.all {
            let annotations = tool.json["annotations"]
            let reads = !["create_smart_link", "create_presave", "update_link", "duplicate_link"]
                .contains(tool.name)
            #expect(annotations?["readOnlyHint"] == .bool(reads), "\(tool.name)")
            #expect(
                annotations?["destructiveHint"] == .bool(tool.name == "update_link"),
                "\(tool.name)")
        }
    }
}
