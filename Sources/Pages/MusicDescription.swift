import Smartlink

/// What the music is, for search engines: JSON-LD in schema.org's words.
struct MusicDescription {
    let link: Link
    let url: String
    let origin: String

    /// The description with as many tracks as `bytesMax` allows.
    func json(bytesMax: Int) -> JSONText {
        var json = JSONText()
        json.raw("{\"@context\":\"https://schema.org\",\"@type\":")
        switch link.kind {
        case .track: json.raw("\"MusicRecording\"")
        case .album: json.raw("\"MusicAlbum\"")
        case .playlist: json.raw("\"MusicPlaylist\"")
        }
        member("name", link.title, to: &json)
        json.raw(",\"url\":")
        json.string(url)
        if let artwork = link.artwork {
            json.raw(",\"image\":")
            json.string(origin + artwork.path)
        }
        // A playlist has no artist in schema.org's eyes, it has someone who made it.
        json.raw(link.kind == .playlist ? ",\"creator\":" : ",\"byArtist\":")
        json.raw("{\"@type\":\"MusicGroup\"")
        member("name", link.artist, to: &json)
        json.raw("}")
        writeIdentity(to: &json)
        writeTracks(to: &json, bytesMax: bytesMax)
        json.raw("}")
        return json
    }

    private func writeIdentity(to json: inout JSONText) {
        if link.kind == .track {
            if let isrc = link.isrc { member("isrcCode", isrc, to: &json) }
            if let album = link.album {
                json.raw(",\"inAlbum\":{\"@type\":\"MusicAlbum\"")
                member("name", album, to: &json)
                json.raw("}")
            }
        } else if !link.tracks.isEmpty {
            json.raw(",\"numTracks\":")
            json.number(link.tracks.count)
        }
        if let upc = link.upc { member("gtin", upc, to: &json) }
        if let length = PlayingTime(ms: link.durationMs) {
            member("duration", length.iso, to: &json)
        }
        if let releaseAt = link.releaseAt {
            member("datePublished", CalendarDate(releaseAt).iso, to: &json)
        }
    }

    private func writeTracks(to json: inout JSONText, bytesMax: Int) {
        guard link.kind != .track else { return }
        var list = JSONText()
        for track in link.tracks.prefix(PageLimits.describedTracksMax) {
            var entry = JSONText()
            entry.raw("{\"@type\":\"MusicRecording\"")
            member("name", track.title, to: &entry)
            if let artist = track.artist, artist != link.artist {
                entry.raw(",\"byArtist\":{\"@type\":\"MusicGroup\"")
                member("name", artist, to: &entry)
                entry.raw("}")
            }
            if let isrc = track.isrc { member("isrcCode", isrc, to: &entry) }
            if let length = PlayingTime(ms: track.durationMs) {
                member("duration", length.iso, to: &entry)
            }
            entry.raw("}")
            let frame = ",\"track\":[,]}".utf8.count
            guard json.bytes.count + list.bytes.count + entry.bytes.count + frame <= bytesMax
            else { break }
            if !list.bytes.isEmpty { list.raw(",") }
            list.append(entry)
        }
        guard !list.bytes.isEmpty else { return }
        json.raw(",\"track\":[")
        json.append(list)
        json.raw("]")
    }

    /// `,"name":"text"`, the text bounded as all tags are.
    private func member(_ name: StaticString, _ text: String, to json: inout JSONText) {
        json.raw(",\"")
        json.raw(name)
        json.raw("\":")
        json.string(excerpt(text, bytes: 120, escapedBytes: 150))
    }
}
