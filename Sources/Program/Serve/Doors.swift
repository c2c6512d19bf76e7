import API
import Compression
import Dashboard
import EventLoop
import HTTP
import HTTPServer
import MCP
import Operations
import Pages
import QR
import Site
import Smartlink
import Synchronization

/// Whether new fans should be sent here.
final class Readiness: Sendable {
    private let ready = Atomic(false)

    var isReady: Bool {
        get { ready.load(ordering: .acquiring) }
        set { ready.store(newValue, ordering: .releasing) }
    }
}

/// All that is answered off the fast path, door by door.
struct Doors: ControlPlane {
    private let api: ArtistAPI
    private let assistants: MCPDoor
    private let dashboard: DashboardDoor
    private let presaves: PresaveDoor
    private let around: AroundDoor
    private let fans: FanDoor
    private let files: StaticFiles
    private let readiness: Readiness
    private let bodyBytesMax: Int
    private let artworkBytesMax: Int
    private let importBytesMax: Int

    /// No form of a fan's is longer.
    private static let formBytesMax = 16_384

    init(
        _ configuration: Configuration, actions: Actions, sessions: any SessionStore,
        transfer: TransferActions, presaves: PresaveDoor, tables: FanTablesInForce,
        changes: LinkChanges, pictures: (any PictureSource)?, readiness: Readiness
    ) throws {
        var rates = SignIn.Rates()
        rates.perKey = Rate(
            burst: configuration.rates.keyBurst, perMinute: configuration.rates.keyPerMinute)
        rates.failuresPerAddress = Rate(
            burst: configuration.rates.failuresBurst,
            perMinute: configuration.rates.failuresPerMinute)
        let signIn = SignIn(actions, rates: rates)
        let entrances = Sessions(sessions, signIn: signIn)
        api = ArtistAPI(
            actions, fans: presaves.actions, signIn: signIn, sessions: entrances,
            transfer: transfer
        ) { tables.tables.baseURL }
        assistants = MCPDoor(
            api: api, surroundings: MCPDoor.Surroundings(actions.surroundings),
            version: Release.version
        ) { tables.tables.baseURL }
        dashboard = DashboardDoor(entrances, .init(api, tables))
        self.presaves = presaves
        around = AroundDoor(
            tables: tables, links: actions.links, changes: changes,
            signs: AroundDoor.Signs(encode: QREncoder.matrix) { matrix, side, margin in
                PNG.file(of: matrix, side: side, margin: margin)
            })
        fans = FanDoor(tables: tables, links: actions.links, pictures: pictures)
        files = try Self.files(configuration.files.public)
        self.readiness = readiness
        bodyBytesMax = configuration.bodyBytesMax
        artworkBytesMax = configuration.artworkBytesMax
        importBytesMax = configuration.importBytesMax
    }

    func bodyBytesMax(for method: Method, path: String) -> Int {
        if assistants.handles(path) {
            return min(assistants.bodyBytesMax(for: method, path: path), bodyBytesMax)
        }
        if let most = dashboard.bodyBytesMax(for: path) { return most }
        guard api.handles(path) else { return Self.formBytesMax }
        let most = api.bodyBytesMax(for: method, path: path)
        if most == ArtistAPI.importBytesMax { return importBytesMax }
        return min(most, most > ArtistAPI.bodyBytesMax ? artworkBytesMax : bodyBytesMax)
    }

    func respond(to request: Request) async -> Response {
        // The server as a whole is asked what it knows (RFC 9110 §9.3.7).
        if request.path == "*" {
            let methods = Method.taken.map(\.token).joined(
                separator: ", ")
            return Response(status: 204, fields: ["Allow": methods])
        }
        if request.path == "/healthz" { return .plain(200, "ok\n") }
        if request.path == "/readyz" {
            return readiness.isReady ? .plain(200, "ready\n") : .plain(503, "not ready\n")
        }
        if api.handles(request.path) { return await api.respond(to: request) }
        if assistants.handles(request.path) { return await assistants.respond(to: request) }
        if let answer = await dashboard.respond(to: request) { return answer }
        if let answer = await presaves.respond(to: request) { return answer }
        if var file = files.respond(to: request) {
            let isDashboard = request.path.hasPrefix("/app/")
            let policy = isDashboard ? PagePolicy.dashboardFields : PagePolicy.fileFields
            for field in policy { file.fields[field.name] = field.value }
            return file
        }
        if let answer = await around.respond(to: request) { return answer }
        return await fans.respond(to: request)
    }

    /// The folder served as it is.
    private static func files(_ configured: String?) throws -> StaticFiles {
        let folder = try OperatorTables.place(configured, "public", .here)
        do throws(SystemFailure) {
            return try StaticFiles(folder: folder) { Gzip.compress($0) }
        } catch {
            throw CommandFailure(message: "cannot serve \(folder): \(error)")
        }
    }
}

extension Response {
    /// A line for machines that watch this one.
    static func plain(_ status: Int, _ text: String, type: String = "text/plain; charset=utf-8")
        -> Response
    {
        Response(
            status: status, fields: ["Content-Type": type, "Cache-Control": "no-store"],
            body: .bytes(Array(text.utf8)))
    }
}

extension MCPDoor.Surroundings {
    fileprivate init(_ surroundings: Operations.Surroundings) {
        self.init(
            now: surroundings.now, random: surroundings.random, sha256: surroundings.sha256)
    }
}
