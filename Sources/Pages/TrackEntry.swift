import Smartlink

extension HTMLWriter {
    /// One entry of a track list: its artist where it is another than the whole's, its length where it is known.
    mutating func entry(_ track: Track, of link: Link) {
        markup("<li><div>")
        isolated(track.title)
        if let artist = track.artist, artist != link.artist {
            markup(" <small>")
            isolated(artist)
            markup("</small>")
        }
        markup("</div>")
        if let length = PlayingTime(ms: track.durationMs) {
            markup(" <time")
            attribute(.datetime, length.iso)
            markup(">")
            text(length.text)
            markup("</time>")
        }
        markup("</li>\n")
    }
}
