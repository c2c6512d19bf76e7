/// `config/crawlers.json` as it is written: who is recognised by User-Agent, and as what.
///
/// A pattern is plain text, compared without case. `^` first ties it to the start, `$` last to the
/// end, and `|` first or last asks that no letter or digit stands beside it.
public struct CrawlersFile: Decodable, Sendable {
    /// Link-preview crawlers; they win over everything else.
    public var previews: [Entry]
    /// Crawlers of no class of their own.
    public var crawlers: [Entry]
    /// Search engines.
    public var search: [Entry]
    /// Assistants and crawlers for training.
    public var ai: [Entry]
    /// Uptime monitors.
    public var monitors: [Entry]
    /// Security scanners.
    public var scanners: [Entry]
    /// HTTP libraries: crawlers too, unless a platform's own app is built on them.
    public var libraries: [Entry]
    /// Browsers inside social apps.
    public var inApp: [Entry]
    /// Operating systems; the first entry that matches decides.
    public var systems: [System]

    /// One pattern.
    public struct Entry: Decodable, Sendable {
        public var pattern: String
        /// Patterns whose presence takes this one back.
        public var except: [String]
        /// Who that is and where it is documented.
        public var note: String?

        private enum CodingKeys: String, CodingKey, CaseIterable { case pattern, except, note }

        public init(from decoder: any Decoder) throws {
            if let plain = try? decoder.singleValueContainer().decode(String.self) {
                pattern = plain
                except = []
                return
            }
            try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
            let entry = try decoder.container(keyedBy: CodingKeys.self)
            pattern = try entry.decode(String.self, forKey: .pattern)
            except = try entry.decodeIfPresent([String].self, forKey: .except) ?? []
            note = try entry.decodeIfPresent(String.self, forKey: .note)
        }
    }

    /// One operating system's patterns.
    public struct System: Decodable, Sendable {
        public var os: String
        public var patterns: [String]
        public var note: String?

        private enum CodingKeys: String, CodingKey, CaseIterable { case os, patterns, note }

        public init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
            let system = try decoder.container(keyedBy: CodingKeys.self)
            os = try system.decode(String.self, forKey: .os)
            patterns = try system.decode([String].self, forKey: .patterns)
            note = try system.decodeIfPresent(String.self, forKey: .note)
        }
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case previews, crawlers, search, ai, monitors, scanners, libraries, inApp, systems
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
        let file = try decoder.container(keyedBy: CodingKeys.self)
        previews = try file.decodeIfPresent([Entry].self, forKey: .previews) ?? []
        crawlers = try file.decodeIfPresent([Entry].self, forKey: .crawlers) ?? []
        search = try file.decodeIfPresent([Entry].self, forKey: .search) ?? []
        ai = try file.decodeIfPresent([Entry].self, forKey: .ai) ?? []
        monitors = try file.decodeIfPresent([Entry].self, forKey: .monitors) ?? []
        scanners = try file.decodeIfPresent([Entry].self, forKey: .scanners) ?? []
        libraries = try file.decodeIfPresent([Entry].self, forKey: .libraries) ?? []
        inApp = try file.decodeIfPresent([Entry].self, forKey: .inApp) ?? []
        systems = try file.decodeIfPresent([System].self, forKey: .systems) ?? []
    }
}
