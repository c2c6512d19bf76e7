import Smartlink
import Synchronization

/// The system's tzdata, each zone read once.
final class SystemZones: ZoneSource {
    /// The world has some 600 names; a folder with more is not read into memory.
    static let zonesMax = 1_000

    private let folder: String
    private let countries: CountryZones
    private let zones = Mutex<[String: Zone]>([:])

    init(folder: String = "/usr/share/zoneinfo") {
        self.folder = folder
        let tables = ["zone.tab", "zone1970.tab"].lazy.compactMap {
            try? ProgramFile.read("\(folder)/\($0)")
        }
        countries = CountryZones(table: tables.first ?? [])
    }

    func zone(named name: String) -> Zone? {
        guard Zone.isName(name) else { return nil }
        if let known = zones.withLock({ $0[name] }) { return known }
        guard let bytes = try? ProgramFile.read("\(folder)/\(name)"),
            let zone = Zone(compiled: bytes)
        else { return nil }
        zones.withLock { zones in
            if zones.count >= Self.zonesMax { zones.removeAll() }
            zones[name] = zone
        }
        return zone
    }

    func zone(ofCountry country: ShortCode) -> Zone? {
        countries.name(ofCountry: country).flatMap { zone(named: $0) }
    }
}
