// `/link/<code>.json`: what the music is and where it is, for players and other servers. Public, so it holds nothing that
// only concerns the artist: destinations are those fans are sent to, without affiliate and campaign parameters.
internal import HTTP
internal import JSONText
internal import Pages
internal import Smartlink

enum LinkDescription {
    static let suffix = ".json"

    /// The list no longer than players take it; `tracksTotal` is there where it goes on.
    static func json(_ link: Link, at now: Instant, baseURL: String) -> JSON {
        let extent = ListExtent(link, baseURL: baseURL)
        return json(
            link, link.tracks.prefix(extent.count).map { json($0, extent.detail) },
            extent.isCut ? extent.total : nil, state: link.state(at: now), baseURL)
    }

    static func json(
        _ link: Link, _ tracks: [JSON], _ total: Int?, state: Link.State, _ baseURL: String
    ) -> JSON {
        let beyond = total.map { [JSON.Member("tracksTotal", .integer(Int64($0)))] } ?? []
        let members: [JSON.Member] = [
            .init("url", .string("\(baseURL)/link/\(link.code)")),
            .init("kind", .string(link.kind.rawValue)),
            .init("title", .string(link.title)),
            .init("artist", .string(link.artist)),
            .init("album", .text(link.album)),
            .init("isrc", .text(link.isrc)),
            .init("upc", .text(link.upc)),
            .init("durationMs", .count(link.durationMs)),
            .init("releaseAt", .text(link.releaseAt?.rfc3339)),
            .init("state", .string(state.rawValue)),
            .init("artwork", .text(link.artwork.map { baseURL + $0.path })),
            .init("tracks", .array(tracks)),
        ]
        return .object(
            members + beyond + [
                .init("destinations", .array(reached(link.destinations))),
                .init("version", .integer(link.version)),
            ])
    }

    static func json(_ track: Track, _ detail: ListExtent.Detail) -> JSON {
        var said = track
        if detail != .whole { said.destinations = [] }
        if detail == .names { (said.album, said.isrc) = (nil, nil) }
        return [
            "title": .string(said.title), "artist": .text(said.artist),
            "album": .text(said.album), "durationMs": .count(said.durationMs),
            "isrc": .text(said.isrc), "destinations": .array(reached(said.destinations)),
        ]
    }

    private static func reached(_ destinations: [Destination]) -> [JSON] {
        destinations.filter { $0.status == .verified }.map { destination in
            [
                "platform": .string(destination.platform), "url": .string(destination.url),
                "territories": .array(destination.territories.map { .string($0) }),
            ]
        }
    }
}

extension FanDoor {
    /// The description of the link `<code>.json` names; a disabled one is gone for players too.
    func describe(_ name: String, _ request: Request) async -> Response {
        guard request.method == .get || request.method == .head else {
            return notAllowed("GET, HEAD, OPTIONS", request)
        }
        guard let code = Code(name.dropLast(LinkDescription.suffix.count)) else {
            return notice(.notFound, request)
        }
        let known: Link?
        do throws(Failure) {
            known = try await links.link(code)
        } catch {
            // A store in trouble has not lost the link: whoever keeps what is found here must not think so.
            return notice(.failed(status: 503), request)
        }
        guard let link = known else { return notice(.notFound, request) }
        let now = Instant(ms: request.arrival.nowMs)
        if link.isDisabled { return notice(.gone, request) }
        let tables = tables.tables
        let json = LinkDescription.json(link, at: now, baseURL: tables.baseURL)
        // The state changes by itself at the release.
        let tag = "\"\(link.version)-\(link.state(at: now).rawValue)-\(tables.addressMark)\""
        var fields: Fields = [
            "Content-Type": "application/json", "ETag": tag, "Cache-Control": "no-cache",
            "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff",
        ]
        switch Precondition.evaluate(
            request.method, request.fields, against: Validators(entityTag: tag))
        {
        case .proceed: return Response(status: 200, fields: fields, body: .bytes(json.bytes))
        case .notModified:
            fields["Content-Type"] = nil
            return Response(status: 304, fields: fields)
        case .failed: return Response(status: 412, fields: fields)
        }
    }
}
