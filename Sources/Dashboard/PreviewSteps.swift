// What a link would look like with changes that are not stored: its page, and what messengers make of its address.
internal import HTTP
internal import JSONText
internal import Operations
internal import Pages
internal import Smartlink

extension Asking {
    /// A form, since it is a frame that is filled: `csrf`, `link` (a merge patch), `as` (`page`, `presave`).
    func preview(_ code: String) async throws(Failure) -> Response {
        try require(type: Self.formType)
        guard let pairs = Target.pairs(form: request.body) else {
            throw Failure(.invalidField, "The form cannot be read.")
        }
        let form = Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
        let entry = try await changer(csrf: form["csrf"] ?? "")
        let link = try await draft(code, entry, Array((form["link"] ?? "{}").utf8))
        let state = try state(of: link, as: form["as"])
        let facts = door.parts.facts(link, state, request)
        return page(LandingPage.html(link, facts), status: 200)
    }

    /// The body is the merge patch; `?as=` as above.
    func unfurl(_ code: String) async throws(Failure) -> Response {
        try require(type: Self.jsonType)
        let entry = try await changer()
        let patch = request.body.isEmpty ? Array("{}".utf8) : request.body
        let link = try await draft(code, entry, patch)
        let state = try state(of: link, as: request.query.first { $0.name == "as" }?.value)
        let unfurl = Unfurl(link, door.parts.facts(link, state, request))
        return reply([
            "title": .string(unfurl.title), "description": .string(unfurl.description),
            "siteName": .string(unfurl.siteName), "image": .text(unfurl.image),
            "url": .string(unfurl.url),
        ])
    }

    private func draft(
        _ code: String, _ entry: Sessions.Entry, _ patch: [UInt8]
    ) async throws(Failure) -> Link {
        try await door.parts.draft(code, entry.account, patch, request)
    }

    /// A link that is switched off is shown as it would be if it were not.
    private func state(of link: Link, as wanted: String?) throws(Failure) -> Link.State {
        switch wanted {
        case "page": return .released
        case "presave": return .presave
        case nil:
            var link = link
            link.isDisabled = false
            return link.state(at: now)
        case let other?:
            throw Failure(.invalidField, "as is page or presave, not “\(other)”.", field: "as")
        }
    }

    /// The same refusal for people, where a frame would show the machines' one.
    func refusedPreview(_ failure: Failure, _ refusal: Response) -> Response {
        page(RefusedPreviewPage.html(failure.message), status: refusal.status)
    }

    private func page(_ html: [UInt8], status: Int) -> Response {
        var fields = Fields()
        for field in door.parts.policy.previewFields { fields.append(field.name, field.value) }
        fields["Content-Type"] = PagePolicy.contentType
        fields["Cache-Control"] = "no-store"
        return Response(status: status, fields: fields, body: .bytes(html))
    }
}
