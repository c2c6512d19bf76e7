// The artist's door: JSON over HTTP under /api/v1. It translates and decides nothing; what can be
// done is in Operations. Reading order: APIPath (where), Problem (refusals), Node and LinkFields
// (JSON in), LinkResource and StatisticsResource (JSON out).
public import HTTP
internal import JSONText
public import Operations
internal import Smartlink

/// The artist's API.
public struct ArtistAPI: ControlPlane {
    let actions: Actions
    let fans: FanActions
    let signIn: SignIn
    /// Browsers that are signed in; nil where only keys are taken.
    let sessions: Sessions?
    /// Nil where nothing goes in or out but link by link.
    let transfer: TransferActions?
    /// Where this server is reached, without a slash at its end; nil takes what each request names.
    let publicURL: @Sendable () -> String?

    /// Bytes of a JSON body.
    public static let bodyBytesMax = 1_024 * 1_024

    /// Bytes of a file that is imported; the operator's setting is below.
    public static let importBytesMax = 1_024 * 1_024 * 1_024

    public init(
        _ actions: Actions, fans: FanActions, signIn: SignIn, sessions: Sessions? = nil,
        transfer: TransferActions? = nil,
        publicURL: @escaping @Sendable () -> String?
    ) {
        self.actions = actions
        self.fans = fans
        self.signIn = signIn
        self.sessions = sessions
        self.transfer = transfer
        self.publicURL = publicURL
    }

    /// Whether a path is this door's to answer, be it with 404.
    public func handles(_ path: String) -> Bool {
        path == APIPath.prefix || path.hasPrefix(APIPath.prefix + "/")
            || path == Self.sharedCreation || path == Self.sharedLookup
    }

    public func bodyBytesMax(for method: Method, path: String) -> Int {
        if method == .post, APIPath(path) == .imports { return Self.importBytesMax }
        if method == .put, case .artwork? = APIPath(path) { return OperationLimits.artworkBytesMax }
        return Self.bodyBytesMax
    }

    public func respond(to request: Request) async -> Response {
        if let answer = await sharedAnswer(to: request) { return answer }
        guard let route = APIPath(request.path) else {
            return Problem(Failure(.notFound, "Nothing lives at \(request.path).")).response
        }
        guard route.methods.contains(request.method) else {
            var refusal = Problem(methodNotAllowedAt: request.path).response
            refusal.fields["Allow"] = route.allow
            return refusal
        }
        if request.method == .options {
            return Response(status: 204, fields: Fields(["Allow": route.allow]))
        }
        do throws(Failure) {
            let account = try await signedIn(request)
            guard request.body.count <= bodyBytesMax(for: request.method, path: request.path)
            else { throw Failure(.tooLarge, "The body is too large.") }
            return try await answer(Call(request: request, account: account, api: self), route)
        } catch {
            return Problem(error).response
        }
    }

    func signedIn(_ request: Request) async throws(Failure) -> Account {
        guard let field = request.fields["Authorization"] else {
            if let account = try await session(of: request) { return account }
            throw Failure(
                .unauthorized,
                "A key is needed: `Authorization: Bearer segue_…`. `segue key create` makes one.")
        }
        let parts = field.split(separator: " ", maxSplits: 1)
        let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
        return try await signIn.account(
            presenting: isBearer ? String(parts[1].drop { $0 == " " }) : "",
            from: request.arrival.peer)
    }

    private func answer(_ call: Call, _ route: APIPath) async throws(Failure) -> Response {
        switch (route, call.request.method) {
        case (.links, .post): try await call.createLink()
        case (.links, _): try await call.listLinks()
        case (.link(let code), .patch): try await call.updateLink(code)
        case (.link(let code), .delete): try await call.deleteLink(code)
        case (.link(let code), _): try await call.showLink(code)
        case (.restoration(let code), _): try await call.restoreLink(code)
        case (.artwork(let code), _): try await call.keepArtwork(code)
        case (.statistics(let code), _): try await call.showStatistics(code)
        case (.events(let code), _): try await call.streamEvents(code, as: nil)
        case (.eventsTable(let code), _): try await call.streamEvents(code, as: .csv)
        case (.explanation(let code), _): try await call.explain(code)
        case (.duplicate(let code), _): try await call.duplicateLink(code)
        case (.split(let code), .delete): try await call.endSplit(code)
        case (.split(let code), _): try await call.splitLink(code)
        case (.presaves(let code), _): try await call.showPresaves(code)
        case (.fans(let code), _): try await call.listFans(code)
        case (.fansTable(let code), _): try await call.tabulateFans(code)
        case (.export, _): try call.export()
        case (.imports, _): try await call.importLinks()
        case (.importing(let id), _): try await call.showImport(id)
        case (.account, _): try await call.showAccount()
        case (.platforms, _): try call.listPlatforms()
        case (.resolution, _): try await call.resolve()
        case (.keys, .post): try await call.createKey()
        case (.keys, _): try await call.listKeys()
        case (.key(let id), _): try await call.revokeKey(id)
        case (.webhooks, .post): try await call.createWebhook()
        case (.webhooks, _): try await call.listWebhooks()
        case (.webhook(let id), .patch): try await call.updateWebhook(id)
        case (.webhook(let id), .delete): try await call.deleteWebhook(id)
        case (.webhook(let id), _): try await call.showWebhook(id)
        case (.webhookTest(let id), _): try await call.testWebhook(id)
        case (.deliveries(let id), _): try await call.listDeliveries(id)
        }
    }

    func baseURL(for request: Request) -> String {
        publicURL() ?? "\(request.arrival.isSecure ? "https" : "http")://\(request.authority)"
    }
}

/// One signed-in request.
struct Call {
    let request: Request
    let account: Account
    let api: ArtistAPI
    let now: Instant
    let baseURL: String

    init(request: Request, account: Account, api: ArtistAPI) {
        self.request = request
        self.account = account
        self.api = api
        now = api.actions.surroundings.now()
        baseURL = api.baseURL(for: request)
    }

    var actions: Actions { api.actions }

    func query(_ known: String...) throws(Failure) -> Query {
        try Query(request.query, known: known)
    }

    /// The body, an object; `types` without parameters, a missing type passes.
    func body(_ types: String...) throws(Failure) -> Node {
        if let field = request.fields["Content-Type"] {
            let type = field.prefix { $0 != ";" && $0 != " " }.lowercased()
            guard types.contains(type) else {
                throw Failure(
                    .unsupportedMediaType,
                    "The body must be \(types.joined(separator: " or ")), not \(type).")
            }
        }
        do {
            let body = Node(value: try JSON(reading: request.body), path: "")
            guard case .object = body.value else {
                throw Failure(
                    .invalidField, "The body must be an object, not \(body.value.kindName).")
            }
            return body
        } catch let error as JSON.Malformed {
            throw Failure(.invalidField, error.message)
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(.invalidField, "The body cannot be read.")
        }
    }

    /// Private to the key's owner; kept only to be asked about again.
    func reply(_ json: JSON, status: Int = 200) -> Response {
        Response(
            status: status,
            fields: Fields([
                "Content-Type": "application/json", "Cache-Control": "private, no-cache",
            ]), body: .bytes(json.bytes))
    }
}
