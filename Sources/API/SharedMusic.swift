// The shapes of go.parachord.com, so that a client made for it can be pointed here (`POST /api/create`,
// `GET /api/lookup?id=`): what is made is a link like any other. A record:
//
//   title      string, required
//   artist     string; a playlist's may come as creator
//   creator    string
//   type       track (default), album, playlist
//   albumArt   URL of a picture
//   urls       object: platform in camel case → URL; required for a track
//   tracks     array of {title, artist, duration (s), trackNumber, urls, albumArt}; required for the others
//   deeplink   string; made here, not taken
//   createdAt  ms since 1970; only in answers
//
// Names beyond these are left alone: the client is somebody else's and may know more.
internal import JSONText
internal import Smartlink

/// A record that a client wants to become a link.
struct SharedMusic {
    let body: Node
    let catalogue: Catalogue

    private static let millisecondsPerSecond = 1_000.0

    func kind() throws(Failure) -> Link.Kind {
        try member(body, "type").map { (node) throws(Failure) in
            try node.choice(Link.Kind.self)
        } ?? .track
    }

    /// A picture that can be fetched; a player's own file or data block is left out.
    func artworkURL() throws(Failure) -> String? {
        guard let url = try text(body, "albumArt"),
            url.hasPrefix("https://") || url.hasPrefix("http://")
        else { return nil }
        return url
    }

    func fill(_ link: inout Link) throws(Failure) {
        link.kind = try kind()
        guard let title = try text(body, "title") else { throw missing("title") }
        link.title = title
        switch link.kind {
        case .track:
            guard let urls = member(body, "urls") else { throw missing("urls") }
            link.destinations = try destinations(urls)
            guard !link.destinations.isEmpty else { throw missing("urls") }
        case .album, .playlist:
            guard let tracks = member(body, "tracks") else { throw missing("tracks") }
            link.tracks = try list(tracks)
            guard !link.tracks.isEmpty else { throw missing("tracks") }
            if let urls = member(body, "urls") { link.destinations = try destinations(urls) }
        }
        let artist = try text(body, "artist")
        let creator = try text(body, "creator")
        guard let artist = artist ?? creator ?? link.tracks.lazy.compactMap(\.artist).first
        else { throw missing("artist") }
        link.artist = artist
    }

    private func list(_ node: Node) throws(Failure) -> [Track] {
        var tracks: [Track] = []
        for item in try node.items() {
            _ = try item.members()
            guard let title = try text(item, "title") else {
                throw Failure(
                    .invalidField, "Missing required field: \(item.path).title",
                    field: "\(item.path).title")
            }
            var track = Track(title: title)
            track.artist = try text(item, "artist")
            if let length = member(item, "duration") {
                let ms = try length.number() * Self.millisecondsPerSecond
                guard ms >= 0, ms <= Double(LinkLimits.durationMsMax) else {
                    throw length.fail("\(length.path) is a number of seconds.")
                }
                track.durationMs = ms > 0 ? Int64(ms) : nil
            }
            if let urls = member(item, "urls") { track.destinations = try destinations(urls) }
            tracks.append(track)
        }
        return tracks
    }

    /// A platform this server does not know cannot be a destination.
    private func destinations(_ node: Node) throws(Failure) -> [Destination] {
        var destinations: [Destination] = []
        for (name, node) in try node.members() where !node.isNull {
            guard let platform = catalogue.platforms.first(where: { $0.sharedName == name })
            else { continue }
            destinations.append(Destination(platform: platform.id, url: try node.string()))
        }
        return destinations
    }

    private func member(_ node: Node, _ name: String) -> Node? {
        guard let value = node.value[name], value != .null else { return nil }
        return Node(value: value, path: node.path.isEmpty ? name : "\(node.path).\(name)")
    }

    private func text(_ node: Node, _ name: String) throws(Failure) -> String? {
        let text = try member(node, name).map { (node) throws(Failure) in try node.string() }
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func missing(_ name: String) -> Failure {
        Failure(.invalidField, "Missing required field: \(name)", field: name)
    }
}

extension SharedMusic {
    /// A link as such a record.
    static func json(_ link: Link, catalogue: Catalogue, baseURL: String) -> JSON {
        var members: [JSON.Member] = [
            .init("title", .string(link.title)), .init("artist", .string(link.artist)),
            .init("creator", .string(link.artist)),
        ]
        let artwork = link.artwork.map { baseURL + $0.path }
        if let artwork { members.append(.init("albumArt", .string(artwork))) }
        members.append(.init("type", .string(link.kind.rawValue)))
        members.append(.init("urls", urls(link.destinations, catalogue)))
        members.append(
            .init("deeplink", .string(deepLink(link, page: "\(baseURL)/link/\(link.code)"))))
        if link.kind != .track {
            let tracks = link.tracks.enumerated().map { place, track in
                json(track, place + 1, of: link, artwork, catalogue)
            }
            members.append(.init("tracks", .array(tracks)))
        }
        members.append(.init("createdAt", .integer(link.createdAt.ms)))
        return .object(members)
    }

    private static func json(
        _ track: Track, _ number: Int, of link: Link, _ artwork: String?, _ catalogue: Catalogue
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("title", .string(track.title)),
            .init("artist", .string(track.artist ?? link.artist)),
        ]
        if let ms = track.durationMs {
            members.append(.init("duration", .integer((ms + 500) / 1_000)))
        }
        members.append(.init("trackNumber", .integer(Int64(number))))
        members.append(.init("urls", urls(track.destinations, catalogue)))
        if let artwork { members.append(.init("albumArt", .string(artwork))) }
        return .object(members)
    }

    private static func urls(_ destinations: [Destination], _ catalogue: Catalogue) -> JSON {
        .object(
            destinations.filter { $0.status == .verified }.compactMap { destination in
                catalogue.platform(id: destination.platform).map {
                    .init($0.sharedName, .string(destination.url))
                }
            })
    }

    /// What opens the player itself.
    private static func deepLink(_ link: Link, page: String) -> String {
        func encoded(_ text: String) -> String {
            String(decoding: PercentEncoding.encode(text), as: UTF8.self)
        }
        let names = "?artist=\(encoded(link.artist))&title=\(encoded(link.title))"
        return switch link.kind {
        case .track: "parachord://play\(names)"
        case .album: "parachord://play/album\(names)"
        case .playlist: "parachord://play/playlist?url=\(encoded(page + ".xspf"))"
        }
    }
}

extension Platform {
    /// The id in camel case, as those records have it.
    var sharedName: String {
        id.split(separator: "-").enumerated().map { place, part in
            place == 0 ? String(part) : part.prefix(1).uppercased() + part.dropFirst()
        }.joined()
    }
}
