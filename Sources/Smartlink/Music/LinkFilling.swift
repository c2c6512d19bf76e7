// How what was found becomes a link's: the artist's own word always stands.
//
//   the destination on a platform   becomes
//   manual                          stays
//   none                            stays none: the artist took it away (a new link gets one)
//   search (a placeholder)          whatever was found
//   resolver, pending               something verified, or likelier
//   resolver, unavailable           the artist said no: only something verified at another URL
//   resolver, verified              stays
//
// A placeholder reaches nobody: its status is `unavailable`, its URL the platform's search page, where a fan who asks for
// that platform is sent anyway.

extension Link {
    /// Whether a source may still find what this link lacks.
    public var hasGaps: Bool {
        destinations.contains { $0.source == .search || $0.status == .pending }
    }

    /// Takes over what was found.
    public mutating func take(_ search: Search, _ catalogue: Catalogue) {
        // Of another kind since the artist says so: what was looked for is not this.
        guard let music = search.music, music.kind == kind else { return }
        learn(music)
        for index in destinations.indices {
            let platform = destinations[index].platform
            guard let found = search.destination(on: platform, for: music, catalogue),
                destinations[index].yields(to: found)
            else { continue }
            destinations[index] = found
        }
        fillTracks(music)
    }

    /// Gives a new link a destination on every platform that was found, and a placeholder on every other.
    public mutating func open(_ search: Search, _ catalogue: Catalogue) {
        let music = search.music.flatMap { $0.kind == kind ? $0 : nil }
        if let music { learn(music) }
        for platform in catalogue.platforms
        where !destinations.contains(where: { $0.platform == platform.id }) {
            if let music, let found = search.destination(on: platform.id, for: music, catalogue) {
                destinations.append(found)
            } else if let page = catalogue.searchURL(on: platform.id, artist: artist, title: title)
            {
                var placeholder = Destination(platform: platform.id, url: page)
                placeholder.source = .search
                placeholder.status = .unavailable
                placeholder.confidence = 0
                destinations.append(placeholder)
            }
        }
        if let music { fillTracks(music) }
    }

    /// Makes the artist's own what they have put another URL into. A status that came along with the old URL said nothing
    /// of theirs.
    public mutating func claimDestinations(since before: Link) {
        for index in destinations.indices where destinations[index].source != .manual {
            let mine = destinations[index]
            let theirs = before.destinations.first { $0.platform == mine.platform }
            guard theirs?.url != mine.url else { continue }
            destinations[index].source = .manual
            destinations[index].confidence = 1
            if mine.status == theirs?.status { destinations[index].status = .verified }
        }
    }

    private mutating func learn(_ music: Music) {
        if title.isEmpty { title = music.title.line(bytesMax: LinkLimits.titleBytesMax) }
        if artist.isEmpty { artist = music.artist.line(bytesMax: LinkLimits.artistBytesMax) }
        album = album ?? music.album?.line(bytesMax: LinkLimits.albumBytesMax).nonEmpty
        isrc = isrc ?? music.isrc.flatMap { ISRC.normal($0) }
        upc = upc ?? music.upc.flatMap { GTIN.normal($0) }
        if durationMs == nil, let length = music.durationMs,
            (1...LinkLimits.durationMsMax).contains(length)
        {
            durationMs = length
        }
    }

    private mutating func fillTracks(_ music: Music) {
        guard tracks.isEmpty, kind != .track else { return }
        tracks = music.tracks.prefix(LinkLimits.tracksMax).compactMap { song in
            let title = song.title.line(bytesMax: LinkLimits.titleBytesMax)
            guard !title.isEmpty else { return nil }
            var track = Track(title: title)
            track.artist = song.artist?.line(bytesMax: LinkLimits.artistBytesMax).nonEmpty
            track.durationMs = song.durationMs.flatMap {
                (1...LinkLimits.durationMsMax).contains($0) ? $0 : nil
            }
            track.isrc = song.isrc.flatMap { ISRC.normal($0) }
            return track
        }
    }
}

extension Search {
    /// What was found on a platform and is worth showing, as a destination.
    public func destination(
        on platform: String, for music: Music, _ catalogue: Catalogue
    ) -> Destination? {
        let there = candidates.filter { $0.platform == platform }
        guard let (candidate, verdict) = Matching.best(of: there, for: music),
            let status = verdict.status
        else { return nil }
        var destination = Destination(platform: platform, url: candidate.url)
        destination.source = .resolver
        destination.confidence = verdict.confidence
        destination.status = status
        destination.territories = Array(candidate.territories.prefix(LinkLimits.territoriesMax))
        // A source may be wrong about itself; what an artist could not store is not stored for them either.
        return try? FieldCheck.destinations([destination], "destinations", catalogue: catalogue)
            .first
    }

    /// Every platform of the catalogue on which something was found.
    public func destinations(_ catalogue: Catalogue) -> [Destination] {
        guard let music else { return [] }
        return catalogue.platforms.compactMap { destination(on: $0.id, for: music, catalogue) }
    }
}

extension Destination {
    /// Whether something found later takes its place.
    fileprivate func yields(to found: Destination) -> Bool {
        switch (source, status) {
        case (.manual, _), (.resolver, .verified): false
        case (.search, _): true
        case (.resolver, .pending):
            found.status == .verified || found.confidence > confidence
        case (.resolver, .unavailable): found.status == .verified && found.url != url
        }
    }
}

extension String {
    /// The text as a field takes it: one line, no control characters, as much of it as fits.
    fileprivate func line(bytesMax: Int) -> String {
        var kept = ""
        for character in self {
            let isLine = character.unicodeScalars.allSatisfy { !FieldCheck.isControl($0) }
            let next = isLine ? character : " "
            guard kept.utf8.count + next.utf8.count <= bytesMax else { break }
            kept.append(next)
        }
        return FieldCheck.trimmed(kept)
    }

    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
