import Outbound
import Smartlink

/// Apple's public look-up and search, which want no key; what they find stands on Apple Music.
///
/// Recorded: look-up by `upc` and `id`, the fields of collections and tracks, artwork in any size by its name.
/// Third parties' word only: about 20 requests a minute, more of them answered 403; the UPC in the artwork's file name;
/// `upc` may bring another variant of a release, and releases that are only streamed come without tracks.
/// There is no look-up by ISRC: the parameter is passed over in silence, so it is never sent.
struct ITunesCatalogue: MusicSource {
    let id = "itunes"
    let platforms = ["apple-music"]
    private let api: String
    private let door: PlatformDoor
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://itunes.apple.com"
        self.door = door
        self.clock = clock
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: false
        case .upc: true
        case .address(let address):
            address.platform == "apple-music" && isNumber(address.id)
                && (address.kind == .track || address.kind == .album)
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc: return []
            case .upc(let upc):
                let hits = try await ask("lookup", [("upc", upc), ("entity", "song")], market)
                return Self.releases(hits, .code(upc))
            case .address(let address):
                guard takes(clue) else { return [] }
                let hits = try await ask(
                    "lookup", [("id", address.id), ("entity", "song")], address.country ?? market)
                return address.kind == .track
                    ? hits.compactMap { $0.trackId == Int64(address.id) ? $0.track(.address) : nil }
                    : Self.releases(hits, .address)
            case .words(let music): return try await search(music, market)
            }
        }
    }

    private func search(
        _ music: Music, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let words = music.searchWords
        let hits = try await ask(
            "search",
            [
                ("term", "\(words.artist) \(words.title)"), ("media", "music"),
                ("entity", music.kind == .track ? "song" : "album"), ("limit", "10"),
            ], market)
        return music.kind == .track
            ? hits.compactMap { $0.track(.words(nil)) } : Self.releases(hits, .words(music.upc))
    }

    /// Each collection, with the tracks that came with it.
    private static func releases(_ hits: [ITunesHit], _ asked: Asked) -> [Candidate] {
        hits.compactMap { hit in
            hit.collection(
                asked, tracks: hits.filter { $0.isSong && $0.collectionId == hit.collectionId })
        }
    }

    private func ask(
        _ place: String, _ pairs: [(name: String, value: String)], _ country: String
    ) async throws(SourceFailure) -> [ITunesHit] {
        let request = door.call(
            .get, url("\(api)/\(place)", pairs + [("country", country.lowercased())]),
            authorization: nil)
        let response = try await door.ask(request, at: clock())
        if response.status == 403 {
            throw SourceFailure(.rateLimited, retryAfterSeconds: Limits.iTunesRestSeconds)
        }
        return try response.answer(ITunesAnswer.self)?.results.hits() ?? []
    }
}
