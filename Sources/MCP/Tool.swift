internal import HTTP
internal import JSONText

/// Something an assistant can do here: one request to the API, with its words for the assistant.
struct Tool: Sendable {
    var name: String
    var title: String
    var description: String
    var arguments: [Property]
    var required: [String] = []
    var output: JSON
    var nature: Nature
    var method: Method
    /// Below the API's prefix; `{code}` stands for the argument of that name.
    var path: String
    /// What the API's answer becomes; as it is where nil.
    var extend: (@Sendable (JSON) -> JSON)?

    /// What calling it does to the world, for clients that ask before.
    enum Nature {
        case reads, readsElsewhere, adds, addsFromElsewhere, overwrites
    }

    /// All of them, in the order of a link's life.
    static let all: [Tool] = [
        createSmartLink, createPresave, listLinks, getLink, updateLink, duplicateLink,
        getLinkStats, resolveMusic, explainRoute, getAccount,
    ]

    /// As `tools/list` shows it.
    var json: JSON {
        [
            "name": .string(name), "title": .string(title),
            "description": .string(description),
            "inputSchema": Schema.closed(arguments, required: required),
            "outputSchema": output, "annotations": nature.json(title),
        ]
    }
}

extension Tool.Nature {
    func json(_ title: String) -> JSON {
        let reads = self == .reads || self == .readsElsewhere
        return [
            "title": .string(title),
            "readOnlyHint": .bool(reads),
            "destructiveHint": .bool(self == .overwrites),
            "idempotentHint": .bool(reads || self == .overwrites),
            "openWorldHint": .bool(self == .readsElsewhere || self == .addsFromElsewhere),
        ]
    }
}
