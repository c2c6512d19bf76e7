import Smartlink

/// A recording with the album it is on, the same on every stand-in.
struct Release: Sendable {
    var title: String
    var artist: String
    var album: String
    var isrc: String
    /// Nil where it is not known.
    var upc: String?
    var durationMs: Int
    /// `2026-11-21`
    var releaseDate: String
    /// Searches do not find it before; nil: it is out.
    var availableAt: Instant?
    /// Where it exists; nil: everywhere.
    var platforms: Set<StandIn>?
    /// Ids that are the platform's own, by `spotify/track`.
    var ids: [String: String] = [:]
    /// Its place on the shelf, from which other ids are made.
    var number = 0

    func id(_ kind: Item.Kind, on standIn: StandIn) -> String {
        if let own = ids["\(standIn.rawValue)/\(kind.rawValue)"] { return own }
        // Tracks, albums and artists of one release keep apart.
        let serial = number * 10 + (Item.Kind.allCases.firstIndex(of: kind) ?? 0)
        func padded(_ width: Int) -> String {
            let digits = String(serial)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        switch standIn {
        case .spotify: return "Sandbox" + padded(15)
        case .appleMusic, .deezer: return "9" + padded(9)
        case .tidal, .soundcloud: return "9" + padded(8)
        case .youtubeMusic, .youtube: return "SANDB" + padded(6)
        case .amazonMusic: return "B0S" + padded(7)
        }
    }
}

/// The catalogue of all stand-ins.
struct Shelf: Sendable {
    /// What an id stands for just now.
    enum Finding {
        case out(Release)
        /// It is known and not out yet, or not on this platform.
        case hidden
        /// Nothing on the shelf: an id of the real platform, perhaps.
        case unknown
    }

    private(set) var releases: [Release] = []
    private var byISRC: [String: [Int]] = [:]
    private var byUPC: [Substring: [Int]] = [:]
    private var byID: [String: Int] = [:]

    init() {
        for recording in Recordings.all { add(recording) }
    }

    /// Answers the release with its number; nil if the shelf is full.
    @discardableResult
    mutating func add(_ release: Release) -> Release? {
        guard releases.count < SandboxLimits.releasesMax else { return nil }
        var release = release
        release.number = releases.count + 1
        let place = releases.count
        releases.append(release)
        byISRC[release.isrc, default: []].append(place)
        if let upc = release.upc { byUPC[Self.significant(upc), default: []].append(place) }
        for standIn in StandIn.allCases {
            for kind in Item.Kind.allCases {
                for names in standIn.catalogue {
                    byID["\(standIn.rawValue)/\(kind.rawValue)/\(release.id(kind, on: names))"] =
                        place
                }
            }
        }
        return release
    }

    func find(isrc: String, _ call: Call) -> [Release] {
        let wanted = isrc.uppercased().filter { $0 != "-" && $0 != " " }
        return out(byISRC[wanted] ?? [], call)
    }

    /// GTINs compare without their leading zeros.
    func find(upc: String, _ call: Call) -> [Release] {
        out(byUPC[Self.significant(upc)] ?? [], call)
    }

    /// Releases whose title, artist or codes hold every word.
    func find(words: String, _ call: Call) -> [Release] {
        let words = words.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard !words.isEmpty else { return [] }
        let places = releases.indices.filter { place in
            let release = releases[place]
            let text = "\(release.title) \(release.artist) \(release.album) \(release.isrc)"
                .lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        return out(Array(places), call)
    }

    func find(_ item: Item, _ call: Call) -> Finding {
        if call.hidesCatalogue { return .hidden }
        guard let place = byID["\(call.standIn.rawValue)/\(item.kind.rawValue)/\(item.id)"] else {
            return .unknown
        }
        return isOut(releases[place], call) ? .out(releases[place]) : .hidden
    }

    /// What an id stands for, whether it is out or not.
    func title(of item: Item, on standIn: StandIn) -> String? {
        byID["\(standIn.rawValue)/\(item.kind.rawValue)/\(item.id)"].map { place in
            switch item.kind {
            case .track: releases[place].title
            case .album, .playlist: releases[place].album
            case .artist: releases[place].artist
            }
        }
    }

    private func out(_ places: [Int], _ call: Call) -> [Release] {
        guard !call.hidesCatalogue else { return [] }
        return places.map { releases[$0] }.filter { isOut($0, call) }
    }

    private func isOut(_ release: Release, _ call: Call) -> Bool {
        (release.availableAt.map { $0 <= call.now } ?? true)
            && (release.platforms.map { $0.contains(call.standIn) } ?? true)
    }

    private static func significant(_ upc: String) -> Substring { upc.drop { $0 == "0" } }
}
