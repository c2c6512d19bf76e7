// An export of Segue's, read back. Fans and pre-saves stay where they are: they agreed to be known there. So does the
// ledger. Webhooks are made anew: their secrets are in no file.
internal import JSONText
internal import Operations
internal import Smartlink

/// Understands the lines of an export.
struct OwnRows {
    /// Where the export comes from; set by its first line.
    private(set) var source: String?
    /// The first line itself, which no other export has.
    private(set) var head: [UInt8] = []

    mutating func row(_ cut: CutRow) -> ImportRow.Content {
        do throws(Failure) {
            guard case .bytes(let bytes) = cut.content else { return .none }
            return try content(bytes)
        } catch {
            return .flawed(error)
        }
    }

    private mutating func content(_ bytes: [UInt8]) throws(Failure) -> ImportRow.Content {
        let line = try Node.line(bytes)
        let type = line.value["type"].flatMap {
            if case .string(let text) = $0 { text } else { nil }
        }
        guard type == "head" || source != nil else {
            throw .row("An export of Segue's begins with a line of type head.")
        }
        switch type {
        case "head":
            guard line.value["format"] == "segue", line.value["version"] == .integer(Self.version)
            else { throw .row("This export has another form than this version of Segue reads.") }
            source = try line.text("baseUrl")
            head = bytes
            return .none
        case "link": return .link(try link(Node(value: line.value["link"] ?? .null, path: "")))
        case "artwork":
            guard let image = Base64.bytes(try line.text("bytes")) else {
                throw .row("The image is no base64.", field: "bytes")
            }
            return .artwork(image)
        case "statistics":
            let rows = Node(value: line.value["rows"] ?? .null, path: "rows")
            return .tallies(
                code: try line.text("code"), try TallyLines.tallies(rows), line: bytes)
        case "webhook": return .webhook(try webhook(line))
        case "fan", "presaves", "credits", "end": return .none
        default: throw .row("There is no line of type \(type ?? "none").", field: "type")
        }
    }

    private static let version = ExportStream.version

    private func link(_ node: Node) throws(Failure) -> LinkRow {
        var row = LinkRow(identity: identity(of: try node.text("code")))
        for (name, member) in try node.members() {
            switch name {
            case "code": row.code = try member.string()
            case "createdAt": row.createdAt = try member.optionalInstant()
            case "family": row.family = try member.optionalString()
            case "artwork": row.artwork = member.isNull ? nil : member.value
            // Whether it is in pre-save is its date's to say.
            case "state":
                if member.value == "disabled" { row.members.append(.init(name, "disabled")) }
            case "url", "split", "updatedAt", "version": continue
            default: row.members.append(.init(name, member.value))
            }
        }
        return row
    }

    private func webhook(_ line: Node) throws(Failure) -> ListedWebhook {
        var events: [String] = []
        for item in try Node(value: line.value["events"] ?? .null, path: "events").items() {
            events.append(try item.string())
        }
        var webhook = ListedWebhook(url: try line.text("url"), events: events)
        if let state = line.value["state"] {
            webhook.state = try Node(value: state, path: "state").choice(Webhook.State.self)
        }
        return webhook
    }

    /// Which row of any export of that server the link is.
    func identity(of code: String) -> String { "segue\n\(source ?? "")\n\(code)" }
}

extension Node {
    /// A line's JSON.
    static func line(_ bytes: [UInt8]) throws(Failure) -> Node {
        do {
            return Node(value: try JSON(reading: bytes), path: "")
        } catch {
            throw .row("The line is no JSON at column \(error.column): \(error.reason).")
        }
    }

    /// A member that must be a text.
    func text(_ name: String) throws(Failure) -> String {
        guard case .string(let text)? = value[name] else {
            throw .row("\(name) is missing.", field: name)
        }
        return text
    }

    /// A member that may be a text.
    func textOrNil(_ name: String) -> String? {
        if case .string(let text)? = value[name], !text.isEmpty { text } else { nil }
    }
}
