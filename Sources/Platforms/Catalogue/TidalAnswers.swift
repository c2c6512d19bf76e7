// What TIDAL's catalogue answers, by its specification (JSON:API documents), and what it means.
import Smartlink

struct TidalReference: Decodable, Hashable {
    var id: String
    var type: String
}

struct TidalResource: Decodable {
    struct Attributes: Decodable {
        /// Of a playlist and an artist.
        @Soft var name: String?
        @Soft var title: String?
        /// Completes the title.
        @Soft var version: String?
        @Soft var isrc: String?
        @Soft var barcodeId: String?
        @Soft var duration: String?
        @Soft var releaseDate: String?
        @Soft var numberOfItems: Int?
        @Soft var playlistType: String?
        @Soft var availability: SoftList<String>?
        @Soft var externalLinks: SoftList<ExternalLink>?
        @Soft var files: SoftList<File>?
    }
    struct ExternalLink: Decodable { var href: String }
    struct File: Decodable {
        struct Meta: Decodable { @Soft var width: Int? }
        var href: String
        @Soft var meta: Meta?
    }
    struct Relationship: Decodable {
        /// One or a list of them; a list here either way.
        var data: [TidalReference] = []
        private enum CodingKeys: CodingKey { case data }
        init(from decoder: any Decoder) throws {
            let relationship = try decoder.container(keyedBy: CodingKeys.self)
            if let list = try? relationship.decode(SoftList<TidalReference>.self, forKey: .data) {
                data = list.items
            } else if let one = try? relationship.decode(TidalReference.self, forKey: .data) {
                data = [one]
            }
        }
    }

    var id: String
    var type: String
    @Soft var attributes: Attributes?
    @Soft var relationships: [String: Relationship]?

    var reference: TidalReference { TidalReference(id: id, type: type) }

    /// `Low Tide (Live)`
    fileprivate var title: String? {
        guard let title = Reading.name(attributes?.title) else { return nil }
        return Reading.name(attributes?.version).map { "\(title) (\($0))" } ?? title
    }

    /// The platform's own address of it, or the recorded form of one.
    fileprivate func place(_ kind: Link.Kind) -> String {
        let links = attributes?.externalLinks?.items ?? []
        return links.lazy.compactMap { Reading.place($0.href, on: ["tidal.com"]) }.first
            ?? "https://tidal.com/browse/\(kind.rawValue)/\(id)"
    }

    /// The rights of a country are counted in uses; streaming is one of them.
    fileprivate var isStreamed: Bool {
        attributes?.availability.map { $0.items.contains("STREAM") } ?? true
    }
}

struct TidalDocument: Decodable {
    /// One resource by id, a list otherwise.
    private var data: Primary
    private var included: [TidalReference: TidalResource] = [:]

    private enum CodingKeys: CodingKey { case data, included }

    private enum Primary {
        case one(TidalResource)
        case list(SoftList<TidalResource>)
    }

    init(from decoder: any Decoder) throws {
        let document = try decoder.container(keyedBy: CodingKeys.self)
        if let list = try? document.decode(SoftList<TidalResource>.self, forKey: .data) {
            data = .list(list)
        } else {
            data = .one(try document.decode(TidalResource.self, forKey: .data))
        }
        let others = try? document.decode(SoftList<TidalResource>.self, forKey: .included)
        for other in others?.items ?? [] { included[other.reference] = other }
    }

    /// What was asked for; `garbled` where there is something and nothing of it can be read.
    func hits() throws(SourceFailure) -> [TidalResource] {
        switch data {
        case .one(let resource): [resource]
        case .list(let list): try list.hits()
        }
    }

    /// What stands in the relationship `name`, in order, as far as it came along.
    func related(_ resource: TidalResource, _ name: String) -> [TidalResource] {
        resource.relationships?[name]?.data.compactMap { included[$0] } ?? []
    }

    private func credit(_ resource: TidalResource) -> String? {
        Reading.credit(related(resource, "artists").map(\.attributes?.name))
    }

