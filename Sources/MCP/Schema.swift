// JSON Schema 2020-12, as far as the tools need it. What goes in is closed: a name nobody knows is refused. What
// comes out is open: a later version may answer more.
internal import JSONText

/// A member of an object: its name and what it may be.
struct Property: Sendable {
    var name: String
    var schema: JSON

    init(_ name: String, _ schema: JSON) {
        self.name = name
        self.schema = schema
    }
}

enum Schema {
    private static func make(_ type: JSON, _ about: String, _ more: [JSON.Member] = []) -> JSON {
        var members = [JSON.Member("type", type)]
        if !about.isEmpty { members.append(.init("description", .string(about))) }
        return .object(members + more)
    }

    static func text(_ about: String = "") -> JSON { make("string", about) }
    static func time(_ about: String) -> JSON {
        make("string", about, [.init("format", "date-time")])
    }
    static func integer(_ about: String = "") -> JSON { make("integer", about) }
    static func number(_ about: String = "") -> JSON { make("number", about) }
    static func flag(_ about: String = "") -> JSON { make("boolean", about) }

    static func choice(_ words: [String], _ about: String = "") -> JSON {
        make("string", about, [.init("enum", .array(words.map { .string($0) }))])
    }

    /// The same, or null.
    static func orNull(_ schema: JSON) -> JSON {
        guard case .object(let members) = schema else { return schema }
        return .object(
            members.map { member in
                switch (member.name, member.value) {
                case ("type", let type): .init("type", [type, "null"])
                case ("enum", .array(let words)): .init("enum", .array(words + [.null]))
                default: member
                }
            })
    }

    static func list(_ items: JSON, _ about: String = "") -> JSON {
        make("array", about, [.init("items", items)])
    }

    /// Of what goes in.
    static func closed(
        _ properties: [Property], required: [String] = [], _ about: String = ""
    ) -> JSON {
        make(
            "object", about,
            members(properties, required) + [.init("additionalProperties", false)])
    }

    /// Of what comes out.
    static func open(_ properties: [Property], required: [String] = [], _ about: String = "")
        -> JSON
    {
        make("object", about, members(properties, required))
    }

    /// An object whose names are data: all its values are alike.
    static func table(of values: JSON, _ about: String = "") -> JSON {
        make("object", about, [.init("additionalProperties", values)])
    }

    private static func members(_ properties: [Property], _ required: [String]) -> [JSON.Member] {
        var members = [
            JSON.Member("properties", .object(properties.map { .init($0.name, $0.schema) }))
        ]
        if !required.isEmpty {
            members.append(.init("required", .array(required.map { .string($0) })))
        }
        return members
    }
}
