internal import HTTP
internal import JSONText
internal import Smartlink

/// One call of a tool: its arguments become a request to the API, the API's answer its result.
struct ToolCall {
    var tool: Tool
    var arguments: [JSON.Member]
    var caller: Caller

    enum Outcome {
        /// The structured result, as JSON text.
        case answered([UInt8])
        /// What the assistant should read and do.
        case failed(String)
        /// The key is not good: no result of the tool's, but of the connection's.
        case unauthorized(Response)
    }

    /// What an assistant can mend in its arguments.
    private struct Mistake: Error {
        var text: String
    }

    func run(by api: any ControlPlane) async -> Outcome {
        do throws(Mistake) {
            let answer = await api.respond(to: try request())
            guard case .bytes(let body) = answer.body, answer.status / 100 == 2 else {
                return outcome(ofRefusal: answer)
            }
            guard let extend = tool.extend, let json = try? JSON(reading: body) else {
                return .answered(body)
            }
            return .answered(extend(json).bytes)
        } catch {
            if let refusal = await caller.refusal(by: api) {
                return outcome(ofRefusal: refusal)
            }
            return .failed(error.text)
        }
    }

    private func outcome(ofRefusal refusal: Response) -> Outcome {
        if refusal.status == 401 { return .unauthorized(caller.challenged(refusal)) }
        return .failed(ToolFailure(refusal, of: tool).text)
    }

    private func request() throws(Mistake) -> Request {
        try checkNames()
        var path = tool.path
        var once: String?
        var query: [(name: String, value: String)] = []
        var body: [JSON.Member] = []
        for argument in arguments {
            switch argument.name {
            case "code" where tool.path.contains(Self.codePlace):
                path = path.replacing(Self.codePlace, with: try code(argument.value))
            case LinkFields.clientId.name: once = try text(argument)
            default:
                if tool.method == .get {
                    if let value = try text(argument) { query.append((argument.name, value)) }
                } else {
                    body.append(argument)
                }
            }
        }
        // The same call in another order of its arguments is the same call.
        body.sort { $0.name < $1.name }
        return caller.request(
            tool.method, path, query: query, body: tool.method == .get ? nil : .object(body),
            once: once)
    }

    private static let codePlace = "{code}"

    /// The schema's names, and those that must be there: told in the tool's own terms.
    private func checkNames() throws(Mistake) {
        let known = tool.arguments.map(\.name)
        for argument in arguments where !known.contains(argument.name) {
            throw Mistake(
                text:
                    "\(tool.name) has no argument “\(argument.name.prefix(Limits.quotedBytesMax))”. "
                    + (known.isEmpty ? "" : "It takes \(known.joined(separator: ", "))."))
        }
        for name in tool.required
        where !arguments.contains(where: { $0.name == name && $0.value != .null }) {
            let about = tool.arguments.first { $0.name == name }?.schema["description"]
            let text = if case .string(let text)? = about { " \(text)" } else { "" }
            throw Mistake(text: "\(tool.name) needs \(name).\(text)")
        }
    }

    /// A code, or the one in a link's URL; nothing that could be another path.
    private func code(_ value: JSON) throws(Mistake) -> String {
        guard case .string(let text) = value else {
            throw Mistake(text: "code must be a string, not \(value.kindName).")
        }
        let ofURL = text.split(separator: "/link/", maxSplits: 1).last.map(Self.upToEnd)
        let wanted = text.contains("/link/") ? ofURL ?? "" : text
        guard let code = Code(wanted) else {
            throw Mistake(
                text: "“\(text.prefix(Limits.quotedBytesMax))” is no link's code. "
                    + "list_links shows the codes there are.")
        }
        return code.text
    }

    private static func upToEnd(_ text: Substring) -> String {
        String(text.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "." })
    }

    /// A value as a query or a field carries it; nil for null, which is as good as absent.
    ///
    /// A number or a list may also be written as a string, as queries have them.
    private func text(_ argument: JSON.Member) throws(Mistake) -> String? {
        let schema = tool.arguments.first { $0.name == argument.name }?.schema
        switch (argument.value, schema?["type"]) {
        case (.null, _): return nil
        case (.string(let text), _): return text
        case (.integer(let number), "integer"): return "\(number)"
        case (.bool(let flag), "boolean"): return flag ? "true" : "false"
        case (.array(let items), "array"):
            var texts: [String] = []
            for item in items {
                guard case .string(let text) = item else {
                    throw wrongType(argument, "a list of strings")
                }
                texts.append(text)
            }
            return texts.joined(separator: ",")
        case (_, "integer"): throw wrongType(argument, "a whole number")
        case (_, "boolean"): throw wrongType(argument, "true or false")
        case (_, "array"): throw wrongType(argument, "a list of strings")
        default: throw wrongType(argument, "a string")
        }
    }

    private func wrongType(_ argument: JSON.Member, _ wanted: String) -> Mistake {
        Mistake(text: "\(argument.name) must be \(wanted), not \(argument.value.kindName).")
    }
}
