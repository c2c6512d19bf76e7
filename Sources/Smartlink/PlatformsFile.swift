/// `config/platforms.json` as it is written; `Catalogue.init(file:numbers:)` checks and compiles
/// it.
public struct PlatformsFile: Decodable, Sendable {
    public var platforms: [Entry]
    /// Platform ids per operating system, most likely first.
    public var orders: [String: [String]]

    /// One platform.
    public struct Entry: Decodable, Sendable {
        public var id: String
        public var name: String
        public var color: String
        public var hosts: [String]
        public var searchURL: String?
        public var territories: [String]
        public var partnerParameters: [String]
        public var apps: [String]
        public var inApp: [String]
        public var mark: String?
        public var places: [Place]
        /// Forms of the parts of its URLs by name.
        public var parts: [String: String]
        public var reserved: [String]
        public var schemes: [String]
        /// Country codes by host.
        public var storefronts: [String: String]

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case id, name, color, hosts, searchURL, territories, partnerParameters, apps, inApp
            case mark, places, parts, reserved, schemes, storefronts
        }

        public init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
            let entry = try decoder.container(keyedBy: CodingKeys.self)
            id = try entry.decode(String.self, forKey: .id)
            name = try entry.decode(String.self, forKey: .name)
            color = try entry.decode(String.self, forKey: .color)
            hosts = try entry.decode([String].self, forKey: .hosts)
            searchURL = try entry.decodeIfPresent(String.self, forKey: .searchURL)
            territories = try entry.decodeIfPresent([String].self, forKey: .territories) ?? []
            partnerParameters =
                try entry.decodeIfPresent([String].self, forKey: .partnerParameters) ?? []
            apps = try entry.decodeIfPresent([String].self, forKey: .apps) ?? []
            inApp = try entry.decodeIfPresent([String].self, forKey: .inApp) ?? []
            mark = try entry.decodeIfPresent(String.self, forKey: .mark)
            places = try entry.decodeIfPresent([Place].self, forKey: .places) ?? []
            parts = try entry.decodeIfPresent([String: String].self, forKey: .parts) ?? [:]
            reserved = try entry.decodeIfPresent([String].self, forKey: .reserved) ?? []
            schemes = try entry.decodeIfPresent([String].self, forKey: .schemes) ?? []
            storefronts =
                try entry.decodeIfPresent([String: String].self, forKey: .storefronts) ?? [:]
        }
    }

    /// A kind of place its URLs lead to (patterns in `AddressPattern`).
    public struct Place: Decodable, Sendable {
        public var kind: String
        public var at: [String]
        public var id: String?
        public var url: String

        private enum CodingKeys: String, CodingKey, CaseIterable { case kind, at, id, url }

        public init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
            let place = try decoder.container(keyedBy: CodingKeys.self)
            kind = try place.decode(String.self, forKey: .kind)
            at = try place.decode([String].self, forKey: .at)
            id = try place.decodeIfPresent(String.self, forKey: .id)
            url = try place.decode(String.self, forKey: .url)
        }
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case platforms, orders }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
        let file = try decoder.container(keyedBy: CodingKeys.self)
        platforms = try file.decode([Entry].self, forKey: .platforms)
        orders = try file.decode([String: [String]].self, forKey: .orders)
    }

    /// The ids in the file's order, for the store to number.
    public var ids: [String] { platforms.map(\.id) }
}
