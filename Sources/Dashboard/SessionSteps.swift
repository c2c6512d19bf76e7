internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Asking {
    /// `{"key":"segue_…"}`
    func signIn() async throws(Failure) -> Response {
        guard origin == .ours else { throw Sessions.foreign }
        try require(type: Self.jsonType)
        let entry = try await door.sessions.open(
            presenting: try key(), from: request.arrival.peer,
            userAgent: request.fields["User-Agent"] ?? "")
        return show(entry)
    }

    private func key() throws(Failure) -> String {
        let body: JSON
        do {
            body = try JSON(reading: request.body)
        } catch {
            throw Failure(.invalidField, error.message)
        }
        guard case .object(let members) = body else {
            throw Failure(.invalidField, "The body must be an object, not \(body.kindName).")
        }
        if let other = members.first(where: { $0.name != "key" }) {
            throw Failure(
                .unknownField, "There is no field \(other.name). Known here: key.",
                field: other.name)
        }
        guard case .string(let key)? = body["key"] else {
            throw Failure(.invalidField, "key must be a string: segue_….", field: "key")
        }
        return key
    }

    func showSession() async throws(Failure) -> Response { show(try await reader()) }

    func signOut() async throws(Failure) -> Response {
        let entry = try await changer()
        try await door.sessions.end(entry.session.id, of: entry.account.id)
        return nothing(cookies: SessionCookies.none(request.arrival.isSecure))
    }

    func listSessions() async throws(Failure) -> Response {
        let entry = try await reader()
        let sessions = try await door.sessions.list(of: entry.account.id)
        return reply([
            "items": .array(
                sessions.map { SessionResource.json($0, isThis: $0.id == entry.session.id) }),
            "nextCursor": nil,
        ])
    }

    func endSession(_ id: Int64) async throws(Failure) -> Response {
        let entry = try await changer()
        try await door.sessions.end(id, of: entry.account.id)
        let isOwn = id == entry.session.id
        return nothing(cookies: isOwn ? SessionCookies.none(request.arrival.isSecure) : [])
    }

    /// The cookies go out each time: they last as long as the session, which its use makes longer.
    private func show(_ entry: Sessions.Entry) -> Response {
        reply(
            SessionResource.json(entry),
            cookies: SessionCookies.of(entry, at: now, request.arrival.isSecure))
    }
}

enum SessionResource {
    static func json(_ entry: Sessions.Entry) -> JSON {
        let account = entry.account
        return [
            "account": [
                "id": .integer(account.id), "name": .string(account.name),
                "plan": .string(account.plan.rawValue), "credits": .integer(account.credits),
            ],
            "csrf": .string(entry.csrf), "endsAt": .string(entry.session.endsAt.rfc3339),
        ]
    }

    static func json(_ session: Session, isThis: Bool) -> JSON {
        [
            "id": .integer(session.id), "createdAt": .string(session.createdAt.rfc3339),
            "lastSeenAt": .string(session.lastSeenAt.rfc3339),
            "userAgent": .string(session.userAgent), "isThis": .bool(isThis),
        ]
    }
}
