internal import JSONText

/// JSPF (https://www.xspf.org/jspf): XSPF's words in JSON.
enum JSPF {
    static let suffix = ".jspf"
    static let mediaType = "application/json"

    static func bytes(_ list: TrackList) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("title", .string(list.title)), .init("creator", .string(list.creator)),
        ]
        if let annotation = list.annotation {
            members.append(.init("annotation", .string(annotation)))
        }
        members.append(.init("info", .string(list.page)))
        members.append(.init("location", .string(list.location)))
        if let identifier = list.identifiers.first {
            members.append(.init("identifier", .string(identifier)))
        }
        if let image = list.image { members.append(.init("image", .string(image))) }
        members.append(.init("date", .string(list.date)))
        members.append(.init("track", .array(list.tracks.map(entry))))
        return (["playlist": .object(members)] as JSON).bytes
    }

    static func entry(_ track: TrackList.Entry) -> JSON {
        var members: [JSON.Member] = []
        if !track.identifiers.isEmpty {
            members.append(.init("identifier", .array(track.identifiers.map { .string($0) })))
        }
        members.append(.init("title", .string(track.title)))
        members.append(.init("creator", .string(track.creator)))
        if let page = track.page { members.append(.init("info", .string(page))) }
        if let album = track.album { members.append(.init("album", .string(album))) }
        members.append(.init("trackNum", .integer(Int64(track.number))))
        if let length = track.durationMs { members.append(.init("duration", .integer(length))) }
        return .object(members)
    }
}
