import HTTP

/// Spotify's search and its two kinds of items.
enum SpotifyCatalogue {
    static func search(_ call: Call, _ house: House, itemsMax: Int) -> Response {
        guard let query = call.parameter("q"), !query.isEmpty else {
            return SpotifyDialect.error(400, "No search query")
        }
        let limit = call.parameter("limit").map(Int.init) ?? 5
        guard let limit, (1...itemsMax).contains(limit) else {
            return SpotifyDialect.error(400, "Invalid limit")
        }
        let type = call.parameter("type")
        guard type == "track" || type == "album" else {
            return SpotifyDialect.error(
                400, type == nil ? "Missing parameter type" : "Bad search type field")
        }
        let found: [Release]
        if query.hasPrefix("isrc:") {
            found = type == "track" ? house.shelf.find(isrc: String(query.dropFirst(5)), call) : []
        } else if query.hasPrefix("upc:") {
            found = type == "album" ? house.shelf.find(upc: String(query.dropFirst(4)), call) : []
        } else {
            let words = query.replacing("track:", with: " ").replacing("artist:", with: " ")
                .replacing("album:", with: " ")
            found = house.shelf.find(words: words, call)
        }
        let items = found.prefix(limit).map { type == "track" ? track($0) : album($0) }
        return .json(
            200,
            .object([
                (
                    type == "track" ? "tracks" : "albums",
                    [
                        "href": .string("https://api.spotify.com/v1/search"),
                        "items": .array(items), "limit": .integer(limit), "next": nil,
                        "offset": 0, "previous": nil, "total": .integer(found.count),
                    ]
                )
            ]))
    }

    static func one(_ kind: String, _ id: String, _ call: Call, _ house: House) -> Response {
        let isTrack = kind == "tracks"
        guard
            case .out(let release) = house.shelf.find(
                Item(kind: isTrack ? .track : .album, id: id), call)
        else { return SpotifyDialect.refuse(.notFound) }
        return .json(200, isTrack ? track(release) : fullAlbum(release))
    }

    private static func track(_ release: Release) -> JSON {
        let id = release.id(.track, on: .spotify)
        return [
            "album": album(release), "artists": .array([artist(release)]), "disc_number": 1,
            "duration_ms": .integer(release.durationMs), "explicit": false,
            "external_ids": ["isrc": .string(release.isrc)],
            "external_urls": ["spotify": .string("https://open.spotify.com/track/\(id)")],
            "href": .string("https://api.spotify.com/v1/tracks/\(id)"), "id": .string(id),
            "is_playable": true, "name": .string(release.title), "track_number": 1,
            "type": "track", "uri": .string("spotify:track:\(id)"),
        ]
    }

    private static func album(_ release: Release) -> JSON { .object(albumMembers(release)) }

    /// Only a look-up by id tells the codes.
    private static func fullAlbum(_ release: Release) -> JSON {
        .object(albumMembers(release) + [("external_ids", ["upc": .text(release.upc)])])
    }

    private static func albumMembers(_ release: Release) -> [(String, JSON)] {
        let id = release.id(.album, on: .spotify)
        return [
            ("album_type", "album"), ("artists", .array([artist(release)])),
            ("external_urls", ["spotify": .string("https://open.spotify.com/album/\(id)")]),
            ("id", .string(id)), ("images", []), ("name", .string(release.album)),
            ("release_date", .string(release.releaseDate)), ("release_date_precision", "day"),
            ("total_tracks", 1), ("type", "album"), ("uri", .string("spotify:album:\(id)")),
        ]
    }

    private static func artist(_ release: Release) -> JSON {
        let id = release.id(.artist, on: .spotify)
        return [
            "external_urls": ["spotify": .string("https://open.spotify.com/artist/\(id)")],
            "id": .string(id), "name": .string(release.artist), "type": "artist",
            "uri": .string("spotify:artist:\(id)"),
        ]
    }
}
