// Making a link's route (layout in Route.swift). Control plane: runs once per change of a link.
internal import Bytes

extension Route {
    /// The link's prepared form.
    ///
    /// A destination that is not verified, on no platform of the catalogue, or without a valid URL
    /// is left out; a link that `validate` accepted loses nothing else.
    public static func prepare(_ link: Link, catalogue: Catalogue) -> [UInt8] {
        var entries: [(number: UInt8, destination: Destination, platform: Platform)] = []
        for destination in link.destinations where destination.status == .verified {
            guard let platform = catalogue.platform(id: destination.platform),
                (1...63).contains(platform.number), let url = try? WebURL(destination.url),
                !entries.contains(where: { $0.number == platform.number })
            else { continue }
            var destination = destination
            destination.url = url.text
            entries.append((platform.number, destination, platform))
        }
        let rules = link.rules.prefix(LinkLimits.rulesMax)
        var out = FlatBytes(count: headBytes + entries.count * destinationBytes)
        out.put(out.count, at: 52, bytes: 4)
        out.put(link.code.text.utf8.count, at: 56, bytes: 2)
        out.append(Array(link.code.text.utf8))
        let words = SearchPage.words(artist: link.artist, title: link.title)
        out.put(words.count, at: 58, bytes: 2)
        out.append(words)
        var reached: UInt64 = 0
        var limited: UInt64 = 0
        for (place, entry) in entries.enumerated() {
            let at = headBytes + place * destinationBytes
            reached |= 1 << UInt64(entry.number)
            out.put(Int(entry.number), at: at, bytes: 1)
            let bare = bareURL(of: entry.destination, on: entry.platform)
            let tagged = taggedURL(of: entry.destination, in: link)
            out.put(bare.count, at: at + 2, bytes: 2)
            out.put(out.count, at: at + 4, bytes: 4)
            out.put(out.count, at: at + 8, bytes: 4)
            out.append(bare)
            out.put(tagged.count, at: at + 12, bytes: 2)
            if tagged != bare {
                out.put(out.count, at: at + 8, bytes: 4)
                out.append(tagged)
            }
            if !entry.destination.territories.isEmpty {
                limited |= 1 << UInt64(entry.number)
                out.put(out.count, at: at + 16, bytes: 4)
                out.append(
                    CountrySet.make(entry.destination.territories.compactMap(Territory.normal)))
            }
        }
        out.put(Int(format), at: 0, bytes: 1)
        out.put(flags(of: link), at: 1, bytes: 1)
        out.put(entries.count, at: 2, bytes: 1)
        out.put(rules.count, at: 3, bytes: 1)
        out.put(Int(link.id), at: 8, bytes: 8)
        out.put(Int(link.version), at: 16, bytes: 8)
        out.put(Int(link.releaseAt?.ms ?? .min), at: 24, bytes: 8)
        out.put(Int(truncatingIfNeeded: reached), at: 32, bytes: 8)
        out.put(Int(truncatingIfNeeded: limited), at: 40, bytes: 8)
        out.put(out.count, at: 48, bytes: 4)
        for rule in rules { out.append(prepared(rule, catalogue: catalogue)) }
        out.put(Int(link.account), at: 60, bytes: 8)
        append(link.split, to: &out)
        out.put(out.count, at: 4, bytes: 4)
        return out.bytes
    }

    private static func flags(of link: Link) -> Int {
        (link.isDisabled ? 1 : 0) | (link.mode == .direct ? 2 : 0)
            | (link.releaseMode == .local ? 4 : 0)
    }

    private static func bareURL(of destination: Destination, on platform: Platform) -> [UInt8] {
        let partners = Set(platform.partnerParameters)
        return URLParameters.dropping(from: destination.url) {
            partners.contains($0) || $0.hasPrefix("utm_")
        }
    }

    /// The URL with the link's parameters, however long it comes out.
    static func tagging(_ destination: Destination, in link: Link) -> [UInt8] {
        let affiliate = (link.affiliate[destination.platform] ?? [:]).sorted { $0.key < $1.key }
        let added = affiliate.map { (name: $0.key, value: $0.value) } + link.utm.parameters
        return added.isEmpty
            ? Array(destination.url.utf8) : URLParameters.adding(added, to: destination.url)
    }

    private static func taggedURL(of destination: Destination, in link: Link) -> [UInt8] {
        let tagged = tagging(destination, in: link)
        return tagged.count <= urlBytesMax ? tagged : Array(destination.url.utf8)
    }

    private static func prepared(_ rule: Rule, catalogue: Catalogue) -> [UInt8] {
        var out = FlatBytes(count: ruleHeadBytes)
        let target: UInt8 =
            switch rule.to {
            case .page: 0
            case .platform(let id): catalogue.platform(id: id)?.number ?? Visit.unknownPlatform
            }
        var asks = 0
        if let inApp = rule.inApp { asks |= inApp ? 3 : 1 }
        if !rule.country.isEmpty { asks |= 4 }
        let systems = rule.os.reduce(UInt8(0)) { $0 | 1 << $1.rawValue }
        let languages = rule.language.prefix(LinkLimits.conditionValuesMax)
        let referrers = rule.referrer.prefix(LinkLimits.conditionValuesMax)
        let channels = rule.channel.prefix(LinkLimits.conditionValuesMax)
        out.put(Int(target), at: 2, bytes: 1)
        out.put(asks, at: 3, bytes: 1)
        out.put(Int(systems), at: 4, bytes: 1)
        out.put(languages.count, at: 5, bytes: 1)
        out.put(referrers.count, at: 6, bytes: 1)
        out.put(channels.count, at: 7, bytes: 1)
        out.put(Int(rule.after?.ms ?? .min), at: 8, bytes: 8)
        out.put(Int(rule.before?.ms ?? .max), at: 16, bytes: 8)
        if !rule.country.isEmpty { out.append(CountrySet.make(rule.country)) }
        for language in languages {
            let at = out.count
            out.append([0, 0, 0, 0])
            let lowered = ShortCode(language.text.lowercased()) ?? language
            out.put(Int(lowered.rawValue), at: at, bytes: 4)
        }
        for text in Array(referrers) + Array(channels) {
            let bytes = Array(RuleText.lowered(text).utf8.prefix(255))
            out.append([UInt8(bytes.count)] + bytes)
        }
        out.put(out.count, at: 0, bytes: 2)
        return out.bytes
    }
}

extension UTM {
    /// The parameters that are set, in the order of SPEC §6.
    var parameters: [(name: String, value: String)] {
        [
            ("utm_source", source), ("utm_medium", medium), ("utm_campaign", campaign),
            ("utm_term", term), ("utm_content", content),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}

enum RuleText {
    /// ASCII letters in lower case, all other bytes as they are: what the fan's path does to a
    /// request.
    static func lowered(_ text: String) -> String {
        String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

/// A growing block whose numbers are filled in once they are known.
struct FlatBytes {
    private(set) var bytes: [UInt8]

    init(count: Int) { bytes = [UInt8](repeating: 0, count: count) }

    var count: Int { bytes.count }

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func put(_ number: Int, at offset: Int, bytes count: Int) {
        for place in 0..<count {
            bytes[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * place))
        }
    }
}
