internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    static let jsonType = "application/json"
    private static let mergePatchType = "application/merge-patch+json"

    func createLink() async throws(Failure) -> Response {
        _ = try query()
        let fields = LinkFields(body: try body(Self.jsonType), now: now, baseURL: baseURL)
        let order = try fields.order(once: try once())
        let made = try await actions.createLink(order, for: account) { (link) throws(Failure) in
            try fields.fill(&link)
        }
        var response = reply(made.link, status: 201)
        response.fields["Location"] = "\(APIPath.prefix)/links/\(made.link.code.text)"
        if made.isRepeat { response.fields["Idempotency-Replayed"] = "true" }
        return response
    }

    func listLinks() async throws(Failure) -> Response {
        let asked = try query("search", "state", "sort", "limit", "cursor")
        var wanted = LinkQuery()
        wanted.search = asked["search"]
        wanted.state = try asked.choice("state", Link.State.self)
        if let sort = try asked.choice("sort", LinkQuery.Sort.self) { wanted.sort = sort }
        if let limit = try asked.integer("limit") { wanted.limit = limit }
        wanted.cursor = asked["cursor"]
        let page = try await actions.listLinks(of: account.id, wanted)
        return reply([
            "items": .array(
                page.items.map { LinkResource.json($0, at: now, baseURL: baseURL) }),
            "nextCursor": .text(page.next),
        ])
    }

    func showLink(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        let link = try await actions.showLink(code, of: account.id)
        let response = reply(link)
        let validators = Validators(entityTag: response.fields["ETag"])
        switch Precondition.evaluate(request.method, request.fields, against: validators) {
        case .proceed: return response
        case .failed: throw Failure(.preconditionFailed, "The link has changed.")
        case .notModified:
            var fields = response.fields
            fields["Content-Type"] = nil
            return Response(status: 304, fields: fields)
        }
    }

    func updateLink(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        let fields = LinkFields(
            body: try body(Self.jsonType, Self.mergePatchType), now: now, baseURL: baseURL)
        let link = try await actions.updateLink(
            code, of: account.id, if: expected, artworkURL: try fields.artworkURL()
        ) { (link) throws(Failure) in try fields.change(&link)
        }
        return reply(link)
    }

    func deleteLink(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        try await actions.deleteLink(code, of: account.id, if: expected)
        return Response(status: 204)
    }

    func restoreLink(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        return reply(try await actions.restoreLink(code, of: account.id))
    }

    func keepArtwork(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        return reply(
            try await actions.keepArtwork(
                request.body, for: code, of: account.id, if: expected))
    }

    var expected: ExpectedVersion { LinkTag.expectedVersion(request.fields) }

    func reply(_ link: Link, status: Int = 200) -> Response {
        var response = reply(
            LinkResource.json(link, at: now, baseURL: baseURL), status: status)
        response.fields["ETag"] = LinkTag.text(link, at: now)
        return response
    }

    /// `Idempotency-Key` and what tells this request from another one.
    func once() throws(Failure) -> Once? {
        guard let key = request.fields["Idempotency-Key"] else { return nil }
        guard (1...APILimits.onceBytesMax).contains(key.utf8.count),
            key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw Failure(
                .invalidField,
                "Idempotency-Key is 1 to \(APILimits.onceBytesMax) visible ASCII characters.",
                field: "Idempotency-Key")
        }
        let whole = Array("\(request.method.token) \(request.path)\n".utf8) + request.body
        let hash = actions.surroundings.sha256(whole)
        return Once(key: key, fingerprint: Actions.hexadecimal(hash))
    }
}
