import Outbound
import Smartlink

/// Achordion, which knows where a recording stands on every platform at once; it wants no credentials.
///
/// By its own repository: the look-up by ISRC, its fields, 404 for what it does not know, one request a second. Its
/// mappings come from several hands, so that a link of its is a relation, never a hit by code.
struct Achordion: MusicSource {
    let id = "achordion"
    let platforms: [String] = []
    private let api: String
    private let door: PlatformDoor
    private let address: @Sendable (String) -> MusicAddress?
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        address: @escaping @Sendable (String) -> MusicAddress?,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://achordion.xyz"
        self.door = door
        self.address = address
        self.clock = clock
    }

    func takes(_ clue: Clue) -> Bool {
        if case .isrc = clue { true } else { false }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            guard case .isrc(let isrc) = clue else { return [] }
            let request = door.call(
                .get, url("\(api)/api/track-links/lookup", [("isrc", isrc)]), authorization: nil)
            let response = try await door.ask(request, at: clock())
            if response.status == 404 { return [] }
            guard response.isSuccess, let entity = response.catalogueJSON(AchordionEntity.self),
                var music = entity.music
            else { throw SourceFailure(.garbled) }
            music.isrc = isrc
            let own = entity.mbid.flatMap { musicBrainzCandidate($0, music, .relation) }
            return entity.links.items.compactMap { link in
                relatedCandidate(address(link.url), music)
            } + [own].compactMap(\.self)
        }
    }
}

struct AchordionEntity: Decodable {
    struct Link: Decodable { var url: String }

    @Soft var mbid: String?
    @Soft var trackName: String?
    @Soft var artistName: String?
    @Soft var albumName: String?
    var links: SoftList<Link>

    var music: Music? {
        guard let title = Reading.name(trackName), let artist = Reading.name(artistName) else {
            return nil
        }
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = Reading.name(albumName)
        return music
    }
}

/// Where a catalogue says that music stands; nil if that is no platform's, or another kind of thing.
func relatedCandidate(_ address: MusicAddress?, _ music: Music) -> Candidate? {
    guard let address, let kind = address.kind.linkKind else { return nil }
    // Some platforms have no other place for a release than a playlist.
    guard kind == music.kind || kind == .playlist && music.kind == .album else { return nil }
    return Candidate(
        platform: address.platform, id: address.id, url: address.url, music: music,
        basis: .relation)
}