    private func picture(_ resource: TidalResource?) -> String? {
        guard let resource else { return nil }
        let files = related(resource, "coverArt").first?.attributes?.files?.items ?? []
        let widest = files.max { ($0.meta?.width ?? 0) < ($1.meta?.width ?? 0) }
        return Reading.picture(widest?.href)
    }

    func track(_ resource: TidalResource, _ asked: Asked) -> Candidate? {
        guard resource.type == "tracks", isPlainID(resource.id), let title = resource.title,
            let artist = credit(resource)
        else { return nil }
        let album = related(resource, "albums").first
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = album?.title
        music.isrc = resource.attributes?.isrc.flatMap(ISRC.normal)
        music.durationMs = isoDurationMs(resource.attributes?.duration)
        music.releaseDate = Reading.date(album?.attributes?.releaseDate)
        music.artworkURL = picture(album)
        var candidate = Candidate(
            platform: "tidal", id: resource.id, url: resource.place(.track), music: music,
            basis: asked.basis(carrying: music.isrc))
        candidate.isAvailable = resource.isStreamed
        return candidate
    }

    func album(_ resource: TidalResource, _ asked: Asked) -> Candidate? {
        guard resource.type == "albums", isPlainID(resource.id), let title = resource.title,
            let artist = credit(resource)
        else { return nil }
        var music = Music(kind: .album, title: title, artist: artist)
        music.upc = resource.attributes?.barcodeId.flatMap(GTIN.normal)
        music.durationMs = isoDurationMs(resource.attributes?.duration)
        music.releaseDate = Reading.date(resource.attributes?.releaseDate)
        music.artworkURL = picture(resource)
        music.tracks = songs(resource)
        var candidate = Candidate(
            platform: "tidal", id: resource.id, url: resource.place(.album), music: music,
            basis: asked.basis(carrying: music.upc))
        candidate.isAvailable = resource.isStreamed
        candidate.isCompilation = artist == "Various Artists"
        return candidate
    }

    func playlist(_ resource: TidalResource) -> Candidate? {
        guard resource.type == "playlists", isPlainID(resource.id),
            let title = Reading.name(resource.attributes?.name)
        else { return nil }
        let isOwn = resource.attributes?.playlistType == "EDITORIAL"
        var music = Music(kind: .playlist, title: title, artist: isOwn ? "TIDAL" : "")
        music.durationMs = isoDurationMs(resource.attributes?.duration)
        music.artworkURL = picture(resource)
        music.tracks = songs(resource)
        return Candidate(
            platform: "tidal", id: resource.id, url: resource.place(.playlist), music: music,
            basis: .address)
    }

    /// Videos stand between the tracks and are none.
    private func songs(_ resource: TidalResource) -> [Music.Song] {
        let items = related(resource, "items")
        let songs = items.map { item -> Music.Song? in
            guard item.type == "tracks", let title = item.title else { return nil }
            var song = Music.Song(title: title)
            song.artist = credit(item)
            song.durationMs = isoDurationMs(item.attributes?.duration)
            song.isrc = item.attributes?.isrc.flatMap(ISRC.normal)
            return song
        }
        return wholeList(songs, of: resource.attributes?.numberOfItems ?? items.count)
    }
}

/// `PT4M12S`, `PT1H2M`, `P1DT3S`, `PT4M12.5S` (ISO 8601 §5.5.2.4); years and months have no length of their own.
func isoDurationMs(_ text: String?) -> Int64? {
    guard let text, text.utf8.count <= 32, text.hasPrefix("P") else { return nil }
    var total = 0.0
    var number = ""
    var isTime = false
    for character in text.dropFirst() {
        switch character {
        case "T" where !isTime && number.isEmpty: isTime = true
        case "0"..."9", ".": number.append(character)
        default:
            let unit: Double? =
                switch (isTime, character) {
                case (false, "D"): 86_400
                case (true, "H"): 3_600
                case (true, "M"): 60
                case (true, "S"): 1
                default: nil
                }
            guard let unit, let value = Double(number), value < 1e9 else { return nil }
            total += value * unit
            number = ""
        }
    }
    guard number.isEmpty, total < 1e9 else { return nil }
    return Reading.length(ms: Int64((total * 1_000).rounded()))
}
