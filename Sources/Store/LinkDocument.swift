// The parts of a link that are neither searched, sorted by nor routed on, as JSON in `links.document`.
// Members may be added if they are optional; none may be renamed.
import FoundationEssentials
import Smartlink

struct LinkDocument: Codable {
    var headline: String?
    var bio: String?
    var cta: String?
    var artwork: Art?
    var emailCapture: Bool?
    var utm: Campaign?
    var affiliate: [String: [String: String]]?
    var tracks: [Entry]?
    var family: String?
    var split: [Share]?
    /// The split's times, ms since 1970.
    var splitStartsAt: Int64?
    var splitEndsAt: Int64?
    var splitSince: Int64?

    struct Art: Codable {
        var hash: String
        var type: String
        var width: Int
        var height: Int
    }

    struct Campaign: Codable {
        var source: String?
        var medium: String?
        var campaign: String?
        var term: String?
        var content: String?
    }

    struct Entry: Codable {
        var title: String
        var artist: String?
        var album: String?
        var durationMs: Int64?
        var isrc: String?
        var destinations: [Place]?
    }

    struct Place: Codable {
        var platform: String
        var url: String
        var source: String
        var confidence: Double
        var status: String
        var territories: [String]?
        var isCustom: Bool?
    }

    struct Share: Codable {
        var variant: String
        var weight: Int
        var link: Int64?
    }
}

extension LinkDocument {
    init(_ link: Link) {
        headline = link.headline
        bio = link.bio
        cta = link.cta
        artwork = link.artwork.map {
            Art(hash: $0.hash, type: $0.type.rawValue, width: $0.width, height: $0.height)
        }
        emailCapture = link.emailCapture ? true : nil
        let utm = link.utm
        self.utm =
            utm == UTM()
            ? nil
            : Campaign(
                source: utm.source, medium: utm.medium, campaign: utm.campaign, term: utm.term,
                content: utm.content)
        affiliate = link.affiliate.isEmpty ? nil : link.affiliate
        tracks = link.tracks.isEmpty ? nil : link.tracks.map(Entry.init)
        family = link.family?.text
        split = link.split?.variants.map {
            Share(variant: $0.variant.text, weight: $0.weight, link: $0.link)
        }
        splitStartsAt = link.split?.startsAt?.ms
        splitEndsAt = link.split?.endsAt?.ms
        splitSince = link.split?.since.ms
    }

    func json() throws(StoreFailure) -> String {
        do {
            return String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        } catch {
            throw .domain(
                Failure(.invalidField, "The link cannot be written as JSON: \(error)"))
        }
    }

    static func read(_ json: String, of code: String) throws(StoreFailure) -> LinkDocument {
        do {
            return try JSONDecoder().decode(LinkDocument.self, from: Data(json.utf8))
        } catch {
            throw .refused(path: "link \(code)", why: "its document is damaged: \(error)")
        }
    }

    /// Fills in what the document holds.
    func fill(_ link: inout Link) {
        link.headline = headline
        link.bio = bio
        link.cta = cta
        link.artwork = artwork.flatMap { art in
            Artwork.ImageType(rawValue: art.type).map {
                Artwork(hash: art.hash, type: $0, width: art.width, height: art.height)
            }
        }
        link.emailCapture = emailCapture ?? false
        if let utm {
            link.utm.source = utm.source
            link.utm.medium = utm.medium
            link.utm.campaign = utm.campaign
            link.utm.term = utm.term
            link.utm.content = utm.content
        }
        link.affiliate = affiliate ?? [:]
        link.tracks = (tracks ?? []).map(\.track)
        link.family = family.flatMap { Code($0) }
        link.split = splitOrNil
    }

    private var splitOrNil: Split? {
        guard let split, !split.isEmpty else { return nil }
        let shares = split.compactMap { share in
            Code(share.variant).map {
                SplitShare(variant: $0, weight: share.weight, link: share.link ?? 0)
            }
        }
        return Split(
            variants: shares, startsAt: splitStartsAt.map { Instant(ms: $0) },
            endsAt: splitEndsAt.map { Instant(ms: $0) }, since: Instant(ms: splitSince ?? 0))
    }
}

extension LinkDocument.Entry {
    init(_ track: Track) {
        title = track.title
        artist = track.artist
        album = track.album
        durationMs = track.durationMs
        isrc = track.isrc
        destinations =
            track.destinations.isEmpty ? nil : track.destinations.map(LinkDocument.Place.init)
    }

    var track: Track {
        var track = Track(title: title)
        track.artist = artist
        track.album = album
        track.durationMs = durationMs
        track.isrc = isrc
        track.destinations = (destinations ?? []).map(\.destination)
        return track
    }
}

extension LinkDocument.Place {
    init(_ destination: Destination) {
        platform = destination.platform
        url = destination.url
        source = destination.source.rawValue
        confidence = destination.confidence
        status = destination.status.rawValue
        territories = destination.territories.isEmpty ? nil : destination.territories
        isCustom = destination.isCustom ? true : nil
    }

    var destination: Destination {
        var destination = Destination(platform: platform, url: url)
        destination.source = Destination.Source(rawValue: source) ?? .manual
        destination.confidence = confidence
        destination.status = Destination.Status(rawValue: status) ?? .pending
        destination.territories = territories ?? []
        destination.isCustom = isCustom ?? false
        return destination
    }
}
