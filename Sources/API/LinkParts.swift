// The lists and objects inside a link's JSON.
internal import JSONText
internal import Smartlink

extension Node {
    func instant() throws(Failure) -> Instant {
        guard let instant = Instant(rfc3339: try string()) else {
            throw fail("\(path) must be an RFC 3339 time like 2026-03-01T00:00:00Z.")
        }
        return instant
    }

    func optionalInstant() throws(Failure) -> Instant? { isNull ? nil : try instant() }

    /// Each item read by `read`; null is an empty list.
    private func list<Item>(_ read: (Node) throws(Failure) -> Item) throws(Failure) -> [Item] {
        var out: [Item] = []
        for item in isNull ? [] : try items() { out.append(try read(item)) }
        return out
    }

    /// One value or several, each read by `read`; null is none.
    private func oneOrMore<Item>(_ read: (Node) throws(Failure) -> Item) throws(Failure) -> [Item] {
        var out: [Item] = []
        for item in isNull ? [] : try itemsOrOne() { out.append(try read(item)) }
        return out
    }

    func destinations() throws(Failure) -> [Destination] {
        try list { (node) throws(Failure) in try node.destination() }
    }

    private static let destinationNames = [
        "platform", "url", "source", "confidence", "status", "territories", "custom",
    ]

    private func destination() throws(Failure) -> Destination {
        var destination = Destination(
            platform: try required("platform").string(), url: try required("url").string())
        for (name, node) in try members() {
            switch name {
            case "platform", "url": continue
            case "source": destination.source = try node.choice(Destination.Source.self)
            case "confidence": destination.confidence = try node.number()
            case "status": destination.status = try node.choice(Destination.Status.self)
            case "territories":
                destination.territories = try node.list { (item) throws(Failure) in
                    try item.string().uppercased()
                }
            case "custom": destination.isCustom = node.isNull ? false : try node.bool()
            default: throw node.unknown(Self.destinationNames)
            }
        }
        return destination
    }

    /// A member that an object cannot be without.
    private func required(_ name: String) throws(Failure) -> Node {
        _ = try members()
        guard let value = value[name], value != .null else {
            throw Failure(.invalidField, "\(path) needs \(name).", field: "\(path).\(name)")
        }
        return Node(value: value, path: "\(path).\(name)")
    }

    func rules() throws(Failure) -> [Rule] {
        try list { (node) throws(Failure) in try node.rule() }
    }

    private func rule() throws(Failure) -> Rule {
        let to = try required("to").string()
        var rule = Rule(to: to == LinkResource.pageTarget ? .page : .platform(to))
        for (name, node) in try members() {
            switch name {
            case "to": continue
            case "when":
                if !node.isNull { try node.readConditions(of: &rule) }
            default: throw node.unknown(["when", "to"])
            }
        }
        return rule
    }

    private static let conditionNames = [
        "country", "os", "language", "referrer", "channel", "inApp", "after", "before",
    ]

    private func readConditions(of rule: inout Rule) throws(Failure) {
        for (name, node) in try members() {
            switch name {
            case "country":
                rule.country = try node.oneOrMore { (item) throws(Failure) in
                    try item.shortCode(ofBytes: 2...2, "a country like DE").uppercased
                }
            case "os":
                rule.os = try node.oneOrMore { (item) throws(Failure) in try item.os() }
            case "language":
                rule.language = try node.oneOrMore { (item) throws(Failure) in
                    try item.shortCode(ofBytes: 2...3, "a language like en").lowercased
                }
            case "referrer":
                rule.referrer = try node.oneOrMore { (item) throws(Failure) in
                    try item.string().lowercased()
                }
            case "channel":
                rule.channel = try node.oneOrMore { (item) throws(Failure) in try item.string() }
            case "inApp": rule.inApp = node.isNull ? nil : try node.bool()
            case "after": rule.after = try node.optionalInstant()
            case "before": rule.before = try node.optionalInstant()
            default: throw node.unknown(Self.conditionNames)
            }
        }
    }

    private func shortCode(ofBytes count: ClosedRange<Int>, _ wanted: String) throws(Failure)
        -> ShortCode
    {
        let text = try string()
        guard count.contains(text.utf8.count), text.utf8.allSatisfy({ $0 | 0x20 >= 0x61 }),
            let code = ShortCode(text)
        else { throw fail("\(path) must be \(wanted), not “\(text)”.") }
        return code
    }

    private func os() throws(Failure) -> OperatingSystem {
        let text = try string()
        guard let os = OperatingSystem(name: text.lowercased()) else {
            let names = OperatingSystem.allCases.map(\.name).joined(separator: ", ")
            throw fail("\(path) must be one of \(names), not “\(text)”.")
        }
        return os
    }

    func merge(into utm: inout UTM) throws(Failure) {
        if isNull {
            utm = UTM()
            return
        }
        for (name, node) in try members() {
            switch name {
            case "source": utm.source = try node.optionalString()
            case "medium": utm.medium = try node.optionalString()
            case "campaign": utm.campaign = try node.optionalString()
            case "term": utm.term = try node.optionalString()
            case "content": utm.content = try node.optionalString()
            default: throw node.unknown(["source", "medium", "campaign", "term", "content"])
            }
        }
    }

    func merge(into affiliate: inout [String: [String: String]]) throws(Failure) {
        if isNull {
            affiliate = [:]
            return
        }
        for (platform, node) in try members() {
            if node.isNull {
                affiliate[platform] = nil
                continue
            }
            for (parameter, value) in try node.members() {
                affiliate[platform, default: [:]][parameter] = try value.optionalString()
            }
            if affiliate[platform]?.isEmpty ?? false { affiliate[platform] = nil }
        }
    }

    func tracks() throws(Failure) -> [Track] {
        try list { (node) throws(Failure) in try node.track() }
    }

    private func track() throws(Failure) -> Track {
        var track = Track(title: try required("title").string())
        for (name, node) in try members() {
            switch name {
            case "title": continue
            case "artist": track.artist = try node.optionalString()
            case "album": track.album = try node.optionalString()
            case "durationMs": track.durationMs = node.isNull ? nil : try node.integer()
            case "isrc": track.isrc = try node.optionalString()
            case "destinations": track.destinations = try node.destinations()
            default:
                throw node.unknown([
                    "title", "artist", "album", "durationMs", "isrc", "destinations",
                ])
            }
        }
        return track
    }
}

extension ShortCode {
    fileprivate var uppercased: ShortCode { ShortCode(text.uppercased()) ?? self }
    fileprivate var lowercased: ShortCode { ShortCode(text.lowercased()) ?? self }
}
