internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension ArtistAPI {
    static let sharedCreation = "/api/create"
    static let sharedLookup = "/api/lookup"

    /// Nil where the path is none of go.parachord.com's.
    func sharedAnswer(to request: Request) async -> Response? {
        let methods: [Method]
        switch request.path {
        case Self.sharedCreation: methods = [.post, .options]
        case Self.sharedLookup: methods = [.get, .head, .options]
        default: return nil
        }
        let allow = methods.map(\.token).joined(separator: ", ")
        if request.method == .options {
            var answer = Response(status: 204, fields: ["Allow": allow])
            answer.fields["Access-Control-Allow-Origin"] = "*"
            answer.fields["Access-Control-Allow-Methods"] = allow
            answer.fields["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            return answer
        }
        guard methods.contains(request.method) else {
            var refusal = shared(["error": "Method not allowed"], status: 405)
            refusal.fields["Allow"] = allow
            return refusal
        }
        return request.path == Self.sharedLookup ? await lookUp(request) : await share(request)
    }

    private func share(_ request: Request) async -> Response {
        do throws(Failure) {
            let account = try await signedIn(request)
            guard request.body.count <= Self.bodyBytesMax else {
                throw Failure(.tooLarge, "The body is too large.")
            }
            let call = Call(request: request, account: account, api: self)
            let music = SharedMusic(
                body: try call.body("application/json"),
                catalogue: actions.surroundings.catalogue())
            let order = LinkOrder(
                artworkURL: try music.artworkURL(), kind: try music.kind(), search: .nowhere)
            let made = try await actions.createLink(order, for: account) {
                (link) throws(Failure) in try music.fill(&link)
            }
            let code = made.link.code
            return shared([
                "id": .string(code.text), "url": .string("\(call.baseURL)/link/\(code)"),
            ])
        } catch {
            let problem = Problem(error)
            var refusal = shared(
                ["error": .string(problem.detail)],
                status: problem.status == 422 ? 400 : problem.status)
            for name in ["WWW-Authenticate", "Retry-After"] {
                refusal.fields[name] = problem.response.fields[name]
            }
            return refusal
        }
    }

    private func lookUp(_ request: Request) async -> Response {
        guard let id = request.query.first(where: { $0.name == "id" })?.value, !id.isEmpty else {
            return shared(["error": "Missing id"], status: 400)
        }
        guard let link = try? await actions.showLink(id), !link.isDisabled else {
            return shared(["error": "Not found"], status: 404)
        }
        return shared(
            SharedMusic.json(
                link, catalogue: actions.surroundings.catalogue(), baseURL: baseURL(for: request)))
    }

    private func shared(_ json: JSON, status: Int = 200) -> Response {
        Response(
            status: status,
            fields: Fields([
                "Content-Type": "application/json", "Cache-Control": "no-store",
                "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff",
            ]), body: .bytes(json.bytes))
    }
}
