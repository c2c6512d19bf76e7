// What a link must be before it is stored: every refusal names the field in the artist's own words.

/// Checks every field of a link against its limits, its own kind and the catalogue.
///
/// Errors: `invalid_field` with the field's path (`destinations[1].url`), `too_large`.
public func validate(_ link: Link, catalogue: Catalogue) throws(Failure) {
    _ = try normalized(link, catalogue: catalogue)
}

/// The link with its codes, URLs, hosts and countries in the one form they are stored in.
///
/// Errors: as `validate`.
public func normalized(_ link: Link, catalogue: Catalogue) throws(Failure) -> Link {
    var link = link
    link.title = try FieldCheck.line(link.title, "title", bytesMax: LinkLimits.titleBytesMax)
    link.artist = try FieldCheck.line(link.artist, "artist", bytesMax: LinkLimits.artistBytesMax)
    link.album = try FieldCheck.line(
        optional: link.album, "album", bytesMax: LinkLimits.albumBytesMax)
    link.headline = try FieldCheck.line(
        optional: link.headline, "headline", bytesMax: LinkLimits.headlineBytesMax)
    link.cta = try FieldCheck.line(optional: link.cta, "cta", bytesMax: LinkLimits.ctaBytesMax)
    if let bio = link.bio {
        link.bio = try FieldCheck.text(bio, "bio", bytesMax: LinkLimits.bioBytesMax)
    }
    link.isrc = try FieldCheck.isrc(link.isrc, "isrc")
    if let upc = link.upc { link.upc = try GTIN.checked(upc, field: "upc") }
    try FieldCheck.duration(link.durationMs, "durationMs")
    if let releaseAt = link.releaseAt { try FieldCheck.instant(releaseAt, "releaseAt") }
    link.destinations = try FieldCheck.destinations(
        link.destinations, "destinations", catalogue: catalogue)
    link.rules = try RuleCheck.rules(link.rules, catalogue: catalogue)
    try ParameterCheck.check(link, catalogue: catalogue)
    link.tracks = try checkedTracks(link.tracks, catalogue: catalogue)
    if let split = link.split { try SplitCheck.check(split) }
    try checkSize(link, catalogue: catalogue)
    return link
}

private func checkedTracks(_ tracks: [Track], catalogue: Catalogue) throws(Failure) -> [Track] {
    try FieldCheck.count(tracks.count, "tracks", max: LinkLimits.tracksMax)
    var checked: [Track] = []
    for (index, track) in tracks.enumerated() {
        let path = "tracks[\(index)]"
        var track = track
        track.title = try FieldCheck.line(
            track.title, "\(path).title", bytesMax: LinkLimits.titleBytesMax)
        track.artist = try FieldCheck.line(
            optional: track.artist, "\(path).artist", bytesMax: LinkLimits.artistBytesMax)
        track.album = try FieldCheck.line(
            optional: track.album, "\(path).album", bytesMax: LinkLimits.albumBytesMax)
        try FieldCheck.duration(track.durationMs, "\(path).durationMs")
        track.isrc = try FieldCheck.isrc(track.isrc, "\(path).isrc")
        track.destinations = try FieldCheck.destinations(
            track.destinations, "\(path).destinations", catalogue: catalogue)
        checked.append(track)
    }
    return checked
}

/// What only shows once parameters are in the URLs and everything is together.
private func checkSize(_ link: Link, catalogue: Catalogue) throws(Failure) {
    for (index, destination) in link.destinations.enumerated() {
        guard Route.tagging(destination, in: link).count <= Route.urlBytesMax else {
            throw FieldCheck.flaw(
                "destinations[\(index)].url",
                "with its affiliate and UTM parameters it is over \(Route.urlBytesMax) bytes")
        }
    }
    guard Route.prepare(link, catalogue: catalogue).count <= Route.bytesMax else {
        throw Failure(
            .tooLarge, "The link's URLs and rules are over \(Route.bytesMax) bytes together.")
    }
}
