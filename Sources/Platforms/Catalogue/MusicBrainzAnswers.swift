// What MusicBrainz answers, by its specification, and what it means.
import Smartlink

struct BrainzRecordings: Decodable { var recordings: SoftList<BrainzRecording> }
struct BrainzReleases: Decodable { var releases: SoftList<BrainzRelease> }

struct BrainzURL: Decodable { @Soft var relations: SoftList<BrainzRelation>? }

struct BrainzRelation: Decodable {
    struct Target: Decodable { var id: String }
    struct Resource: Decodable { var resource: String }

    @Soft var type: String?
    @Soft var ended: Bool?
    @Soft var url: Resource?
    @Soft var recording: Target?
    @Soft var release: Target?

    /// Where it is to be heard; a shop for discs, a lyrics page and what is gone are no such place.
    var place: String? {
        let isPlace = [
            "free streaming", "streaming", "purchase for download", "download for free",
        ].contains(type ?? "")
        return isPlace && ended != true ? url?.resource : nil
    }
}

/// One name of a credit, and what stands between it and the next.
struct BrainzCredit: Decodable {
    @Soft var name: String?
    @Soft var joinphrase: String?
}

struct BrainzRecording: Decodable {
    var id: String
    var title: String
    @Soft var length: Int64?
    @Soft var firstReleaseDate: String?
    @Soft var isrcs: SoftList<String>?
    @Soft var artistCredit: SoftList<BrainzCredit>?
    @Soft var releases: SoftList<BrainzRelease>?
    @Soft var relations: SoftList<BrainzRelation>?

    func candidates(
        _ basis: Candidate.Basis, isrc: String?, _ address: (String) -> MusicAddress?
    ) -> [Candidate] {
        guard let title = Reading.name(title), let artist = brainzArtist(artistCredit) else {
            return []
        }
        var music = Music(kind: .track, title: title, artist: artist)
        music.durationMs = Reading.length(ms: length)
        music.isrc = isrc ?? isrcs?.items.compactMap(ISRC.normal).first
        let first = releases?.items.filter { Reading.date($0.date) != nil }
            .min { ($0.date ?? "") < ($1.date ?? "") }
        music.album = Reading.name((first ?? releases?.items.first)?.title)
        music.releaseDate = Reading.date(firstReleaseDate) ?? Reading.date(first?.date)
        return brainzCandidates(id, music, basis, relations, address)
    }
}

struct BrainzRelease: Decodable {
    struct Medium: Decodable { @Soft var tracks: SoftList<BrainzTrack>? }

    var id: String
    var title: String
    @Soft var status: String?
    @Soft var barcode: String?
    @Soft var date: String?
    @Soft var artistCredit: SoftList<BrainzCredit>?
    @Soft var media: SoftList<Medium>?
    @Soft var relations: SoftList<BrainzRelation>?

    func candidates(
        _ basis: Candidate.Basis, _ address: (String) -> MusicAddress?
    ) -> [Candidate] {
        guard let title = Reading.name(title), let artist = brainzArtist(artistCredit) else {
            return []
        }
        var music = Music(kind: .album, title: title, artist: artist)
        music.upc = barcode.flatMap(GTIN.normal)
        music.releaseDate = Reading.date(date)
        let tracks = media?.items.flatMap { $0.tracks?.items ?? [] } ?? []
        music.tracks = tracks.prefix(Limits.songsMax).compactMap(\.song)
        return brainzCandidates(id, music, basis, relations, address)
    }
}

struct BrainzTrack: Decodable {
    struct Recording: Decodable { @Soft var isrcs: SoftList<String>? }

    var title: String
    @Soft var length: Int64?
    @Soft var artistCredit: SoftList<BrainzCredit>?
    @Soft var recording: Recording?

    var song: Music.Song? {
        guard let title = Reading.name(title) else { return nil }
        var song = Music.Song(title: title)
        song.artist = brainzArtist(artistCredit)
        song.durationMs = Reading.length(ms: length)
        song.isrc = recording?.isrcs?.items.compactMap(ISRC.normal).first
        return song
    }
}

private func brainzArtist(_ credits: SoftList<BrainzCredit>?) -> String? {
    let names = (credits?.items ?? []).prefix(Limits.creditsMax)
    return Reading.name(names.map { ($0.name ?? "") + ($0.joinphrase ?? "") }.joined())
}

private func brainzCandidates(
    _ id: String, _ music: Music, _ basis: Candidate.Basis,
    _ relations: SoftList<BrainzRelation>?, _ address: (String) -> MusicAddress?
) -> [Candidate] {
    let places = relations?.items.compactMap(\.place) ?? []
    return places.compactMap { relatedCandidate(address($0), music) }
        + [musicBrainzCandidate(id, music, basis)].compactMap(\.self)
}

/// What MusicBrainz says the music is, without a place to hear it; nil if `id` is no MBID.
func musicBrainzCandidate(
    _ id: String, _ music: Music, _ basis: Candidate.Basis
) -> Candidate? {
    guard id.utf8.count == 36, isPlainID(id) else { return nil }
    let kind = music.kind == .track ? "recording" : "release"
    return Candidate(
        platform: "musicbrainz", id: id, url: "https://musicbrainz.org/\(kind)/\(id)",
        music: music, basis: basis)
}
