// Everything behind pre-saves, wired together: the keys, the way out of the house, the platforms, the verbs.
import Crypto
import EventLoop
import Operations
import Outbound
import Platforms
import Releases
import Site
import Smartlink
import Store
import Synchronization
import Telemetry

/// The parts of a process that know of fans.
final class PresaveParts: Sendable {
    let keys: KeyRing
    let outbound: Outbound
    let actions: FanActions
    /// Where letters lie without a mail server; nil where there is one.
    let outbox: OutboxFolder?
    let zones: SystemZones
    /// Saves a second and platform.
    let budgets: [String: Double]
    let tally = SaveTally()
    private let adapters: [String: any SavingPlatform]
    private let scriptURL: String?
    private let isSandbox: Bool
    private let developerToken: AppleDeveloperToken?

    init(
        _ configuration: Configuration, store: Store, zones: SystemZones = SystemZones(),
        surroundings: Surroundings, log: Log,
        baseURL: @escaping @Sendable () -> String
    ) throws {
        self.zones = zones
        do throws(Failure) {
            keys = try KeyRing(
                folder: "\(configuration.data)/keys", keyFile: configuration.vaultKeyFile)
        } catch {
            throw CommandFailure(message: error.message)
        }
        do throws(OutboundFailure) {
            outbound = try Outbound(version: Release.version)
        } catch {
            throw CommandFailure(message: "cannot start the thread for requests: \(error)")
        }
        do throws(Failure) {
            outbox =
                configuration.smtp.url == nil
                ? try OutboxFolder("\(configuration.data)/outbox") : nil
        } catch {
            throw CommandFailure(message: error.message)
        }
        var adapters: [String: any SavingPlatform] = [:]
        var token: AppleDeveloperToken?
        for (id, settings) in configuration.platforms
        where settings.isSet && PlatformAdapters.ids.contains(id) {
            do throws(Failure) {
                let credentials = try settings.secrets()
                adapters[id] = try PlatformAdapters.adapter(
                    id, credentials, over: outbound, clock: surroundings.now,
                    note: { failure in
                        log.info(
                            "platform_unreachable", LogField("platform", .name(id)),
                            LogField("cause", .cause(failure.description)))
                    })
                if id == "apple-music" { token = try AppleDeveloperToken(credentials) }
            } catch {
                throw CommandFailure(message: "platforms.\(id): \(error.message)", code: .misused)
            }
        }
        self.adapters = adapters
        developerToken = token
        budgets = configuration.platforms.mapValues(\.savesPerSecond)
        scriptURL = configuration.platforms["apple-music"]?.scriptURL
        isSandbox = configuration.isSandboxed
        let key = keys.signingKey
        let made = adapters
        actions = FanActions(
            fans: store, links: store, vault: keys, zones: zones,
            tokens: FanTokens(
                sign: { SignedToken.make($0, purpose: $1, key: key) },
                read: { SignedToken.payload(of: $0, purpose: $1, key: key) }),
            surroundings: surroundings, platforms: { made }, baseURL: baseURL,
            forget: { [outbox] in outbox?.remove(lettersTo: $0) },
            refused: { [tally] platform, refusal in
                tally.count(refusal, at: platform)
                Self.note(refusal, of: platform, in: log)
            })
    }

    /// The fan sees a friendly page; why, the operator reads here.
    private static func note(_ refusal: GrantRefusal, of platform: String, in log: Log) {
        let name = LogField("platform", .name(platform))
        switch refusal {
        case .misconfigured: log.error("credentials_refused", name)
        case .invalidGrant:
            log.info("grant_refused", name, LogField("reason", .name("invalid_grant")))
        case .unreachable: log.info("grant_refused", name, LogField("reason", .name("unreachable")))
        }
    }

    /// What pages may promise.
    func tables(publicURL: String) -> PresaveTables {
        let now = actions.surroundings.now
        return PresaveTables(
            scriptURL: scriptURL, isSandbox: isSandbox,
            developerToken: { [developerToken] in
                developerToken?.browserToken(origin: publicURL, at: now())
            },
            mode: { [actions] platform, link, now in actions.mode(of: platform, for: link, at: now)
            })
    }
}

extension PlatformSettings {
    /// The credentials with the secrets of files read in.
    func secrets() throws(Failure) -> PlatformCredentials {
        var credentials = credentials
        do throws(CommandFailure) {
            if let file = clientSecretFile { credentials.clientSecret = try SecretFile.text(file) }
            if let file = privateKeyFile { credentials.privateKey = try SecretFile.text(file) }
            if let file = apiKeyFile { credentials.apiKey = try SecretFile.text(file) }
        } catch {
            throw Failure(.invalidField, "its secret cannot be read: \(error.message)")
        }
        return credentials
    }
}

/// A secret kept in a file of its own: systemd credentials, Docker secrets.
enum SecretFile {
    static func text(_ path: String) throws(CommandFailure) -> String {
        let bytes = try ProgramFile.read(path)
        let text = String(decoding: bytes, as: UTF8.self)
        return String(text.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Configuration {
    /// Whether any platform is a stand-in on this machine: pages and letters say so.
    var isSandboxed: Bool {
        platforms.values.contains { settings in
            let addresses = [settings.credentials.apiBase, settings.credentials.authorizeUrl]
            return addresses.contains { $0?.hasPrefix("http://127.0.0.1") ?? false }
        }
    }
}
