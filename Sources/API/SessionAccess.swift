// A signed-in browser at this door: its cookie stands in for the key. See `Sessions` for what it must show besides.
public import HTTP
internal import Operations
public import Smartlink

extension ArtistAPI {
    /// The account of the request's session; nil where it shows no session.
    ///
    /// Errors: `unauthorized`, `forbidden`, `rate_limited`.
    func session(of request: Request) async throws(Failure) -> Account? {
        guard let sessions, let secret = request.fields.cookie(SessionSecret.cookieName) else {
            return nil
        }
        let isRead = request.method == .get || request.method == .head
        let intent: Sessions.Intent =
            isRead
            ? .read
            : .change(
                csrf: request.fields[SessionSecret.csrfField],
                origin: request.isOwn(publicURL: publicURL()) ? .ours : .foreign)
        return try await sessions.enter(
            presenting: secret, to: intent, from: request.arrival.peer
        ).account
    }

    /// The link as a merge patch (RFC 7396) would leave it, for who wants to see it before; nothing is stored.
    ///
    /// Errors: those of `PATCH /links/<code>`.
    public func draft(
        _ code: String, of account: Account, patch: [UInt8], asked request: Request
    ) async throws(Failure) -> Link {
        var asked = request
        asked.body = patch
        asked.fields["Content-Type"] = nil
        let call = Call(request: asked, account: account, api: self)
        let fields = LinkFields(body: try call.body(), now: call.now, baseURL: call.baseURL)
        return try await actions.draftLink(code, of: account.id) { (link) throws(Failure) in
            try fields.change(&link)
        }
    }
}
