// JSON onto a link: the same reading for a new link and for a change (RFC 7396: an absent member
// stays, null clears, an object merges, an array replaces). Types and names are checked here; what
// values may be is the domain's to say.
internal import JSONText
internal import Operations
internal import Smartlink

struct LinkFields {
    /// The body.
    var body: Node
    var now: Instant
    /// As the link would be shown, to take back unchanged what nobody may change.
    var baseURL: String

    /// Every name of a link's JSON that can be written.
    static let writable = [
        "kind", "title", "artist", "album", "isrc", "upc", "durationMs", "releaseAt", "releaseMode",
        "state", "headline", "bio", "cta", "artwork", "destinations", "mode", "rules",
        "emailCapture", "utm", "affiliate", "tracks",
    ]
    static let readOnly = ["code", "url", "family", "split", "createdAt", "updatedAt", "version"]
    static let slug = "slug"
    static let onlyNew = [slug, "sourceUrl", "resolve"]
    /// What the verbs fetch before they touch the link.
    static let fetched = "artworkUrl"
    /// By these a link's title and artist are found, if the artist does not give them.
    private static let clues = ["isrc", "upc", "sourceUrl"]

    /// Applies a change.
    func change(_ link: inout Link) throws(Failure) {
        let before = link
        for (name, node) in try body.members() {
            if Self.readOnly.contains(name) {
                try keep(name, node, of: before)
            } else if Self.onlyNew.contains(name) {
                throw node.fail("\(name) is for a new link: a link's URL never changes.")
            } else if name != "state", name != Self.fetched {
                try set(name, node, on: &link)
            }
        }
        link.claimDestinations(since: before)
        try setState(on: &link)
    }

    /// Changes a copy of a link before it becomes a link of its own.
    func vary(_ link: inout Link) throws(Failure) {
        let before = link
        for (name, node) in try body.members() {
            if Self.readOnly.contains(name) {
                throw node.fail(
                    "\(name) is set by the server: leave it out."
                        + (name == "code" ? " Choose a code with slug." : ""))
            }
            if name == Self.slug || name == "state" || name == Self.fetched { continue }
            if Self.onlyNew.contains(name) { throw node.unknown(Self.writable + [Self.slug]) }
            try set(name, node, on: &link)
        }
        link.claimDestinations(since: before)
        try setState(on: &link)
    }

    /// Fills a new link and answers what else was ordered with it.
    func fill(_ link: inout Link) throws(Failure) {
        let hasClue = Self.clues.contains { (body.value[$0] ?? .null) != .null }
        for required in ["title", "artist"]
        where !hasClue && (body.value[required] ?? .null) == .null {
            throw Failure(
                .invalidField,
                "A link needs \(required), or an isrc, upc or sourceUrl to find it by.",
                field: required)
        }
        for (name, node) in try body.members() {
            if Self.readOnly.contains(name) {
                guard node.isNull else {
                    throw node.fail(
                        "\(name) is set by the server: leave it out."
                            + (name == "code" ? " Choose a code with slug." : ""))
                }
            } else if !Self.onlyNew.contains(name), name != "state", name != Self.fetched {
                try set(name, node, on: &link)
            }
        }
        try setState(on: &link)
    }

    /// What a new link is asked for besides its fields.
    func order(once: Once?) throws(Failure) -> LinkOrder {
        _ = try body.members()
        let kind: Link.Kind? =
            if let value = body.value["kind"], value != .null {
                try Node(value: value, path: "kind").choice(Link.Kind.self)
            } else { nil }
        var search = LinkOrder.Search.everywhere
        if let value = body.value["resolve"], value != .null {
            search = try Node(value: value, path: "resolve").bool() ? .everywhere : .nowhere
        }
        return LinkOrder(
            slug: try text(Self.slug), sourceURL: try text("sourceUrl"),
            artworkURL: try artworkURL(),
            kind: kind, search: search, once: once)
    }

    /// The picture that is to become the artwork; nil if none is named.
    func artworkURL() throws(Failure) -> String? { try text(Self.fetched) }

    private func text(_ name: String) throws(Failure) -> String? {
        try body.value[name].map { (value) throws(Failure) in
            try Node(value: value, path: name).optionalString()
        } ?? nil
    }

    private func keep(_ name: String, _ node: Node, of link: Link) throws(Failure) {
        let shown = LinkResource.json(link, at: now, baseURL: baseURL)[name]
        guard node.value == shown else {
            throw node.fail("\(name) is set by the server and cannot be changed.")
        }
    }

    private func set(_ name: String, _ node: Node, on link: inout Link) throws(Failure) {
        switch name {
        case "kind": link.kind = try node.choice(Link.Kind.self)
        // Null is refused where the link is checked; a new one's may be found.
        case "title": link.title = try node.optionalString() ?? ""
        case "artist": link.artist = try node.optionalString() ?? ""
        case "album": link.album = try node.optionalString()
        case "isrc": link.isrc = try node.optionalString()
        case "upc": link.upc = try node.optionalString()
        case "durationMs": link.durationMs = node.isNull ? nil : try node.integer()
        case "releaseAt": link.releaseAt = try node.optionalInstant()
        case "releaseMode":
            link.releaseMode = node.isNull ? .global : try node.choice(Link.ReleaseMode.self)
        case "headline": link.headline = try node.optionalString()
        case "bio": link.bio = try node.optionalString()
        case "cta": link.cta = try node.optionalString()
        case "artwork": try setArtwork(node, on: &link)
        case "destinations": link.destinations = try node.destinations()
        case "mode": link.mode = node.isNull ? .page : try node.choice(Link.Mode.self)
        case "rules": link.rules = try node.rules()
        case "emailCapture": link.emailCapture = node.isNull ? false : try node.bool()
        case "utm": try node.merge(into: &link.utm)
        case "affiliate": try node.merge(into: &link.affiliate)
        case "tracks": link.tracks = try node.tracks()
        default: throw node.unknown(Self.writable)
        }
    }

    /// Null takes it away; the image itself comes by `PUT …/artwork`.
    private func setArtwork(_ node: Node, on link: inout Link) throws(Failure) {
        if node.isNull {
            link.artwork = nil
        } else {
            let shown = link.artwork.map { LinkResource.json($0, baseURL: baseURL) }
            guard node.value == shown else {
                throw node.fail("Artwork is sent by PUT …/artwork; here it can only be null.")
            }
        }
    }

    /// `disabled` disables, `released` enables; whether an enabled link is in pre-save is its
    /// date's to say, so `presave` is taken only where that is so.
    private func setState(on link: inout Link) throws(Failure) {
        guard let value = body.value["state"] else { return }
        let node = Node(value: value, path: "state")
        let wanted: Link.State = node.isNull ? .released : try node.choice(Link.State.self)
        guard wanted != .deleted else {
            throw node.fail("A link is deleted by DELETE, and restored by POST …/restore.")
        }
        link.isDisabled = wanted == .disabled
        if wanted == .presave, link.state(at: now) != .presave {
            throw node.fail("A link is in pre-save while its releaseAt lies ahead: set that.")
        }
    }
}
