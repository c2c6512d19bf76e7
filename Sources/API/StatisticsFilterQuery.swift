// The filters of statistics: `?platform=&country=&os=&referrer=&channel=&variant=&reason=`, each keys with
// commas between them, as `by` shows them; an event must lie under one key of each that is given.
internal import Smartlink

enum StatisticsFilterQuery {
    /// Errors: `invalid_field` for what cannot be a key; a key nobody has ever had matches nothing.
    static func filter(_ asked: Query) throws(Failure) -> StatisticsFilter {
        var filter: StatisticsFilter = [:]
        for dimension in Dimension.allCases where dimension != .total {
            let name = "\(dimension)"
            guard let text = asked[name] else { continue }
            let keys = text.split(separator: ",", omittingEmptySubsequences: true).map(String.init)
            guard (1...APILimits.filterKeysMax).contains(keys.count) else {
                throw Failure(
                    .invalidField,
                    "\(name) takes 1 to \(APILimits.filterKeysMax) keys with commas between them.",
                    field: name)
            }
            for key in keys where !canBe(key, dimension) {
                throw Failure(
                    .invalidField, "“\(key)” cannot be a key of \(name): \(hint(dimension)).",
                    field: name)
            }
            filter[dimension] = Set(keys.map { spelled($0, dimension) })
        }
        return filter
    }

    /// As the keys are stored.
    private static func spelled(_ key: String, _ dimension: Dimension) -> String {
        switch dimension {
        case .country: key == "unknown" ? key : key.uppercased()
        case .referrer: key.lowercased()
        default: key
        }
    }

    private static func canBe(_ key: String, _ dimension: Dimension) -> Bool {
        switch dimension {
        case .total: false
        case .platform:
            key.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
        case .country: key == "unknown" || (key.utf8.count == 2 && ShortCode(key) != nil)
        case .os: OperatingSystem(name: key) != nil
        case .reason: Reason.allCases.contains { $0.name == key }
        case .referrer: key.utf8.count <= Event.referrerBytesMax
        case .channel: key.utf8.count <= Event.channelBytesMax
        case .variant: key == "none" || Code(key) != nil || isDeleted(key)
        }
    }

    /// How a variant that is gone is shown.
    private static func isDeleted(_ key: String) -> Bool {
        key.hasPrefix("deleted ") && Int64(key.dropFirst("deleted ".count)) != nil
    }

    private static func hint(_ dimension: Dimension) -> String {
        switch dimension {
        case .total, .platform: "use platforms’ ids like spotify, or none"
        case .country: "use two letters like DE, or unknown"
        case .os: "use " + OperatingSystem.allCases.map(\.name).joined(separator: ", ")
        case .reason: "use " + Reason.allCases.map(\.name).joined(separator: ", ")
        case .referrer: "use a host of at most \(Event.referrerBytesMax) bytes, or none"
        case .channel: "use at most \(Event.channelBytesMax) bytes, or none"
        case .variant: "use a link’s code, or none"
        }
    }
}
