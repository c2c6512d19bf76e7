// The dashboard's own door: signing a browser in and out, and what a link would look like. All else the dashboard does
// goes through the API, with the session's cookie in the place of a key. Reading order: DashboardPath (where), Asking
// (who), SessionSteps, PreviewSteps.
public import HTTP
public import Operations
public import Pages
public import Smartlink

/// Sessions and previews.
public struct DashboardDoor: Sendable {
    let sessions: Sessions
    let parts: Parts

    /// What this door takes from its neighbours.
    public struct Parts: Sendable {
        /// The link of that code and account as the merge patch in the bytes would leave it.
        public typealias Draft =
            @Sendable (String, Account, [UInt8], Request) async throws(Failure) -> Link
        /// What its page is made from, for the browser that asks.
        public typealias Facts = @Sendable (Link, Link.State, Request) -> PageFacts

        let draft: Draft
        let facts: Facts
        let policy: PagePolicy
        /// A refusal as the API words it.
        let refusal: @Sendable (Failure) -> Response
        /// Where this server is reached, without a slash at its end; nil if it was not told.
        let publicURL: @Sendable () -> String?

        public init(
            policy: PagePolicy, publicURL: @escaping @Sendable () -> String?,
            refusal: @escaping @Sendable (Failure) -> Response, facts: @escaping Facts,
            draft: @escaping Draft
        ) {
            self.draft = draft
            self.facts = facts
            self.policy = policy
            self.refusal = refusal
            self.publicURL = publicURL
        }
    }

    public init(_ sessions: Sessions, _ parts: Parts) {
        self.sessions = sessions
        self.parts = parts
    }

    /// Nil for what is not this door's.
    public func bodyBytesMax(for path: String) -> Int? { DashboardPath(path)?.bodyBytesMax }

    /// Nil for what is not this door's.
    public func respond(to request: Request) async -> Response? {
        guard let path = DashboardPath(request.path) else { return nil }
        guard request.method != .options else {
            return Response(status: 204, fields: ["Allow": path.allow])
        }
        guard path.methods.contains(request.method) else {
            return Response(
                status: 405,
                fields: [
                    "Allow": path.allow, "Cache-Control": "no-store",
                    "Content-Type": "text/plain; charset=utf-8",
                ], body: .bytes(Array("This takes \(path.allow).\n".utf8)))
        }
        let asking = Asking(request, at: self)
        do throws(Failure) {
            guard request.body.count <= path.bodyBytesMax else {
                throw Failure(.tooLarge, "The body is too large.")
            }
            return try await answer(asking, path)
        } catch {
            return refuse(error, asking, path)
        }
    }

    private func answer(
        _ asking: Asking, _ path: DashboardPath
    ) async throws(Failure) -> Response {
        switch (path, asking.request.method) {
        case (.session, .post): try await asking.signIn()
        case (.session, .delete): try await asking.signOut()
        case (.session, _): try await asking.showSession()
        case (.sessions, _): try await asking.listSessions()
        case (.oneSession(let id), _): try await asking.endSession(id)
        case (.preview(let code), _): try await asking.preview(code)
        case (.unfurl(let code), _): try await asking.unfurl(code)
        }
    }

    /// In a frame a refusal is a page; a browser that shows an ended session forgets it.
    private func refuse(
        _ failure: Failure, _ asking: Asking, _ path: DashboardPath
    ) -> Response {
        var response = parts.refusal(failure)
        if case .preview = path { response = asking.refusedPreview(failure, response) }
        if failure.code == .unauthorized, asking.shownSecret != nil {
            for cookie in SessionCookies.none(asking.request.arrival.isSecure) {
                response.fields.append("Set-Cookie", cookie)
            }
        }
        return response
    }
}
