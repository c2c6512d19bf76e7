// The assistant's door: the Model Context Protocol over Streamable HTTP at /mcp. It translates and decides nothing:
// every tool is one request to the artist's API, made in this process with the caller's own key, so each rule, rate
// and credit exists once. Reading order: Message (JSON-RPC), Sessions, Tool and ToolCall, then the tools themselves.
//
//   POST     one message; a request is answered as application/json, anything else with 202 (Batch: several)
//   GET      405: this server never speaks first
//   DELETE   ends the session
//   400 no session or version named · 401 no key · 403 strange Origin · 404 no such session
public import HTTP
internal import JSONText
public import Smartlink

/// Model Context Protocol, revision 2025-11-25 and those before it that speak over HTTP.
public struct MCPDoor: ControlPlane {
    let api: any ControlPlane
    let surroundings: Surroundings
    let version: String
    let sessions = Sessions()
    /// Where this server is reached, without a slash at its end; nil takes what each request names.
    private let publicURL: @Sendable () -> String?

    /// What this door takes from the world; it reads no clock and no randomness itself.
    public struct Surroundings: Sendable {
        var now: @Sendable () -> Instant
        /// That many unpredictable bytes.
        var random: @Sendable (Int) -> [UInt8]
        var sha256: @Sendable ([UInt8]) -> [UInt8]

