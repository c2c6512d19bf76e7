// `/link/<code>.json`: what the music is and where it is, for players and other servers. Public, so it holds nothing that
// only concerns the artist: destinations are those fans are sent to, without affiliate and campaign parameters.
internal import HTTP
internal import JSONText
internal import Pages
internal import Smartlink

enum LinkDescription {
    static let suffix = ".json"

    static func json(_ link: Link, at now: Instant, baseURL: String) -> JSON {
        [
            "url": .string("\(baseURL)/link/\(link.code)"),
            "kind": .string(link.kind.rawValue),
            "title": .string(link.title),
            "artist": .string(link.artist),
            "album": .text(link.album),
            "isrc": .text(link.isrc),
            "upc": .text(link.upc),
            "durationMs": .count(link.durationMs),
            "releaseAt": .text(link.releaseAt?.rfc3339),
            "state": .string(link.state(at: now).rawValue),
            "artwork": .text(link.artwork.map { baseURL + $0.path }),
            "tracks": .array(link.tracks.map(json)),
            "destinations": .array(reached(link.destinations)),
            "version": .integer(link.version),
        ]
    }

    private static func json(_ track: Track) -> JSON {
        [
            "title": .string(track.title), "artist": .text(track.artist),
            "album": .text(track.album), "durationMs": .count(track.durationMs),
            "isrc": .text(track.isrc), "destinations": .array(reached(track.destinations)),
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
