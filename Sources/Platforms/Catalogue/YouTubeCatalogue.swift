import Outbound
import Smartlink

/// YouTube's catalogue over the YouTube Data API, for YouTube and YouTube Music, which show the same videos.
///
/// By its discovery document: the calls, `key`, lengths, `regionRestriction`, `status`. Documented: 100 searches a
/// day, 50 videos a look at one unit, 403 with a reason, midnight Pacific. Third parties' word only: that a search for
/// an ISRC finds its Art Track, how Art Tracks are described, that `OLAK5uy_` lists are releases and that a search
/// shows them, 400 for a key that is none. No code stands in any answer, so that a hit is never one by code.
struct YouTubeCatalogue: MusicSource {
    let id = "youtube"
    let platforms = ["youtube", "youtube-music"]
    private let api: String
    private let key: String
    private let door: PlatformDoor
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://www.googleapis.com"
        key = credentials.apiKey
        self.door = door
        self.clock = clock
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: true
        case .upc: false
        case .address(let address):
            platforms.contains(address.platform)
                && (address.kind == .track ? isVideo(address.id) : isList(address))
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc): return try await search(isrc, market)
            case .upc: return []
            case .address(let address) where address.kind == .track:
                return try await videos([address.id], .address, market)
            case .address(let address): return try await list(address.id)
            case .words(let music):
                let words = "\(music.artist) \(music.title)"
                return music.kind == .track
                    ? try await search(words, market) : try await searchReleases(words)
            }
        }
    }

    // MARK: Songs

    private func search(
        _ words: String, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let hits = try await ask(
            "search",
            [
                ("part", "snippet"), ("type", "video"), ("videoCategoryId", "10"), ("q", words),
                ("maxResults", "\(Limits.youTubeHitsMax)"),
            ], YouTubeList<YouTubeHit>.self)
        let ids = try hits?.items.hits().compactMap(\.id.videoId).filter(isVideo) ?? []
        return ids.isEmpty ? [] : try await videos(ids, .words, market)
    }

    private func videos(
        _ ids: [String], _ basis: Candidate.Basis, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let list = try await ask(
            "videos",
            [
                ("part", "snippet,contentDetails,status"),
                ("id", ids.prefix(Limits.youTubeHitsMax).joined(separator: ",")),
            ], YouTubeList<YouTubeVideo>.self)
        let videos = try list?.items.hits().filter { ids.contains($0.id) } ?? []
        // An unlisted video is nothing a search should lead to; its own address may.
        return videos.filter { basis == .address || !$0.isUnlisted }
            .flatMap { $0.candidates(basis, market) }
    }

    // MARK: Releases and playlists

    private func searchReleases(_ words: String) async throws(SourceFailure) -> [Candidate] {
        let hits = try await ask(
            "search",
            [
                ("part", "snippet"), ("type", "playlist"), ("q", words),
                ("maxResults", "\(Limits.youTubeHitsMax)"),
            ], YouTubeList<YouTubeHit>.self)
        var found: [Candidate] = []
        let releases = try hits?.items.hits().filter { isRelease($0.id.playlistId ?? "") } ?? []
        for hit in releases.prefix(Limits.youTubeListsMax) {
            guard let id = hit.id.playlistId, isPlainID(id) else { continue }
            let list = YouTubePlaylist(id: id, snippet: hit.snippet)
            found += list.candidates(try await tracks(of: id), .words)
        }
        return found
    }

    private func list(_ id: String) async throws(SourceFailure) -> [Candidate] {
        guard isPlainID(id) else { return [] }
        let lists = try await ask(
            "playlists", [("part", "snippet"), ("id", id)], YouTubeList<YouTubePlaylist>.self)
        guard let list = try lists?.items.hits().first(where: { $0.id == id }) else { return [] }
        return list.candidates(try await tracks(of: id), .address)
    }

    private func tracks(of list: String) async throws(SourceFailure) -> [YouTubeEntry] {
        let entries = try await ask(
            "playlistItems",
            [("part", "snippet"), ("playlistId", list), ("maxResults", "50")],
            YouTubeList<YouTubeEntry>.self)
        return entries?.items.items ?? []
    }

    // MARK: Asking

    /// Nil if there is no such thing.
    private func ask<Answer: Decodable>(
        _ method: String, _ pairs: [(name: String, value: String)], _ type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        let place = url("\(api)/youtube/v3/\(method)", pairs + [("key", key)])
        let response = try await door.ask(
            door.call(.get, place, authorization: nil), at: clock())
        if response.status == 404 { return nil }
        if response.status == 403 || response.status == 400 {
            throw refusal(response, at: clock())
        }
        guard response.isSuccess, let answer = response.catalogueJSON(type) else {
            throw SourceFailure(.garbled)
        }
        return answer
    }

    private func refusal(_ response: OutboundResponse, at now: Instant) -> SourceFailure {
        let fault = response.catalogueJSON(YouTubeFault.self)?.error
        let reasons =
            (fault?.errors?.items ?? []).compactMap(\.reason)
            + (fault?.details?.items ?? []).compactMap(\.reason)
        if reasons.contains("quotaExceeded") || reasons.contains("dailyLimitExceeded") {
            return SourceFailure(
                .rateLimited, retryAfterSeconds: secondsToPacificMidnight(from: now))
        }
        if reasons.contains("rateLimitExceeded") || reasons.contains("userRateLimitExceeded") {
            return SourceFailure(.rateLimited)
        }
        let isKeyRefused = reasons.contains("API_KEY_INVALID") || reasons.contains("keyInvalid")
        return SourceFailure(response.status == 403 || isKeyRefused ? .unauthorised : .garbled)
    }
}

/// Until the day's quota comes back.
private func secondsToPacificMidnight(from now: Instant) -> Int? {
    guard let zone = Zone(rule: "PST8PDT,M3.2.0,M11.1.0") else { return nil }
    let seconds = now.ms / 1_000
    let day = (seconds + zone.offset(at: seconds)) / 86_400
    return Int(zone.start(of: CivilDate(day: day + 1)) - seconds)
}

private func isVideo(_ id: String) -> Bool { id.utf8.count == 11 && isPlainID(id) }

/// Lists of releases, as YouTube Music makes them.
private func isRelease(_ id: String) -> Bool { id.hasPrefix("OLAK5uy_") }

/// `MPREb_…` is YouTube Music's own name of a release, which this API does not know.
private func isList(_ address: MusicAddress) -> Bool {
    (address.kind == .album || address.kind == .playlist)
        && isPlainID(address.id) && !address.id.hasPrefix("MPRE")
}
