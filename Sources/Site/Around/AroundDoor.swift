// What a link shows where it is shared: track lists, QR codes, embeds and oEmbed. Public and the same for everybody,
// so each answer may be kept and asked about again by its entity tag.
public import HTTP
internal import Pages
public import Smartlink

/// Answers for what lies around a link.
public struct AroundDoor: Sendable {
    let tables: FanTablesInForce
    let links: any LinkStore
    let signs: Signs
    let embeds: EmbedMemory

    /// How an address becomes something to scan.
    public struct Signs: Sendable {
        /// The QR code of a text; nil if none can hold it.
        public var encode: @Sendable (String) -> QRMatrix?
        /// A PNG file of `side` pixels that shows a code with so many modules of margin.
        public var png: @Sendable (_ matrix: QRMatrix, _ side: Int, _ margin: Int) -> [UInt8]?

        public init(
            encode: @escaping @Sendable (String) -> QRMatrix?,
            png: @escaping @Sendable (_ matrix: QRMatrix, _ side: Int, _ margin: Int) -> [UInt8]?
        ) {
            self.encode = encode
            self.png = png
        }
    }

    public init(
        tables: FanTablesInForce, links: any LinkStore, changes: LinkChanges, signs: Signs
    ) {
        embeds = EmbedMemory(changes: changes)
        self.tables = tables
        self.links = links
        self.signs = signs
    }

    /// Nil where the path is not this door's, or its link is not there.
    public func respond(to request: Request) async -> Response? {
        guard let path = AroundPath(request.path) else { return nil }
        guard request.method == .get || request.method == .head else {
            return Response(
                status: request.method == .options ? 204 : 405,
                fields: [
                    "Allow": "GET, HEAD, OPTIONS", "Access-Control-Allow-Origin": "*",
                    "Access-Control-Allow-Methods": "GET, HEAD",
                    "Access-Control-Allow-Headers": "If-None-Match",
                ])
        }
        let baseURL = tables.tables.baseURL
        switch path {
        case .oEmbed: return await oEmbed(request)
        case .xspf(let code):
            return await around(code, request) { link in
                let list = TrackList(link, suffix: XSPF.suffix, baseURL: baseURL)
                return .file(XSPF.mediaType, XSPF.bytes(list), link)
            }
        case .jspf(let code):
            return await around(code, request) { link in
                let list = TrackList(link, suffix: JSPF.suffix, baseURL: baseURL)
                return .file(JSPF.mediaType, JSPF.bytes(list), link)
            }
        case .drawing(let code):
            return await around(code, request) { link in drawing(of: link, request) }
        case .picture(let code):
            return await around(code, request) { link in picture(of: link, request) }
        case .embed(let code):
            return await embed(code, request)
        }
    }

    /// What was made for a link, before the request's conditions are asked.
    enum Made {
        /// `entityTag` without its quotes.
        case answer(fields: Fields, body: [UInt8], entityTag: String)
        /// The request asks for what cannot be; the sentence says why.
        case refused(String)

        static func file(_ type: String, _ bytes: [UInt8], _ link: Link) -> Made {
            .answer(
                fields: [
                    "Content-Type": type, "Cache-Control": "no-cache",
                    "Access-Control-Allow-Origin": "*",
                ], body: bytes, entityTag: "\(link.version)")
        }
    }

    func around(
        _ code: Code, _ request: Request, _ make: (Link) -> Made
    ) async -> Response? {
        guard let link = try? await links.link(code) else { return nil }
        if link.isDisabled {
            return FanDoor(tables: tables, links: links).notice(.gone, request)
        }
        switch make(link) {
        case .refused(let sentence): return .refusal(400, sentence)
        case .answer(let fields, let body, let version):
            return answer(request, fields, body, version)
        }
    }

    /// What was made, if the request's conditions want it. All that is answered here names this server's address.
    func answer(
        _ request: Request, _ made: Fields, _ body: [UInt8], _ version: String
    ) -> Response {
        var fields = made
        let tag = "\"\(version)-\(tables.tables.addressMark)\""
        fields["ETag"] = tag
        fields["X-Content-Type-Options"] = "nosniff"
        switch Precondition.evaluate(
            request.method, request.fields, against: Validators(entityTag: tag))
        {
        case .proceed: return Response(status: 200, fields: fields, body: .bytes(body))
        case .notModified:
            fields["Content-Type"] = nil
            return Response(status: 304, fields: fields)
        case .failed: return Response(status: 412, fields: fields)
        }
    }
}

extension Response {
    /// A sentence for whoever built the request.
    static func refusal(_ status: Int, _ sentence: String) -> Response {
        Response(
            status: status,
            fields: [
                "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store",
                "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff",
            ], body: .bytes(Array((sentence + "\n").utf8)))
    }
}
