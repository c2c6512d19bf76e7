/// XSPF version 1 (https://www.xspf.org/spec), its elements in the order its schema lists them.
enum XSPF {
    static let suffix = ".xspf"
    static let mediaType = "application/xspf+xml"

    static func bytes(_ list: TrackList) -> [UInt8] {
        var file = XMLWriter()
        file.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        file.markup("<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n")
        file.element("title", list.title)
        file.element("creator", list.creator)
        file.element("annotation", list.annotation)
        file.element("info", list.page)
        file.element("location", list.location)
        for identifier in list.identifiers.prefix(1) { file.element("identifier", identifier) }
        file.element("image", list.image)
        file.element("date", list.date)
        file.markup("\n<trackList>\n")
        for track in list.tracks { file.append(entry(track)) }
        file.markup("</trackList>\n</playlist>\n")
        return file.bytes
    }

    static func entry(_ track: TrackList.Entry) -> XMLWriter {
        var entry = XMLWriter()
        entry.markup("<track>")
        for identifier in track.identifiers { entry.element("identifier", identifier) }
        entry.element("title", track.title)
        entry.element("creator", track.creator)
        entry.element("info", track.page)
        entry.element("album", track.album)
        entry.element("trackNum", String(track.number))
        entry.element("duration", track.durationMs.map { String($0) })
        entry.markup("</track>\n")
        return entry
    }
}
