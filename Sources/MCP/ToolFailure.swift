internal import HTTP
internal import JSONText

/// What an assistant is told when the API refuses: the API's own words, then what to do about it.
struct ToolFailure {
    private let status: Int
    private let problem: JSON
    private let retryAfter: String?
    private let tool: Tool

    init(_ refusal: Response, of tool: Tool) {
        status = refusal.status
        retryAfter = refusal.fields["Retry-After"]
        self.tool = tool
        if case .bytes(let bytes) = refusal.body, let json = try? JSON(reading: bytes) {
            problem = json
        } else {
            problem = .null
        }
    }

    private func member(_ name: String) -> String? {
        guard case .string(let text)? = problem[name] else { return nil }
        return text
    }

    /// The API speaks of fields; this door calls one of them otherwise.
    private func inOwnWords(_ text: String) -> String {
        text.replacing("Idempotency-Key", with: LinkFields.clientId.name)
    }

    var text: String {
        var text = inOwnWords(member("detail") ?? "The server answered with status \(status).")
        if case .array(let reasons)? = problem["reasons"] {
            for reason in reasons {
                guard case .string(let subject)? = reason["subject"],
                    case .string(let message)? = reason["message"]
                else { continue }
                text += "\n- \(subject): \(message)"
            }
        }
        if let advice { text += "\n" + advice }
        var marks = ["code: \(member("code") ?? "unknown")"]
        if let field = member("field") { marks.append("argument: \(inOwnWords(field))") }
        return text + "\n(" + marks.joined(separator: ", ") + ")"
    }

    /// What usually helps.
    private var advice: String? {
        switch member("code") ?? "" {
        case "credits_exhausted":
            "Nothing was made or charged. get_account shows the credits; the operator of this server grants more "
                + "(segue account grant). Do not try again before that."
        case "plan_required":
            "Nothing was made or charged. The operator of this server changes plans (segue account plan); what needs "
                + "the plan can be left out."
        case "rate_limited", "unavailable":
            "Wait \(retryAfter ?? "a few") s, then call \(tool.name) again with the same arguments."
        case "not_found" where tool.path.contains("{code}"): "list_links shows the codes there are."
        case "invalid_field", "unknown_field":
            "Nothing was changed. Correct that argument and call \(tool.name) again."
        case "conflict" where tool.method == .post:
            "Choose another value for the argument named below, or leave it out."
        default: nil
        }
    }
}
