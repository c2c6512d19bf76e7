internal import Smartlink

/// What is held on a fan, as JSON in UTF-8: times in RFC 3339, absent values left away.
enum FanExport {
    static func json(_ holdings: Holdings) -> [UInt8] {
        var fan: [(String, String?)] = [
            ("id", quoted(String(holdings.fan.id))), ("locale", quoted(holdings.fan.locale)),
            ("zone", holdings.fan.zone.map(quoted)),
        ]
        if holdings.fan.country != .unknown {
            fan.append(("country", quoted(holdings.fan.country.text)))
        }
        fan.append(("createdAt", quoted(holdings.fan.createdAt.rfc3339)))
        let saves = holdings.saves.map { save, code in
            object([
                ("link", quoted(code.text)), ("platform", quoted(save.platform)),
                ("mode", quoted(save.mode.rawValue)), ("state", quoted(save.state.rawValue)),
                ("reason", save.reason.map { quoted($0.rawValue) }),
                ("follow", save.follow == .none ? nil : quoted(save.follow.rawValue)),
                ("dueAt", quoted(save.dueAt.rfc3339)),
                ("createdAt", quoted(save.createdAt.rfc3339)),
                ("endedAt", save.endedAt.map { quoted($0.rfc3339) }),
            ])
        }
        let subscriptions = holdings.subscriptions.map { subscription, code in
            object([
                ("link", quoted(code.text)), ("address", quoted(subscription.address)),
                ("purpose", quoted(subscription.purpose.rawValue)),
                ("wording", quoted(subscription.wording)),
                ("askedAt", quoted(subscription.askedAt.rfc3339)),
                ("confirmedAt", subscription.confirmedAt.map { quoted($0.rfc3339) }),
                ("endedAt", subscription.endedAt.map { quoted($0.rfc3339) }),
            ])
        }
        let whole = object([
            ("fan", object(fan)), ("presaves", "[\(saves.joined(separator: ","))]"),
            ("subscriptions", "[\(subscriptions.joined(separator: ","))]"),
        ])
        return Array((whole + "\n").utf8)
    }

    private static func object(_ members: [(String, String?)]) -> String {
        let text = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(text.joined(separator: ","))}"
    }

    /// RFC 8259 §7.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
