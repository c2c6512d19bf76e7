// Why a fan would go where, as the API shows it; names are SPEC §8's.
internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    func explain(_ code: String) async throws(Failure) -> Response {
        let asked = try query(
            "userAgent", "country", "cookie", "referrer", "language", "channel", "to", "choose",
            "at")
        var question = VisitQuestion()
        question.userAgent = asked["userAgent"]
        question.country = asked["country"]
        question.cookie = asked["cookie"]
        question.referrer = asked["referrer"]
        question.language = asked["language"]
        question.channel = asked["channel"]
        question.to = asked["to"]
        question.chooses = try asked.has("choose")
        question.at = try asked.instant("at")
        let explanation = try await actions.explainLink(code, of: account.id, question)
        let platform = actions.listPlatforms().first {
            $0.number == explanation.decision.platform
        }
        return reply(ExplanationResource.json(explanation, platform: platform))
    }
}

enum ExplanationResource {
    static func json(_ explanation: Explanation, platform: Platform?) -> JSON {
        [
            "decision": .string(explanation.kindName), "platform": .text(platform?.id),
            "location": .text(explanation.location),
            "reason": .string(explanation.decision.reason.name),
            "steps": .array(
                explanation.steps.map { step in
                    [
                        "rule": .string(step.rule), "matched": .bool(step.matched),
                        "why": .string(step.why),
                    ]
                }),
            "split": explanation.allotment.map(split) ?? .null,
        ]
    }

    private static func split(_ allotment: Allotment) -> JSON {
        [
            "variant": .text(allotment.variant?.text), "by": .string(allotment.cause.rawValue),
            "why": .string(allotment.why),
            "variants": .array(
                allotment.variants.map {
                    ["variant": .string($0.variant.text), "weight": .integer(Int64($0.weight))]
                }), "endsAt": .text(allotment.endsAt?.rfc3339),
        ]
    }
}
