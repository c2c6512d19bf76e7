import Platforms

/// What an operator has of one platform, and how fast saves may go there.
struct PlatformSettings: Sendable {
    var credentials = PlatformCredentials()
    /// Files that hold a secret instead of the configuration.
    var clientSecretFile: String?
    var privateKeyFile: String?
    var apiKeyFile: String?
    var scriptURL: String?
    /// 0 for no bound.
    var savesPerSecond: Double = 10
    /// Nil: as the platform documents it.
    var lookupsPerSecond: Double?

    /// Every platform there is an adapter for, without an app.
    static let untouched = Dictionary(
        uniqueKeysWithValues: PlatformField.all.map { ($0.id, PlatformSettings()) })

    /// Whether the operator has named an app here at all.
    var isSet: Bool { !credentials.clientId.isEmpty || !credentials.keyId.isEmpty }
}

/// How music is looked up.
struct LookupSettings: Sendable {
    /// Whom to ask; those that lack credentials are passed over.
    var sources = MusicSources.ids
    /// ISO 3166 alpha-2, upper case.
    var market = "US"
    /// The operator's address, for catalogues that want to know who asks.
    var contact: String?
    var timeoutMs = 6_000
}

extension Setting {
    static let platforms: [Setting] =
        PlatformField.all.flatMap { platform in
            platform.fields.map { field($0, of: platform.id) }
        } + lookup

    private static let lookup: [Setting] = [
        .list(
            "lookup.sources", "a list out of \(MusicSources.ids.joined(separator: ", "))",
            countMax: MusicSources.ids.count, \.lookup.sources
        ) { MusicSources.ids.contains($0) ? $0 : nil },
        .text("lookup.market", "a country such as \"US\"", \.lookup.market) { text in
            text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
        },
        .optional("lookup.contact", "an address such as \"music@example.org\"", \.lookup.contact) {
            isContact($0) ? $0 : nil
        },
        .whole("lookup.timeoutMs", 100...60_000, \.lookup.timeoutMs),
    ]

    private static func field(_ field: PlatformField, of id: String) -> Setting {
        let key = "platforms.\(id).\(field.rawValue)"
        switch field {
        case .apiBase: return address(key, id) { $0.credentials.apiBase = $1 }
        case .authorizeUrl: return address(key, id) { $0.credentials.authorizeUrl = $1 }
        case .tokenUrl: return address(key, id) { $0.credentials.tokenUrl = $1 }
        case .scriptUrl: return address(key, id) { $0.scriptURL = $1 }
        case .teamId: return text(key, id) { $0.credentials.teamId = $1 ?? "" }
        case .keyId: return text(key, id) { $0.credentials.keyId = $1 ?? "" }
        case .clientId: return text(key, id) { $0.credentials.clientId = $1 ?? "" }
        case .clientSecret: return text(key, id) { $0.credentials.clientSecret = $1 ?? "" }
        case .apiKey: return text(key, id) { $0.credentials.apiKey = $1 ?? "" }
        case .clientSecretFile: return path(key, id) { $0.clientSecretFile = $1 }
        case .privateKeyFile: return path(key, id) { $0.privateKeyFile = $1 }
        case .apiKeyFile: return path(key, id) { $0.apiKeyFile = $1 }
        case .extendedQuota: return extendedQuota(key, id)
        case .savesPerSecond: return budget(key, id)
        case .lookupsPerSecond: return pace(key, id)
        }
    }

    private typealias Put = @Sendable (inout PlatformSettings, String?) -> Void

    private static func address(_ key: String, _ id: String, put: @escaping Put) -> Setting {
        optional(key, id, "an address such as \"https://api.example.com\"", isAddress, put)
    }

    private static func text(_ key: String, _ id: String, put: @escaping Put) -> Setting {
        optional(key, id, "a text", { $0.utf8.count <= textBytesMax }, put)
    }

    private static func path(_ key: String, _ id: String, put: @escaping Put) -> Setting {
        optional(key, id, "a path", { $0.utf8.count <= textBytesMax }, put)
    }

    private static let textBytesMax = 4_096

    /// A text or null of one platform.
    private static func optional(
        _ key: String, _ id: String, _ expects: String,
        _ fits: @escaping @Sendable (String) -> Bool, _ put: @escaping Put
    ) -> Setting {
        Setting(key: key, expects: expects + ", or null") { value, configuration in
            let text = value.isNone ? nil : value.string
            guard value.isNone || text.map(fits) ?? false else { return false }
            put(&configuration.platforms[id, default: PlatformSettings()], text)
            return true
        }
    }

    private static func extendedQuota(_ key: String, _ id: String) -> Setting {
        Setting(key: key, expects: "true or false") { value, configuration in
            let flag: Bool?
            switch value {
            case .text(let text): flag = Bool(text)
            case .node(let node):
                if case .flag(let value) = node.value { flag = value } else { flag = nil }
            }
            guard let flag else { return false }
            configuration.platforms[id, default: PlatformSettings()].credentials.legacyLibrary =
                flag
            return true
        }
    }

    private static func budget(_ key: String, _ id: String) -> Setting {
        Setting(key: key, expects: "a number from 0 to 100000") { value, configuration in
            guard let number = value.number, (0...100_000).contains(number) else { return false }
            configuration.platforms[id, default: PlatformSettings()].savesPerSecond = number
            return true
        }
    }

    private static func pace(_ key: String, _ id: String) -> Setting {
        Setting(key: key, expects: "a number from 0.00001 to 100000, or null") {
            value, configuration in
            let number = value.isNone ? nil : value.number
            guard value.isNone || number.map({ (0.00001...100_000).contains($0) }) ?? false else {
                return false
            }
            configuration.platforms[id, default: PlatformSettings()].lookupsPerSecond = number
            return true
        }
    }

    /// http or https, without a blank or a slash at its end.
    private static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://")) && !text.hasSuffix("/")
            && text.utf8.count <= 1_024 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// Fit to stand in a User-Agent's comment (RFC 9110 §5.6.5).
    private static func isContact(_ text: String) -> Bool {
        (3...200).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && ![0x28, 0x29, 0x5C].contains($0) }
    }
}
