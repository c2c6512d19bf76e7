// When a link is released for a fan. `global`: everywhere at `releaseAt`. `local`: at the first moment of
// releaseAt's UTC date where the fan is, so that a release on the 21st comes out over 26 hours, from
// Kiritimati's midnight to that of Baker Island. Where the fan is, their browser's zone says, else their
// country; else they are in UTC.

/// The time zones of the world, as the system knows them.
public protocol ZoneSource: Sendable {
    /// The zone of that IANA name; nil if there is none, or if the name is a path.
    func zone(named name: String) -> Zone?
    /// The zone most people of that country live in; nil if unknown.
    func zone(ofCountry country: ShortCode) -> Zone?
}

/// When `link` is released for `fan`; in the past for a link without a date, which is released.
public func dueMoment(of link: Link, for fan: Fan, zones: any ZoneSource) -> Instant {
    guard let releaseAt = link.releaseAt else { return link.createdAt }
    switch link.releaseMode {
    case .global: return releaseAt
    case .local:
        let zone =
            fan.zone.flatMap { Zone(fixed: $0) ?? zones.zone(named: $0) }
            ?? zones.zone(ofCountry: fan.country) ?? .utc
        return Instant(ms: zone.start(of: CivilDate(day: releaseAt.day)) * 1_000)
    }
}
