import Bytes
import EventLoop
import HTTPServer
import Smartlink
import Store
import Telemetry

/// Everything an operator can set, with its defaults; `Setting.all` says under which names.
struct Configuration: Sendable {
    var listen = Endpoint(address: PeerAddress(v4: 0x7F00_0001), port: 8080)
    var baseURL: BaseURL?
    var metrics: Endpoint? = Endpoint(address: PeerAddress(v4: 0x7F00_0001), port: 9464)
    var data = "data"
    /// 0 stands for one per core.
    var workers = 0
    var durability = Durability.power
    var logLevel = LogLevel.info
    var trustedProxies: [CIDR] = []
    /// The field in which a trusted proxy names the fan's country.
    var countryHeader: String?
    /// An `.mmdb` file.
    var geoDatabase: String?
    var limits = Limits()
    var bodyBytesMax = 1_048_576
    var artworkBytesMax = 10_485_760
    var importBytesMax = 67_108_864
    /// Credits that plans are given every month.
    var plans = Plans()
    var commitMsMax = 50
    var heldBytesMax = 16_777_216
    /// What each worker's memories of prepared routes and rendered pages may hold.
    var routeBytes = 2_097_152
    var pageBytes = 1_048_576
    var rates = Rates()
    /// By id, of those fans can be saved on or music can be looked up in.
    var platforms = PlatformSettings.untouched
    var lookup = LookupSettings()
    var smtp = SMTPSettings()
    var webhooks = WebhookSettings()
    /// Keys of the vault, instead of those in the data folder.
    var vaultKeyFile: String?
    var files = Files()

    /// How often the API may be asked: so many at once, then so many a minute.
    struct Rates: Equatable, Sendable {
        var keyBurst = 600
        var keyPerMinute = 3_600
        var failuresBurst = 20
        var failuresPerMinute = 20
    }

    struct Plans: Equatable, Sendable {
        var free = 0
        var starter = 0
        var pro = 0

        var allowances: Allowances {
            Allowances(free: Int64(free), starter: Int64(starter), pro: Int64(pro))
        }
    }

    /// Where the program's own files are; nil looks for them (`Installation`).
    struct Files: Equatable, Sendable {
        var platforms: String?
        var crawlers: String?
        var locales: String?
        var `public`: String?
        /// The program that draws cards; empty for none.
        var card: String?
    }
}

/// The address fans see, without a slash at its end.
struct BaseURL: Equatable, Sendable {
    let text: String
    var isSecure: Bool { text.hasPrefix("https:") }

    /// Reads `https://music.example.org` or `http://127.0.0.1:8080`; nil with a path, a query or anything that
    /// has no place in a host.
    init?(_ text: String) {
        let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        guard let scheme else { return nil }
        var host = text.dropFirst(scheme.count)
        if host.hasSuffix("/") { host = host.dropLast() }
        guard (1...255).contains(host.utf8.count) else { return nil }
        for byte in host.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                continue
            default: return nil
            }
        }
        self.text = scheme + host.lowercased()
    }
}

extension Configuration {
    /// What stands before every link; the address listened on where nothing is configured.
    var publicURL: String { baseURL?.text ?? "http://\(listen)" }

    /// What is allowed and hardly meant.
    var doubts: [String] {
        var doubts: [String] = []
        if countryHeader != nil, trustedProxies.isEmpty {
            doubts.append("countryHeader is never believed while trustedProxies is empty")
        }
        if baseURL?.isSecure == true, trustedProxies.isEmpty {
            doubts.append(
                "baseUrl is https while trustedProxies is empty: every fan would have the proxy's address"
            )
        }
        return doubts
    }
}
