// oEmbed (https://oembed.com): a website asks what to show for a link's address.
internal import HTTP
internal import JSONText
internal import Pages
internal import Smartlink

/// The address somebody asks about, if it is one of this server's links.
struct EmbeddableAddress {
    let code: Code

    /// Scheme and port's spelling aside, the host must be ours; a query or fragment is left alone.
    init?(_ text: String, baseURL: String) {
        guard text.utf8.count <= AroundLimits.addressBytesMax,
            let (host, path) = Self.parts(text), let (own, _) = Self.parts(baseURL),
            host == own
        else { return nil }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let named = segments.last == "" ? segments.dropLast() : segments[...]
        guard named.first == "link", named.count == 2 || (named.count == 3 && named[2] == "embed"),
            let code = Code(named[1])
        else { return nil }
        self.code = code
    }

    /// Lower-case authority, and the path without its first slash, query and fragment.
    private static func parts(_ url: String) -> (host: String, path: Substring)? {
        let pieces = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard pieces.count >= 3, pieces[1].isEmpty,
            ["http:", "https:"].contains(pieces[0].lowercased())
        else { return nil }
        let path = pieces.count > 3 ? pieces[3].prefix { $0 != "?" && $0 != "#" } : ""
        return (pieces[2].lowercased(), path)
    }
}

/// What an oEmbed request asks for.
struct OEmbedQuery {
    var address = ""
    var widthMax = AroundLimits.embedPixelsMax
    var heightMax = AroundLimits.embedPixelsMax

    /// A request that cannot be answered, and the status that says so.
    struct Refusal: Error {
        var status: Int
        var sentence: String
    }

    init(_ query: [(name: String, value: String)]) throws(Refusal) {
        for (name, value) in query {
            switch name {
            case "url": address = value
            case "format":
                guard value == "json" else {
                    throw Refusal(status: 501, sentence: "Only format=json is spoken here.")
                }
            case "maxwidth": widthMax = try Self.pixels(name, value)
            case "maxheight": heightMax = try Self.pixels(name, value)
            default: break
            }
        }
        guard !address.isEmpty else {
            throw Refusal(status: 400, sentence: "url is missing: the address of a link.")
        }
    }

    private static func pixels(_ name: String, _ text: String) throws(Refusal) -> Int {
        guard let number = Int(text), number > 0 else {
            throw Refusal(status: 400, sentence: "\(name) is a whole number of pixels above 0.")
        }
        return min(number, AroundLimits.embedPixelsMax)
    }
}

extension AroundDoor {
    private static let cacheSeconds: Int64 = 3_600

    func oEmbed(_ request: Request) async -> Response {
        let query: OEmbedQuery
        do throws(OEmbedQuery.Refusal) {
            query = try OEmbedQuery(request.query)
        } catch {
            return .refusal(error.status, error.sentence)
        }
        let tables = tables.tables
        guard let address = EmbeddableAddress(query.address, baseURL: tables.baseURL),
            let link = try? await links.link(address.code), !link.isDisabled
        else { return .refusal(404, "There is no such link on this server.") }
        let wording = tables.wording(for: request.fields["Accept-Language"] ?? "")
        let json = Self.description(of: link, query, tables, wording)
        return Response(
            status: 200,
            fields: [
                "Content-Type": "application/json", "Access-Control-Allow-Origin": "*",
                "Cache-Control": "public, max-age=\(Self.cacheSeconds)",
                "Vary": "Accept-Language", "X-Content-Type-Options": "nosniff",
            ], body: .bytes(json.bytes))
    }

    private static func description(
        of link: Link, _ query: OEmbedQuery, _ tables: FanTables, _ wording: Wording
    ) -> JSON {
        var form = EmbedForm()
        form.size = .large
        // A list is worth the room, if there is room.
        let isList = link.kind != .track && !link.tracks.isEmpty
        if !isList || query.widthMax < form.width || query.heightMax < form.height(for: link) {
            form.size = .small
        }
        let width = min(form.width, query.widthMax)
        let height = min(form.height(for: link), query.heightMax)
        var members: [JSON.Member] = [
            .init("type", "rich"), .init("version", "1.0"), .init("title", .string(link.title)),
            .init("author_name", .string(link.artist)),
            .init("provider_name", .string(tables.siteName)),
            .init("provider_url", .string(tables.baseURL)),
            .init("cache_age", .integer(cacheSeconds)),
        ]
        // A picture outside the bounds may not be named; one inside comes with its measures.
        if let artwork = link.artwork, artwork.width <= query.widthMax,
            artwork.height <= query.heightMax
        {
            members += [
                .init("thumbnail_url", .string(tables.baseURL + artwork.path)),
                .init("thumbnail_width", .integer(Int64(artwork.width))),
                .init("thumbnail_height", .integer(Int64(artwork.height))),
            ]
        }
        members += [
            .init(
                "html",
                .string(
                    EmbedSnippet.html(
                        link, form, width: width, height: height, baseURL: tables.baseURL,
                        wording: wording))),
            .init("width", .integer(Int64(width))), .init("height", .integer(Int64(height))),
        ]
        return .object(members)
    }
}

extension FanTables {
    /// The server's name to others: its host.
    var siteName: String {
        let authority = baseURL.split(separator: "/").last ?? ""
        return authority.hasPrefix("[") ? "Segue" : String(authority.prefix { $0 != ":" })
    }
}
