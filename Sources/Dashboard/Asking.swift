internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

/// One request at this door, and the browser it comes from.
struct Asking {
    let request: Request
    let door: DashboardDoor
    let now: Instant

    static let jsonType = "application/json"
    static let formType = "application/x-www-form-urlencoded"

    init(_ request: Request, at door: DashboardDoor) {
        self.request = request
        self.door = door
        now = Instant(ms: request.arrival.nowMs)
    }

    /// The secret in the browser's cookie; nil where it shows none.
    var shownSecret: String? { request.fields.cookie(SessionSecret.cookieName) }

    var origin: Sessions.RequestOrigin {
        request.isOwn(publicURL: door.parts.publicURL()) ? .ours : .foreign
    }

    /// The session of a request that only reads.
    func reader() async throws(Failure) -> Sessions.Entry { try await entered(to: .read) }

    /// The session of a request that asks for more; `csrf` where the token is not in its field.
    func changer(csrf: String? = nil) async throws(Failure) -> Sessions.Entry {
        let token = csrf ?? request.fields[SessionSecret.csrfField]
        return try await entered(to: .change(csrf: token, origin: origin))
    }

    private func entered(to intent: Sessions.Intent) async throws(Failure) -> Sessions.Entry {
        guard let shownSecret else {
            throw Failure(.unauthorized, "Nobody is signed in: sign in with a key.")
        }
        return try await door.sessions.enter(
            presenting: shownSecret, to: intent, from: request.arrival.peer)
    }

    /// Errors: `unsupported_media_type`; another site's page can send a body of few types without being asked about it.
    func require(type wanted: String) throws(Failure) {
        let type = (request.fields["Content-Type"] ?? "").prefix { $0 != ";" && $0 != " " }
        guard type.lowercased() == wanted else {
            throw Failure(.unsupportedMediaType, "The body must be \(wanted).")
        }
    }

    func reply(_ json: JSON, cookies: [String] = []) -> Response {
        var fields: Fields = ["Content-Type": Self.jsonType, "Cache-Control": "no-store"]
        for cookie in cookies { fields.append("Set-Cookie", cookie) }
        return Response(status: 200, fields: fields, body: .bytes(json.bytes))
    }

    func nothing(cookies: [String] = []) -> Response {
        var fields: Fields = ["Cache-Control": "no-store"]
        for cookie in cookies { fields.append("Set-Cookie", cookie) }
        return Response(status: 204, fields: fields)
    }
}
