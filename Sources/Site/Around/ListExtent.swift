// Players take no file beyond a bound. What a longer list leaves out is settled here for all its forms at once, by what
// the link says alone: whoever reads two of them reads the same songs, and the bytes stay while the link does.
internal import JSONText
internal import Smartlink

/// How much of a link's list its files hold.
struct ListExtent {
    /// Tracks in each file, the first ones.
    let count: Int
    /// Tracks of the link.
    let total: Int
    let detail: Detail

    enum Form: CaseIterable { case xspf, jspf, description }

    /// What is said of each track; the next where the one before leaves no room for all of them.
    enum Detail: CaseIterable {
        case whole
        /// All but where it is.
        case recording
        /// No more than finds it by its names.
        case names
    }

    var isCut: Bool { count < total }

    /// For people who look into a file.
    var sentence: String? { isCut ? "The first \(count) of \(total) tracks." : nil }

    init(_ link: Link, baseURL: String) {
        var (count, detail) = (link.tracks.count, Detail.whole)
        let rooms = Form.allCases.map { ($0, Self.room(link, $0, baseURL)) }
        for candidate in Detail.allCases {
            detail = candidate
            count = rooms.reduce(link.tracks.count) { least, form in
                min(least, Self.fitting(link, form.0, candidate, form.1))
            }
            if count == link.tracks.count { break }
        }
        total = link.tracks.count
        self.count = count
        self.detail = detail
    }

    /// Bytes left for the tracks, the sentence of a cut and a state's name set aside.
    private static func room(_ link: Link, _ form: Form, _ baseURL: String) -> Int {
        let empty =
            switch form {
            case .xspf:
                XSPF.bytes(TrackList(link, suffix: XSPF.suffix, [], baseURL: baseURL)).count
            case .jspf:
                JSPF.bytes(TrackList(link, suffix: JSPF.suffix, [], baseURL: baseURL)).count
            case .description:
                LinkDescription.json(
                    link, [], nil, state: link.state(at: link.createdAt), baseURL
                ).bytes.count
            }
        return AroundLimits.listBytesMax - AroundLimits.cutNoteBytesMax - empty
    }

    private static func fitting(
        _ link: Link, _ form: Form, _ detail: Detail, _ room: Int
    ) -> Int {
        var left = room
        for (place, track) in link.tracks.enumerated() {
            let entry = { TrackList.Entry(track, of: link, number: place + 1, detail) }
            switch form {
            case .xspf: left -= XSPF.entry(entry()).bytes.count
            case .jspf: left -= JSPF.entry(entry()).bytes.count + 1
            case .description: left -= LinkDescription.json(track, detail).bytes.count + 1
            }
            if left < 0 { return place }
        }
        return link.tracks.count
    }
}
