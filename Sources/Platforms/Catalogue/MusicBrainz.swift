import Outbound
import Smartlink

/// MusicBrainz, whose recordings and releases name their places on the platforms.
///
/// By its specification: the look-ups by ISRC, URL and id, the search by barcode, one request a second, `User-Agent`
/// with a contact. Documented: 503 for asking too often, the names of relations. It is no platform: what it knows goes
/// along with each place, and stands by itself as a candidate of `musicbrainz`, which no link leads to.
struct MusicBrainz: MusicSource {
    let id = "musicbrainz"
    let platforms: [String] = []
    private let api: String
    private let userAgent: String
    private let door: PlatformDoor
    private let address: @Sendable (String) -> MusicAddress?
    private let clock: @Sendable () -> Instant

    /// `userAgent` tells who asks, with a contact: `Segue/1 ( ops@example.com )`.
    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor, userAgent: String,
        address: @escaping @Sendable (String) -> MusicAddress?,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://musicbrainz.org"
        self.userAgent = userAgent
        self.door = door
        self.address = address
        self.clock = clock
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc, .upc: true
        case .address(let address): address.kind == .track || address.kind == .album
        case .words: false
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc): return try await recordings(isrc)
            case .upc(let upc): return try await release(upc)
            case .address(let address): return try await related(to: address)
            case .words: return []
            }
        }
    }

    private func recordings(_ isrc: String) async throws(SourceFailure) -> [Candidate] {
        let found = try await ask(
            "isrc/\(isrc)?inc=artist-credits+releases+url-rels", BrainzRecordings.self)
        return try found?.recordings.hits().prefix(Limits.recordingsMax).flatMap { recording in
            recording.candidates(.code, isrc: isrc, address)
        } ?? []
    }

    private func release(_ upc: String) async throws(SourceFailure) -> [Candidate] {
        let hits = try await ask(
            "release?\(formEncoded([("query", "barcode:\(upc)")]))", BrainzReleases.self)
        // The search takes words for words; the barcode has to be the same number.
        let same = try hits?.releases.hits().filter { $0.barcode.flatMap(GTIN.normal) == upc } ?? []
        // Of several the first issue that is not a draft of one.
        let best = same.first { $0.status == "Official" } ?? same.first
        guard let best, isPlainID(best.id) else { return [] }
        await pause()
        return try await release(id: best.id, .code)
    }

    private func release(
        id: String, _ basis: Candidate.Basis
    ) async throws(SourceFailure) -> [Candidate] {
        let release = try await ask(
            "release/\(id)?inc=artist-credits+recordings+isrcs+url-rels", BrainzRelease.self)
        return release?.candidates(basis, address) ?? []
    }

    /// The recording or release whose place that URL is.
    private func related(to place: MusicAddress) async throws(SourceFailure) -> [Candidate] {
        let query = formEncoded([("resource", place.url)])
        guard
            let found = try await ask(
                "url?\(query)&inc=recording-rels+release-rels", BrainzURL.self)
        else { return [] }
        for relation in found.relations?.items ?? [] {
            if place.kind == .track, let id = relation.recording?.id, isPlainID(id) {
                await pause()
                let recording = try await ask(
                    "recording/\(id)?inc=artist-credits+releases+isrcs+url-rels",
                    BrainzRecording.self)
                return recording?.candidates(.relation, isrc: nil, address) ?? []
            }
            if place.kind == .album, let id = relation.release?.id, isPlainID(id) {
                await pause()
                return try await release(id: id, .relation)
            }
        }
        return []
    }

    // MARK: Asking

    /// Two requests of one look-up, a second apart.
    private func pause() async {
        // A cancelled task goes on to a request that is cancelled too.
        try? await Task.sleep(for: .milliseconds(Limits.musicBrainzPauseMs))
    }

    /// Nil if there is no such thing; `place` has a query.
    private func ask<Answer: Decodable>(
        _ place: String, _ type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        var request = door.call(.get, "\(api)/ws/2/\(place)&fmt=json", authorization: nil)
        request.fields.append(("User-Agent", userAgent))
        request.responseBytesMax = Limits.listBytesMax
        guard let response = await door.send(request) else { throw SourceFailure(.unreachable) }
        if response.status == 503 {
            throw SourceFailure(
                .rateLimited, retryAfterSeconds: response.retryAfterSeconds ?? 1)
        }
        if let failure = response.sourceFailure(at: clock()) { throw failure }
        if response.status == 404 { return nil }
        guard response.isSuccess, let answer = response.catalogueJSON(type) else {
            throw SourceFailure(.garbled)
        }
        return answer
    }
}
