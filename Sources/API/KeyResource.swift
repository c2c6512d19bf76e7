internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    /// Makes another key for the account that asks; it is shown here and never again.
    func createKey() async throws(Failure) -> Response {
        _ = try query()
        if !request.body.isEmpty { try takeNothing(body("application/json")) }
        let made = try await actions.createOwnKey(for: account.id, once: try once())
        var response = reply(KeyResource.made(made.key, made.secret), status: 201)
        response.fields["Cache-Control"] = "no-store"
        if made.secret == nil { response.fields["Idempotency-Replayed"] = "true" }
        return response
    }

    func listKeys() async throws(Failure) -> Response {
        _ = try query()
        let keys = try await actions.listKeys(of: account.id)
        return reply([
            "items": .array(keys.map { KeyResource.json($0, secret: nil) }), "nextCursor": .null,
        ])
    }

    func revokeKey(_ text: String) async throws(Failure) -> Response {
        _ = try query()
        try await actions.revokeKey(try number(text, of: "key"), of: account.id)
        return Response(status: 204)
    }

    /// A body without members, for a route that takes none.
    func takeNothing(_ body: Node) throws(Failure) {
        if let first = try body.members().first { throw first.node.unknown(["none"]) }
    }

    /// The number in a path. Errors: `not_found`.
    func number(_ text: String, of noun: String) throws(Failure) -> Int64 {
        guard let number = Int64(text), number > 0 else {
            throw Failure(.notFound, "There is no \(noun) \(text).")
        }
        return number
    }
}

enum KeyResource {
    /// The answer to its creation; without a secret to a repeated one.
    static func made(_ key: Key, _ secret: KeySecret?) -> JSON {
        secret == nil
            ? json(key, secret: nil).remarked(
                "The key was shown when it was made, and is shown once. If it is lost, revoke it "
                    + "and make another.")
            : json(key, secret: secret)
    }

    /// `secret` where it was made just now.
    static func json(_ key: Key, secret: KeySecret?) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .integer(key.id)), .init("prefix", .string(key.prefix)),
            .init("createdAt", .string(key.createdAt.rfc3339)),
            .init("revokedAt", .text(key.revokedAt?.rfc3339)),
        ]
        if let secret { members.append(.init("key", .string(secret.text))) }
        return .object(members)
    }
}