        public init(
            now: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8],
            sha256: @escaping @Sendable ([UInt8]) -> [UInt8]
        ) {
            self.now = now
            self.random = random
            self.sha256 = sha256
        }
    }

    static let path = "/mcp"
    static let sessionField = "Mcp-Session-Id"
    static let versionField = "MCP-Protocol-Version"
    private static let methods: [Method] = [.post, .delete, .options]

    /// `api` is the artist's; `version` is this program's.
    public init(
        api: any ControlPlane, surroundings: Surroundings, version: String,
        publicURL: @escaping @Sendable () -> String?
    ) {
        self.api = api
        self.surroundings = surroundings
        self.version = version
        self.publicURL = publicURL
    }

    /// Whether a path is this door's to answer.
    public func handles(_ path: String) -> Bool {
        path == Self.path || ProtectedResource.paths.contains(path)
    }

    public func bodyBytesMax(for method: Method, path: String) -> Int { Limits.messageBytesMax }

    public func respond(to request: Request) async -> Response {
        let base = baseURL(for: request)
        if request.path != Self.path {
            return ProtectedResource(baseURL: base).response(to: request.method)
        }
        // A page of a stranger's must not reach a server on its reader's own machine.
        if let origin = request.fields["Origin"], !Self.isOwn(origin, base) {
            return RPCError.forbiddenOrigin.response(status: 403)
        }
        let allow = Self.methods.map(\.token).joined(separator: ", ")
        switch request.method {
        case .post: return await receive(request, base)
        case .delete: return await endSession(request, base)
        case .options: return Response(status: 204, fields: ["Allow": allow])
        default:
            var refusal = RPCError.methodNotAllowed.response(status: 405)
            refusal.fields["Allow"] = allow
            return refusal
        }
    }

    private func baseURL(for request: Request) -> String {
        publicURL() ?? "\(request.arrival.isSecure ? "https" : "http")://\(request.authority)"
    }

    /// An origin has no path (RFC 6454 §6.2); the base URL may.
    private static func isOwn(_ origin: String, _ base: String) -> Bool {
        let own = base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return origin.lowercased() == own.prefix(3).joined(separator: "/").lowercased()
    }

    private func receive(_ request: Request, _ base: String) async -> Response {
        do throws(RPCError) {
            try Self.checkTypes(request.fields)
            let posted = try Posted(reading: request.body)
            try Self.checkVersion(request.fields, of: posted)
            if case .message(.request(let id, "initialize", let params)) = posted {
                return await initialize(request, id, params, base)
            }
            guard let name = request.fields[Self.sessionField] else {
                throw .sessionMissing.about(posted)
            }
            let owner = owner(request)
            guard let version = sessions.use(name, owner: owner, at: surroundings.now()) else {
                throw .sessionUnknown.about(posted)
            }
            let caller = Caller(request: request, baseURL: base)
            switch posted {
            case .message(.request(let id, let method, let params)):
                return await answer(method, params, id, caller)
            case .message(.notification), .message(.response): return Response(status: 202)
            case .batch(let items):
                return await answer(batch: try Posted.taken(items, under: version), caller)
            }
        } catch {
            return await refused(request, base, error.response(status: error.status))
        }
    }

    private static func checkTypes(_ fields: Fields) throws(RPCError) {
        let type = fields["Content-Type"]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/json" else { throw .notJSON }
        guard let accept = fields["Accept"]?.lowercased() else { return }
        let takes = ["application/json", "application/*", "*/*"].contains { accept.contains($0) }
        guard takes else { throw .notAcceptable }
    }

    private static func checkVersion(_ fields: Fields, of posted: Posted) throws(RPCError) {
        guard let text = fields[versionField] else { return }
        guard ProtocolVersion(rawValue: text) != nil else {
            throw .unknownVersion(text).about(posted)
        }
    }

    /// What tells a session's owner from others; the key itself is not kept.
    private func owner(_ request: Request) -> [UInt8] {
        surroundings.sha256(Array((request.fields["Authorization"] ?? "").utf8))
    }

    /// Nobody learns what is wrong with a message without a key that is good.
    private func refused(_ request: Request, _ base: String, _ refusal: Response) async
        -> Response
    {
        let caller = Caller(request: request, baseURL: base)
        return await caller.refusal(by: api).map(caller.challenged) ?? refusal
    }

    private func initialize(
        _ request: Request, _ id: JSON, _ params: JSON, _ base: String
    ) async -> Response {
        let caller = Caller(request: request, baseURL: base)
        if let refusal = await caller.refusal(by: api) { return caller.challenged(refusal) }
        guard case .string(let wanted)? = params["protocolVersion"] else {
            return RPCError.invalidParams("initialize needs protocolVersion, a string.", id)
                .response(status: 200)
        }
        let version = ProtocolVersion(rawValue: wanted) ?? .newest
        let name = sessions.begin(
            owner: owner(request), speaking: version, at: surroundings.now(),
            random: surroundings.random(Limits.sessionBytes))
        var response = Message.result(
            Introduction.json(version, program: self.version, baseURL: base), to: id)
        response.fields[Self.sessionField] = name
        return response
    }

    func answer(
        _ method: String, _ params: JSON, _ id: JSON, _ caller: Caller
    ) async -> Response {
        switch method {
        case "ping": return Message.result([:], to: id)
        case "tools/list":
            // One page holds them all, so no cursor was ever given.
            guard params["cursor"] == nil else {
                return RPCError.invalidParams("There is no such page.", id).response(status: 200)
            }
            return Message.result(["tools": .array(Tool.all.map(\.json))], to: id)
        case "tools/call": return await call(params, id, caller)
        default: return RPCError.unknownMethod(method, id).response(status: 200)
        }
    }

    private func call(_ params: JSON, _ id: JSON, _ caller: Caller) async -> Response {
        guard case .string(let name)? = params["name"] else {
            return RPCError.invalidParams("tools/call needs name, a string.", id)
                .response(status: 200)
        }
        guard let tool = Tool.all.first(where: { $0.name == name }) else {
            let names = Tool.all.map(\.name).joined(separator: ", ")
            return RPCError.invalidParams("Unknown tool: \(name). There are \(names).", id)
                .response(status: 200)
        }
        guard case .object(let arguments) = params["arguments"] ?? [:] else {
            return RPCError.invalidParams("arguments must be an object.", id)
                .response(status: 200)
        }
        switch await ToolCall(tool: tool, arguments: arguments, caller: caller).run(by: api) {
        case .answered(let body): return Message.result(structured: body, to: id)
        case .failed(let text): return Message.result(failure: text, to: id)
        case .unauthorized(let refusal): return refusal
        }
    }

    private func endSession(_ request: Request, _ base: String) async -> Response {
        guard let name = request.fields[Self.sessionField] else {
            return await refused(request, base, RPCError.sessionMissing.response(status: 400))
        }
        guard sessions.end(name, owner: owner(request)) else {
            return await refused(request, base, RPCError.sessionUnknown.response(status: 404))
        }
        return Response(status: 204)
    }
}
