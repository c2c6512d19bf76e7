import API
import Crypto
import EventLoop
import Glibc
import HTTP
import HTTPServer
import JSONText
import Platforms
import Sandbox
import Smartlink
import Telemetry

extension Command {
    static let sandbox = Command(
        words: ["sandbox"],
        summary: "stand-ins for the platforms, to try pre-saves without accounts",
        flags: [
            Flag(name: "listen", value: "ADDRESS", help: "where to answer (127.0.0.1:9700)"),
            .json,
        ],
        notes: """
            Prints one line, `listening on http://…`, and the settings that have `segue serve` speak to it. What
            is saved stands on its page and under /admin/library; POST /admin/faults breaks things. Everything is
            in memory and forgotten at the end. Ends with Ctrl-C.
            """, life: .lasting
    ) { call in
        let stage = try SandboxStage.start(call.value("listen") ?? SandboxStage.usualAddress)
        call.console.say("listening on \(stage.address)")
        call.console.say(call.wantsJSON ? stage.settings.text : stage.text)
        if let signals = call.signals {
            for await signal in signals.received where signal != SIGHUP { break }
        }
        await stage.stop()
    }
}

/// A sandbox that answers.
struct SandboxStage: Sendable {
    /// `http://127.0.0.1:9700`
    let address: String
    private let server: Server

    static let usualAddress = "127.0.0.1:9700"

    /// Starts it; port 0 lets the kernel choose one.
    static func start(_ listen: String) throws -> SandboxStage {
        guard let endpoint = Endpoint(listen) else {
            throw CommandFailure(
                message: "--listen wants an address like \(usualAddress), not “\(listen)”.",
                code: .misused)
        }
        let surroundings = SandboxSurroundings(
            seed: .random(in: 0 ... .max), now: { Instant(ms: SystemClock.realMs()) },
            digest: { SHA256.digest($0) },
            pause: { seconds in try? await Task.sleep(for: .seconds(seconds)) })
        let server = Server(
            configuration: Server.Configuration(listen: [endpoint]),
            makePlane: { _, _ in NoDataPlane() }, control: SandboxPlane(surroundings))
        do throws(SystemFailure) {
            let endpoints = try server.start()
            return SandboxStage(address: "http://\(endpoints.first ?? endpoint)", server: server)
        } catch {
            guard error.isAddressInUse else {
                throw CommandFailure(message: "cannot listen on \(endpoint): \(error)")
            }
            throw CommandFailure(
                message:
                    "cannot listen on \(endpoint): another program does; --listen takes another address"
            )
        }
    }

    func stop() async { await server.drain() }

    /// The `platforms` part of a configuration.
    var settings: JSON {
        .object([
            .init(
                "platforms",
                .object(usable.map { .init($0.platform, Self.entry($0)) })
            )
        ])
    }

    /// Those a server takes settings of.
    private var usable: [SandboxSettings] {
        SandboxSettings.all(at: address).filter { settings in
            PlatformField.all.contains { $0.id == settings.platform }
        }
    }

    /// What stands under `platforms.<id>`, as far as the sandbox has something to say there.
    private static func entry(_ settings: SandboxSettings) -> JSON {
        let fields = PlatformField.all.first { $0.id == settings.platform }?.fields ?? []
        return .object(
            fields.compactMap { field in
                value(field, settings).map { .init(field.rawValue, .string($0)) }
            })
    }

    private static func value(_ field: PlatformField, _ settings: SandboxSettings) -> String? {
        switch field {
        case .apiBase: settings.apiBase
        case .clientId: SandboxSettings.clientID
        case .clientSecret: SandboxSettings.clientSecret
        case .apiKey: SandboxSettings.clientID
        case .authorizeUrl: settings.authorizeURL
        case .tokenUrl: settings.tokenURL
        case .teamId: SandboxSettings.teamID
        case .keyId: SandboxSettings.keyID
        case .privateKeyFile: "apple-sandbox.p8"
        case .scriptUrl: settings.scriptURL
        case .clientSecretFile, .apiKeyFile, .extendedQuota, .savesPerSecond, .lookupsPerSecond: nil
        }
    }

    /// For people: the settings, one platform a line, and what Apple's needs besides.
    var text: String {
        let rows = usable.map { settings in
            "    \"\(settings.platform)\": \(Self.entry(settings).text),"
        }
        return """

            A sandbox: none of this is a real streaming service. Open \(address)/ to see what is saved.
            In config/segue.json:

              "platforms": {
            \(rows.joined(separator: "\n"))
              },

            Apple Music wants a key of its own form: any will do.
              openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out apple-sandbox.p8

            Break something:   curl -d '{"platform":"spotify","fault":"rate_limited","times":3}' \(address)/admin/faults
            Release something: curl -d '{"title":"Sleeper","artist":"Mira","isrc":"QZSBX2600002",
                                 "availableAt":"2026-12-05T00:00:00Z"}' \(address)/admin/catalogue
            Ctrl-C ends it.
            """
    }
}
