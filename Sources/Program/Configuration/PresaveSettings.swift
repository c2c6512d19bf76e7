import Outbound
import Platforms
import Store

/// What an operator has of one platform, and how fast saves may go there.
struct PlatformSettings: Sendable {
    var credentials = PlatformCredentials()
    /// Files that hold a secret instead of the configuration.
    var clientSecretFile: String?
    var privateKeyFile: String?
    var scriptURL: String?
    /// 0 for no bound.
    var savesPerSecond: Double = 10

    /// Every platform there is an adapter for, without an app.
    static let untouched = Dictionary(
        uniqueKeysWithValues: PlatformAdapters.ids.map { ($0, PlatformSettings()) })

    /// Whether the operator has named an app here at all.
    var isSet: Bool { !credentials.clientId.isEmpty || !credentials.keyId.isEmpty }
}

/// The server that takes letters.
struct SMTPSettings: Sendable {
    var url: String?
    var from: String?
    var username: String?
    var password: String?
    var passwordFile: String?
}

extension Setting {
    static let presaves: [Setting] = platforms + smtp + vault

    private static let url = "an address such as \"https://api.example.com\""
    private static let text = "a text"
    private static let path = "a path"

    private static let platforms: [Setting] = PlatformAdapters.ids.flatMap { id in
        var settings = [platform(id, "apiBase", url, isAddress) { $0.credentials.apiBase = $1 }]
        if id == "apple-music" {
            settings += [
                platform(id, "teamId", text) { $0.credentials.teamId = $1 ?? "" },
                platform(id, "keyId", text) { $0.credentials.keyId = $1 ?? "" },
                platform(id, "privateKeyFile", path) { $0.privateKeyFile = $1 },
                platform(id, "scriptUrl", url, isAddress) { $0.scriptURL = $1 },
            ]
        } else {
            settings += [
                platform(id, "clientId", text) { $0.credentials.clientId = $1 ?? "" },
                platform(id, "clientSecret", text) { $0.credentials.clientSecret = $1 ?? "" },
                platform(id, "clientSecretFile", path) { $0.clientSecretFile = $1 },
                platform(id, "authorizeUrl", url, isAddress) { $0.credentials.authorizeUrl = $1 },
                platform(id, "tokenUrl", url, isAddress) { $0.credentials.tokenUrl = $1 },
            ]
        }
        if id == "spotify" { settings.append(extendedQuota) }
        return settings + [budget(id)]
    }

    /// A text or null of one platform.
    private static func platform(
        _ id: String, _ name: String, _ expects: String,
        _ fits: @escaping @Sendable (String) -> Bool = { $0.utf8.count <= 4_096 },
        put: @escaping @Sendable (inout PlatformSettings, String?) -> Void
    ) -> Setting {
        Setting(key: "platforms.\(id).\(name)", expects: expects + ", or null") {
            value, configuration in
            let text = value.isNone ? nil : value.string
            guard value.isNone || text.map(fits) ?? false else { return false }
            put(&configuration.platforms[id, default: PlatformSettings()], text)
            return true
        }
    }

    private static let extendedQuota = Setting(
        key: "platforms.spotify.extendedQuota", expects: "true or false"
    ) { value, configuration in
        let flag: Bool?
        switch value {
        case .text(let text): flag = Bool(text)
        case .node(let node):
            if case .flag(let value) = node.value { flag = value } else { flag = nil }
        }
        guard let flag else { return false }
        configuration.platforms["spotify", default: PlatformSettings()].credentials.legacyLibrary =
            flag
        return true
    }

    private static func budget(_ id: String) -> Setting {
        Setting(
            key: "platforms.\(id).savesPerSecond", expects: "a number from 0 to 100000"
        ) { value, configuration in
            guard let number = value.number, (0...100_000).contains(number) else { return false }
            configuration.platforms[id, default: PlatformSettings()].savesPerSecond = number
            return true
        }
    }

    private static let smtp: [Setting] = [
        .optional(
            "smtp.url", "an address such as \"smtps://mail.example.org\"", \.smtp.url
        ) { SMTPServer(url: $0) == nil ? nil : $0 },
        .optional("smtp.from", "an address such as \"news@example.org\"", \.smtp.from) { $0 },
        .optional("smtp.username", text, \.smtp.username) { $0 },
        .optional("smtp.password", text, \.smtp.password) { $0 },
        .optional("smtp.passwordFile", path, \.smtp.passwordFile) { $0 },
    ]

    private static let vault: [Setting] = [
        .optional("vaultKeyFile", path, \.vaultKeyFile) { $0 }
    ]

    /// http or https, without a blank or a slash at its end.
    private static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://")) && !text.hasSuffix("/")
            && text.utf8.count <= 1_024 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
