// What `POST /resolve` answers: what the music is, where it is on every platform, and what each source said.
internal import HTTP
public import JSONText
internal import Operations
public import Smartlink

extension Call {
    func resolve() async throws(Failure) -> Response {
        _ = try query()
        var order = MusicOrder()
        for (name, node) in try body("application/json").members() {
            switch name {
            case "isrc": order.isrc = try node.optionalString()
            case "upc": order.upc = try node.optionalString()
            case "sourceUrl": order.sourceURL = try node.optionalString()
            default: throw node.unknown(["isrc", "upc", "sourceUrl"])
            }
        }
        if request.accepts(ResolutionLines.type) {
            return watch(try actions.lookUp(order))
        }
        let search = try await actions.resolve(order)
        return reply(
            ResolutionResource.json(search, catalogue: actions.surroundings.catalogue()))
    }
}

public enum ResolutionResource {
    public static func json(_ search: Search, catalogue: Catalogue) -> JSON {
        let music = search.music
        return [
            "kind": .text(music?.kind.rawValue),
            "title": .text(music?.title),
            "artist": .text(music?.artist),
            "album": .text(music?.album),
            "isrc": .text(music?.isrc),
            "upc": .text(music?.upc),
            "durationMs": .count(music?.durationMs),
            "releaseDate": .text(music?.releaseDate),
            "artworkUrl": .text(music?.artworkURL),
            "tracks": .array((music?.tracks ?? []).map(json)),
            "destinations": .array(search.destinations(catalogue).map(LinkResource.json)),
            "sources": .array(search.reports.map(json)),
        ]
    }

    private static func json(_ song: Music.Song) -> JSON {
        [
            "title": .string(song.title), "artist": .text(song.artist),
            "durationMs": .count(song.durationMs), "isrc": .text(song.isrc),
        ]
    }

    private static func json(_ report: SourceReport) -> JSON {
        [
            "source": .string(report.source), "outcome": .string(report.outcome.name),
            "message": .string(report.message), "retryAfterMs": .count(report.retryAfterMs),
        ]
    }
}

extension SourceReport {
    /// After how long it may be asked again; nil if it does not say.
    var retryAfterMs: Int64? {
        guard case .failed(let failure) = outcome else { return nil }
        return failure.retryAfterSeconds.map { Int64($0) * 1_000 }
    }
}

extension SourceReport.Outcome {
    /// As the API and `segue_platform_requests_total` name it.
    var name: String {
        switch self {
        case .notAsked: "not_asked"
        case .asked: "asked"
        case .found: "found"
        case .missed: "missed"
        case .failed(let failure): failure.kind.rawValue
        }
    }
}
