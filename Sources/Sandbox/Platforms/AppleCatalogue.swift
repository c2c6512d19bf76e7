import HTTP

/// Apple's catalogue of one storefront: songs and albums by id, ISRC, UPC.
enum AppleCatalogue {
    /// `path` is `catalog/{storefront}/songs[/{id}]`.
    static func respond(to call: Call, _ path: [String], _ house: House, isrcsMax: Int) -> Response
    {
        guard path.count == 3 || path.count == 4, path[1].utf8.count == 2,
            path[2] == "songs" || path[2] == "albums"
        else { return AppleDialect.refuse(.notFound) }
        let isSongs = path[2] == "songs"
        let kind: Item.Kind = isSongs ? .track : .album
        if path.count == 4 {
            guard case .out(let release) = house.shelf.find(Item(kind: kind, id: path[3]), call)
            else {
                return AppleDialect.refuse(.notFound)
            }
            return .json(200, ["data": [resource(release, kind, path[1])]])
        }
        let ids = call.list("ids") + call.list("filter[equivalents]")
        var found = ids.compactMap { id -> Release? in
            guard case .out(let release) = house.shelf.find(Item(kind: kind, id: id), call) else {
                return nil
            }
            return release
        }
        let codes = call.list(isSongs ? "filter[isrc]" : "filter[upc]")
        guard !ids.isEmpty || !codes.isEmpty else {
            return AppleDialect.error(400, "40005", "No id(s) supplied on the request")
        }
        guard codes.count <= isrcsMax else {
            return AppleDialect.error(400, "40005", "Too many values")
        }
        var filters: [(String, JSON)] = []
        for code in codes {
            let hits =
                isSongs ? house.shelf.find(isrc: code, call) : house.shelf.find(upc: code, call)
            found += hits
            filters.append((code, .array(hits.map { reference($0, kind, path[1]) })))
        }
        var members: [(String, JSON)] = [
            ("data", .array(found.map { resource($0, kind, path[1]) }))
        ]
        if !codes.isEmpty {
            let name = isSongs ? "isrc" : "upc"
            members.append(("meta", ["filters": .object([(name, .object(filters))])]))
        }
        return .json(200, .object(members))
    }

    private static func reference(_ release: Release, _ kind: Item.Kind, _ market: String) -> JSON {
        let id = release.id(kind, on: .appleMusic)
        let type = kind == .track ? "songs" : "albums"
        return [
            "id": .string(id), "type": .string(type),
            "href": .string("/v1/catalog/\(market)/\(type)/\(id)"),
        ]
    }

    private static func resource(_ release: Release, _ kind: Item.Kind, _ market: String) -> JSON {
        guard case .object(let members) = reference(release, kind, market) else { return nil }
        let id = release.id(kind, on: .appleMusic)
        let artwork: JSON = [
            "width": 3000, "height": 3000,
            "url": "https://is1-ssl.mzstatic.com/image/thumb/sandbox/{w}x{h}bb.jpg",
        ]
        var attributes: [(String, JSON)] = [
            ("name", .string(kind == .track ? release.title : release.album)),
            ("artistName", .string(release.artist)), ("releaseDate", .string(release.releaseDate)),
            ("artwork", artwork),
            (
                "playParams",
                ["id": .string(id), "kind": .string(kind == .track ? "song" : "album")]
            ),
        ]
        if kind == .track {
            let album = release.id(.album, on: .appleMusic)
            attributes += [
                ("albumName", .string(release.album)), ("isrc", .string(release.isrc)),
                ("durationInMillis", .integer(release.durationMs)), ("trackNumber", 1),
                (
                    "url",
                    .string("https://music.apple.com/\(market)/album/sandbox/\(album)?i=\(id)")
                ),
            ]
            let albums: JSON = ["albums": ["data": [reference(release, .album, market)]]]
            return .object(
                members + [("attributes", .object(attributes)), ("relationships", albums)])
        }
        attributes += [
            (
                "upc",
                .text(
                    release.upc.map {
                        String(repeating: "0", count: max(0, 14 - $0.utf8.count)) + $0
                    })
            ),
            ("trackCount", 1),
            ("url", .string("https://music.apple.com/\(market)/album/sandbox/\(id)")),
        ]
        return .object(members + [("attributes", .object(attributes))])
    }
}
