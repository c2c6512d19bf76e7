// The fan's side of the control plane: what is asked for too seldom to be on the fast path.
public import HTTP
internal import Pages
public import Smartlink

/// Artwork, cards, a link's description for machines, the privacy statement, "ask me every time", and the friendly 404 for everything unknown.
public struct FanDoor: Sendable {
    let tables: FanTablesInForce
    let links: any LinkStore
    /// Nil where nothing draws.
    let pictures: (any PictureSource)?

    public init(
        tables: FanTablesInForce, links: any LinkStore, pictures: (any PictureSource)? = nil
    ) {
        self.tables = tables
        self.links = links
        self.pictures = pictures
    }

    /// Answers any path; what nobody knows with 404.
    public func respond(to request: Request) async -> Response {
        let segments = Array(
            request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst())
        switch segments.first {
        case ".well-known" where request.path == "/.well-known/gpc.json":
            return readable(request) { privacyStatement }
        case "artwork" where segments.count == 2:
            guard request.method == .get || request.method == .head else {
                return notAllowed("GET, HEAD, OPTIONS", request)
            }
            return await artwork(String(segments[1]), request)
        case "link" where segments.count == 3 && segments[2] == "card.jpg":
            guard request.method == .get || request.method == .head else {
                return notAllowed("GET, HEAD, OPTIONS", request)
            }
            return await card(of: String(segments[1]), request)
        case "link" where segments.count == 3 && segments[2] == "ask":
            guard request.method == .post else { return notAllowed("POST, OPTIONS", request) }
            return await forgetChoice(of: String(segments[1]), request)
        case "link" where segments.count == 2 && segments[1].hasSuffix(LinkDescription.suffix):
            return await describe(String(segments[1]), request)
        case "link"
        where (segments.count == 2 || segments.count == 4)
            && request.method != .get && request.method != .head:
            return notAllowed("GET, HEAD, OPTIONS", request)
        case .some(let name) where segments.count == 1:
            return await shortened(String(name), request)
        default:
            return notice(.notFound, request)
        }
    }

    /// The page of a link under go.parachord.com's shape of its address, `/<code>`.
    private func shortened(_ name: String, _ request: Request) async -> Response {
        guard request.method == .get || request.method == .head, let code = Code(name) else {
            return notice(.notFound, request)
        }
        let known: Link?
        do throws(Failure) {
            known = try await links.link(code)
        } catch {
            return notice(.failed(status: 503), request)
        }
        guard known != nil else { return notice(.notFound, request) }
        return Response(
            status: 302, fields: ["Location": "/link/\(code)", "Cache-Control": "no-store"])
    }

    /// Sec-GPC is honoured (https://www.w3.org/TR/gpc/ §4).
    private var privacyStatement: Response {
        var response = Response(
            status: 200, fields: ["Content-Type": "application/json"],
            body: .bytes(Array(#"{"gpc":true,"lastUpdate":"2026-11-21"}"#.utf8)))
        response.fields["Cache-Control"] = "public, max-age=86400"
        return response
    }

    /// A kept image under the hash of its bytes: it never changes, so everybody may keep it for good.
    private func artwork(_ name: String, _ request: Request) async -> Response {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 64,
            parts[0].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
            let type = Artwork.ImageType.allCases.first(where: { $0.fileExtension == parts[1] }),
            let file = await links.artworkFile(
                hash: String(parts[0]), fileExtension: type.fileExtension)
        else { return notice(.notFound, request) }
        var image = KeptImage(
            path: file.path, bytes: file.bytes, tag: String(parts[0]), type: type.mediaType)
        guard let size = request.query.first(where: { $0.name == "size" })?.value else {
            return image.response(to: request)
        }
        guard let width = Cover.widths.first(where: { String($0) == size }) else {
            return notice(.notFound, request)
        }
        // What is scaled is known by the hash alone.
        let artwork = Artwork(hash: String(parts[0]), type: type, width: 0, height: 0)
        if let scaled = await pictures?.cover(artwork, width: width) {
            image = KeptImage(
                path: scaled.path, bytes: scaled.bytes, tag: scaled.hash, type: Cover.mediaType)
        } else {
            // As it is, until there is a smaller one.
            image.caching = KeptImage.shortly
        }
        return image.response(to: request)
    }

    /// "Ask me every time": the choice is forgotten where it is kept, in the fan's browser.
    private func forgetChoice(of name: String, _ request: Request) async -> Response {
        guard let code = Code(name), let link = try? await links.link(code) else {
            return notice(.notFound, request)
        }
        let secure = request.arrival.isSecure ? "; Secure" : ""
        return Response(
            status: 303,
            fields: [
                "Location": "/link/\(link.code)?choose", "Cache-Control": "no-store",
                "Set-Cookie": "segue_platform=; Path=/link; Max-Age=0; HttpOnly; SameSite=Lax"
                    + secure,
            ])
    }

    private func readable(_ request: Request, _ answer: () -> Response) -> Response {
        request.method == .get || request.method == .head
            ? answer() : notAllowed("GET, HEAD, OPTIONS", request)
    }

    func notAllowed(_ methods: String, _ request: Request) -> Response {
        if request.method == .options {
            return Response(status: 204, fields: ["Allow": methods])
        }
        var response = notice(.failed(status: 405), request)
        response.fields["Allow"] = methods
        return response
    }

    func notice(_ notice: Notice, _ request: Request) -> Response {
        let tables = tables.tables
        let wording = tables.wording(for: request.fields["Accept-Language"] ?? "")
        var fields = Fields()
        for field in tables.policy.fields { fields.append(field.name, field.value) }
        fields["Content-Type"] = PagePolicy.contentType
        fields["Cache-Control"] = "no-cache"
        return Response(
            status: notice.status, fields: fields,
            body: .bytes(
                NoticePage.html(notice, wording: wording, baseURL: tables.baseURL)))
    }
}
