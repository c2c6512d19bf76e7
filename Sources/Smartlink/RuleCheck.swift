/// Checks of a link's routing rules.
enum RuleCheck {
    static func rules(_ rules: [Rule], catalogue: Catalogue) throws(Failure) -> [Rule] {
        try FieldCheck.count(rules.count, "rules", max: LinkLimits.rulesMax)
        var checked: [Rule] = []
        for (index, rule) in rules.enumerated() {
            checked.append(try self.rule(rule, "rules[\(index)]", catalogue: catalogue))
        }
        return checked
    }

    private static func rule(
        _ rule: Rule, _ path: String, catalogue: Catalogue
    ) throws(Failure) -> Rule {
        var checked = rule
        if case .platform(let id) = rule.to {
            _ = try FieldCheck.platform(id, "\(path).to", catalogue: catalogue)
        }
        let when = "\(path).when"
        try FieldCheck.count(
            rule.country.count, "\(when).country", max: LinkLimits.conditionCountriesMax)
        checked.country = try each(rule.country, "\(when).country", "use ISO 3166 codes such as DE")
        {
            Territory.normal($0.text)
        }
        checked.language = try each(
            rule.language, "\(when).language", "use ISO 639 codes such as en or fil"
        ) { code in
            let text = code.text.lowercased()
            let isLetters = text.utf8.allSatisfy { (0x61...0x7A).contains($0) }
            return isLetters && (2...3).contains(text.utf8.count) ? ShortCode(text) : nil
        }
        checked.referrer = try each(
            rule.referrer, "\(when).referrer", "use a host such as instagram.com"
        ) {
            WebURL.normalHost($0).flatMap {
                $0.utf8.count <= LinkLimits.referrerBytesMax ? $0 : nil
            }
        }
        checked.channel = try each(
            rule.channel, "\(when).channel", "use 1 to \(LinkLimits.channelBytesMax) bytes"
        ) { text in
            let fits = (1...LinkLimits.channelBytesMax).contains(text.utf8.count)
            let isClean = text.unicodeScalars.allSatisfy { !FieldCheck.isControl($0) }
            return fits && isClean ? text : nil
        }
        for (name, list) in [
            ("language", rule.language.count), ("referrer", rule.referrer.count),
            ("channel", rule.channel.count),
        ] {
            try FieldCheck.count(list, "\(when).\(name)", max: LinkLimits.conditionValuesMax)
        }
        if let after = rule.after { try FieldCheck.instant(after, "\(when).after") }
        if let before = rule.before {
            try FieldCheck.instant(before, "\(when).before")
            guard rule.after.map({ $0 < before }) ?? true else {
                throw FieldCheck.flaw("\(when).before", "must be later than after")
            }
        }
        return checked
    }

    private static func each<Value>(
        _ values: [Value], _ field: String, _ message: String, _ normal: (Value) -> Value?
    ) throws(Failure) -> [Value] {
        var checked: [Value] = []
        for (place, value) in values.enumerated() {
            guard let one = normal(value) else {
                throw FieldCheck.flaw("\(field)[\(place)]", message)
            }
            checked.append(one)
        }
        return checked
    }
}

/// Checks of what is added to every location.
enum ParameterCheck {
    static func check(_ link: Link, catalogue: Catalogue) throws(Failure) {
        for parameter in link.utm.parameters {
            try value(parameter.value, "utm.\(parameter.name.dropFirst("utm_".count))")
        }
        for id in link.affiliate.keys.sorted() {
            _ = try FieldCheck.platform(id, "affiliate.\(id)", catalogue: catalogue)
            let parameters = link.affiliate[id] ?? [:]
            try FieldCheck.count(
                parameters.count, "affiliate.\(id)", max: LinkLimits.parametersMax)
            for name in parameters.keys.sorted() {
                let path = "affiliate.\(id).\(name)"
                guard (1...LinkLimits.parameterNameBytesMax).contains(name.utf8.count),
                    name.utf8.allSatisfy(isNameByte)
                else {
                    throw FieldCheck.flaw(
                        path, "use 1 to \(LinkLimits.parameterNameBytesMax) of A-Z a-z 0-9 - _ .")
                }
                try value(parameters[name] ?? "", path)
            }
        }
    }

    private static func value(_ text: String, _ path: String) throws(Failure) {
        guard (1...LinkLimits.parameterValueBytesMax).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ !FieldCheck.isControl($0) })
        else {
            throw FieldCheck.flaw(
                path,
                "use 1 to \(LinkLimits.parameterValueBytesMax) bytes without control characters")
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
