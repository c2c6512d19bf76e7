import HTTP

/// Tidal's tracks and albums by id, ISRC and barcode. Relationships appear only where `include` names them, and a
/// track has no release date: the album has.
enum TidalCatalogue {
    private static let filters: [String: Set<String>] = [
        "tracks": ["filter[isrc]", "filter[id]", "filter[owners.id]"],
        "albums": ["filter[barcodeId]", "filter[id]", "filter[owners.id]"],
    ]

    static func respond(to call: Call, _ path: [String], _ house: House) -> Response {
        let kind: Item.Kind = path[0] == "tracks" ? .track : .album
        let includes = call.list("include")
        if path.count == 2 {
            guard case .out(let release) = house.shelf.find(Item(kind: kind, id: path[1]), call)
            else {
                return TidalDialect.refuse(.notFound)
            }
            return TidalDialect.document(
                resource(release, kind, includes), included: included(release, kind, includes))
        }
        guard path.count == 1 else { return TidalDialect.refuse(.notFound) }
        let known = filters[path[0], default: []]
        let named = call.request.query.map(\.name).filter { $0.hasPrefix("filter[") }
        guard !named.isEmpty, named.allSatisfy(known.contains) else {
            return TidalDialect.error(
                400, "INVALID_REQUEST", "Unknown or missing filter",
                source: ("parameter", named.first { !known.contains($0) } ?? "filter"))
        }
        if let country = call.parameter("countryCode"), country.utf8.count != 2 {
            return TidalDialect.error(
                400, "INVALID_REQUEST", "countryCode has two letters",
                source: ("parameter", "countryCode"))
        }
        var found: [Release] = []
        for isrc in call.list("filter[isrc]") { found += house.shelf.find(isrc: isrc, call) }
        for upc in call.list("filter[barcodeId]") { found += house.shelf.find(upc: upc, call) }
        for id in call.list("filter[id]") {
            if case .out(let release) = house.shelf.find(Item(kind: kind, id: id), call) {
                found.append(release)
            }
        }
        return TidalDialect.document(
            .array(found.map { resource($0, kind, includes) }),
            included: found.flatMap { included($0, kind, includes) })
    }

    private static func resource(_ release: Release, _ kind: Item.Kind, _ includes: [String])
        -> JSON
    {
        let id = release.id(kind, on: .tidal)
        let link: JSON = [
            "href": .string("https://tidal.com/browse/\(kind.rawValue)/\(id)"),
            "meta": ["type": "TIDAL_SHARING"],
        ]
        let duration = "PT\(release.durationMs / 60_000)M\(release.durationMs / 1000 % 60)S"
        var attributes: [(String, JSON)] = [
            ("title", .string(kind == .track ? release.title : release.album)),
            ("duration", .string(duration)), ("explicit", false), ("externalLinks", [link]),
        ]
        if kind == .track {
            attributes.append(("isrc", .string(release.isrc)))
        } else {
            let barcode = release.upc.map {
                String(repeating: "0", count: max(0, 14 - $0.utf8.count)) + $0
            }
            attributes += [
                ("barcodeId", .text(barcode)), ("releaseDate", .string(release.releaseDate)),
                ("albumType", "ALBUM"), ("numberOfItems", 1),
            ]
        }
        var relationships: [(String, JSON)] = []
        if kind == .track, includes.contains("albums") {
            relationships.append(("albums", ["data": [reference(release, .album)]]))
        }
        if includes.contains("artists") {
            relationships.append(("artists", ["data": [reference(release, .artist)]]))
        }
        var members: [(String, JSON)] = [
            ("id", .string(id)), ("type", .string(kind.rawValue + "s")),
            ("attributes", .object(attributes)),
        ]
        if !relationships.isEmpty { members.append(("relationships", .object(relationships))) }
        return .object(members)
    }

    private static func reference(_ release: Release, _ kind: Item.Kind) -> JSON {
        ["id": .string(release.id(kind, on: .tidal)), "type": .string(kind.rawValue + "s")]
    }

    private static func included(_ release: Release, _ kind: Item.Kind, _ includes: [String])
        -> [JSON]
    {
        var all: [JSON] = []
        if kind == .track, includes.contains("albums") { all.append(resource(release, .album, [])) }
        if includes.contains("artists") {
            all.append([
                "id": .string(release.id(.artist, on: .tidal)), "type": "artists",
                "attributes": ["name": .string(release.artist)],
            ])
        }
        return all
    }
}
