import EventLoop
import Glibc
import Operations
import Smartlink
import Telemetry

extension Command {
    static let demo = Command(
        words: ["demo"], summary: "serve sample links with real songs, ready to click",
        flags: [
            Flag(name: "listen", value: "ADDRESS", help: "where to answer (127.0.0.1:8080)"),
            Flag(
                name: "data", value: "DIR", help: "keep the store there (default: thrown away)"),
        ],
        notes: "Takes another port if that one is taken. Ends with Ctrl-C.", life: .lasting
    ) { call in
        var sources = ConfigurationSources()
        sources.flags = call.values.compactMapValues(\.last)
        // The rest of an operator's set-up has no place in a demonstration; a mail server may be tried with it.
        sources.environment = call.environment.filter { $0.key.hasPrefix("SEGUE_SMTP_") }
        var configuration = try sources.configuration()
        configuration.metrics = nil
        let folder = try DemoFolder(call.value("data"))
        defer { folder.clear() }
        configuration.data = folder.path
        let sandbox = try DemoPlatforms.start(for: &configuration)
        let service = try await started(configuration, call)
        let key = try await DemoSeed(actions: service.actions).sow()
        call.console.say("listening on \(service.address)")
        call.console.say(text(service, sandbox.address, key: key, folder))
        await service.run(reading: call)
        await sandbox.stop()
    }

    /// On the port asked for, else on a free one.
    private static func started(_ configuration: Configuration, _ call: Call) async throws
        -> Service
    {
        let log = Log(level: .warning)
        do {
            return try await Service.start(configuration, log: log)
        } catch let taken as AddressTaken {
            guard call.value("listen") == nil else { throw taken }
            var elsewhere = configuration
            elsewhere.listen.port = 0
            call.console.note("Port \(taken.endpoint.port) is taken; another one is used.")
            return try await Service.start(elsewhere, log: log)
        }
    }

    private static func text(
        _ service: Service, _ sandbox: String, key: String, _ folder: DemoFolder
    ) -> String {
        let address = service.address
        let rows = DemoRelease.all.map { ("\(address)/link/\($0.slug)", $0.caption) }
        let store =
            folder.isThrownAway
            ? "The store is in \(folder.path) and is removed at the end."
            : "The store stays in \(folder.path)."
        return """

            Open in a browser:

            \(CommandHelp.table(rows))
            Each again with ?to=spotify goes straight there, with ?choose always shows the page.

            Pre-save \(DemoRelease.presaveSlug) and see it arrive at \(sandbox)/ when it comes out, \(DemoRelease.presaveMinutes) minutes
            after the first start. The platforms are a sandbox: nothing reaches a real one, any name will do.
            Letters are in \(service.outbox ?? "the mail server's hands").

            The artist's side, in a browser and on the command line:

              Dashboard  \(address)/app/  key \(key)

              curl -s -H 'Authorization: Bearer \(key)' \(address)/api/v1/links
              curl -s -H 'Authorization: Bearer \(key)' \(address)/api/v1/links/never-gonna/stats

            One code makes a link to all of them:

              curl -s -H 'Authorization: Bearer \(key)' -H 'Content-Type: application/json' \(address)/api/v1/links -d '{"isrc":"GBUM71029604"}'

            \(store) Ctrl-C ends it.
            """
    }
}

/// The folder of the demonstration's store.
struct DemoFolder: Sendable {
    let path: String
    let isThrownAway: Bool

    init(_ named: String?) throws {
        isThrownAway = named == nil
        if let named {
            path = named
            return
        }
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/segue-demo-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw CommandFailure(
                message: "cannot make a folder in \(parent): \(systemMessage(errno))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes what the store put there, if it was to be thrown away.
    func clear() {
        guard isThrownAway else { return }
        let cards = "\(path)/cards"
        let drawn = ProgramFile.names(in: cards).map { "\(cards)/\($0)" }
        let folders = ["\(path)/artwork", "\(path)/keys", "\(path)/outbox"]
        for folder in drawn + [cards] + folders + [path] {
            for name in ProgramFile.names(in: folder) { unsafe unlink("\(folder)/\(name)") }
            unsafe rmdir(folder)
        }
    }
}

/// Puts the sample account and its links into a store, once.
struct DemoSeed: Sendable {
    let actions: Actions

    private static let artist = "Demo"
    private static let credits: Int64 = 100

    /// Answers a key of the account.
    func sow() async throws -> String {
        let known = try await actions.listAccounts().first { $0.name == Self.artist }
        if let known {
            return try await actions.createKey(for: known.id).secret.text
        }
        let made = try await actions.createAccount(
            name: Self.artist, plan: .pro, credits: Self.credits)
        let now = actions.surroundings.now()
        for release in DemoRelease.all {
            let order = LinkOrder(slug: release.slug, search: .nowhere)
            _ = try await actions.createLink(order, for: made.account) { release.fill(&$0, now) }
            guard let cover = release.cover.png else { continue }
            _ = try await actions.keepArtwork(
                cover, for: release.slug, of: made.account.id)
        }
        return made.secret.text
    }
}
