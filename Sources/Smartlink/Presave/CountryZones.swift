// Which time zone a fan is in whose browser named none. The system's zone.tab lists every country's zones,
// but by geography; where a country has several, the zone of most people stands here.

/// The principal zone of each country.
public struct CountryZones: Sendable {
    private var names = Self.principal

    /// Zones of most people, where a country has more than one or the first listed is a small one.
    private static let principal: [String: String] = [
        "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
        "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago",
        "CN": "Asia/Shanghai", "CY": "Asia/Nicosia", "DE": "Europe/Berlin",
        "EC": "America/Guayaquil", "ES": "Europe/Madrid", "FM": "Pacific/Pohnpei",
        "FR": "Europe/Paris", "GB": "Europe/London", "GL": "America/Nuuk", "ID": "Asia/Jakarta",
        "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty", "MH": "Pacific/Majuro",
        "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
        "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby",
        "PS": "Asia/Hebron", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv",
        "UM": "Pacific/Wake", "US": "America/New_York", "UZ": "Asia/Tashkent",
        "VN": "Asia/Ho_Chi_Minh",
    ]

    /// Reads zone.tab or zone1970.tab: `country[,country]`, coordinates, zone, apart by tabs. Of a
    /// country's zones the first counts; lines that say something else are passed over.
    public init(table bytes: [UInt8] = []) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#")
        {
            let columns = line.split(
                separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard columns.count >= 3 else { continue }
            let name = String(decoding: columns[2], as: UTF8.self)
            guard Zone.isName(name) else { continue }
            for country in columns[0].split(separator: UInt8(ascii: ",")) where country.count == 2 {
                let code = String(decoding: country, as: UTF8.self)
                if names[code] == nil { names[code] = name }
            }
        }
    }

    /// The name of the zone; nil for a country that is unknown.
    public func name(ofCountry country: ShortCode) -> String? { names[country.text] }
}
