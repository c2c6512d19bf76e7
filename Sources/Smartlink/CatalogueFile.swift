// From `config/platforms.json` to a catalogue: every mistake named by its place in the file.

extension Catalogue {
    /// Compiles the file. `numbers` are the store's, one for each id.
    ///
    /// Errors: `invalid_field` with the path in the file (`platforms[2].hosts[0]`).
    public init(file: PlatformsFile, numbers: [String: UInt8]) throws(Failure) {
        guard (1...Self.platformsMax).contains(file.platforms.count) else {
            throw Self.flaw("platforms", "name 1 to \(Self.platformsMax) platforms")
        }
        var platforms: [Platform] = []
        for (index, entry) in file.platforms.enumerated() {
            let path = "platforms[\(index)]"
            guard !platforms.contains(where: { $0.id == entry.id }) else {
                throw Self.flaw("\(path).id", "\"\(entry.id)\" stands here twice")
            }
            platforms.append(try Self.platform(entry, path: path, number: numbers[entry.id]))
        }
        var orders: [OperatingSystem: [String]] = [:]
        for name in file.orders.keys.sorted() {
            guard let os = OperatingSystem(name: name) else {
                let names = OperatingSystem.allCases.map(\.name).joined(separator: ", ")
                throw Self.flaw("orders.\(name)", "no operating system; known: \(names)")
            }
            let ids = file.orders[name] ?? []
            for (place, id) in ids.enumerated() {
                guard platforms.contains(where: { $0.id == id }), !ids[..<place].contains(id) else {
                    throw Self.flaw(
                        "orders.\(name)[\(place)]", "\"\(id)\" is no platform here, or named twice")
                }
            }
            orders[os] = ids
        }
        self.init(platforms: platforms, orders: orders)
    }

    private static func platform(
        _ entry: PlatformsFile.Entry, path: String, number: UInt8?
    ) throws(Failure) -> Platform {
        guard isID(entry.id) else {
            throw flaw("\(path).id", "use 1 to 32 of a-z, 0-9 and -, a letter or digit first")
        }
        guard let number, (1...63).contains(number) else {
            throw flaw("\(path).id", "the store has no number from 1 to 63 for \"\(entry.id)\"")
        }
        guard !entry.name.isEmpty, entry.name.utf8.count <= 64 else {
            throw flaw("\(path).name", "use 1 to 64 bytes")
        }
        guard entry.color.utf8.count == 6, entry.color.allSatisfy({ $0.isHexDigit }) else {
            throw flaw("\(path).color", "use six hexadecimal digits")
        }
        guard !entry.hosts.isEmpty else {
            throw flaw("\(path).hosts", "name at least one host")
        }
        for (place, host) in entry.hosts.enumerated() where WebURL.normalHost(host) != host {
            throw flaw("\(path).hosts[\(place)]", "write a host name in lower case: \"\(host)\"")
        }
        var platform = Platform(
            number: number, id: entry.id, name: entry.name, color: entry.color, hosts: entry.hosts,
            searchURL: entry.searchURL, territories: [])
        for (place, code) in entry.territories.enumerated() {
            guard let country = Territory.normal(code), country.text == code else {
                throw flaw("\(path).territories[\(place)]", "use ISO 3166 codes such as \"US\"")
            }
            platform.territories.append(country)
        }
        if entry.searchURL != nil {
            // It goes into a field value as it stands, so it must be in the form a URL is sent in.
            guard let (prefix, suffix) = platform.searchParts,
                case let filled = String(decoding: prefix + [0x71] + suffix, as: UTF8.self),
                let url = try? WebURL(filled), url.text == filled, url.scheme == .https,
                filled.utf8.count <= searchURLBytesMax, !filled.contains("#")
            else { throw flaw("\(path).searchURL", "use an https URL that holds {q} once") }
        }
        platform.partnerParameters = entry.partnerParameters
        platform.apps = entry.apps
        platform.inApp = entry.inApp
        platform.mark = entry.mark
        try readPlaces(of: entry, into: &platform, path: path)
        return platform
    }

    private static let searchURLBytesMax = 512

    private static func isID(_ id: String) -> Bool {
        (1...32).contains(id.utf8.count) && id.utf8.first != UInt8(ascii: "-")
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    static func flaw(_ field: String, _ message: String) -> Failure {
        Failure(.invalidField, message, field: field)
    }
}

/// Country codes as people write them.
public enum Territory {
    /// Two letters in upper case; nil for anything else.
    public static func normal(_ text: String) -> ShortCode? {
        guard text.utf8.count == 2, let code = ShortCode(text.uppercased()),
            CountrySet.place(code) >= 0
        else { return nil }
        return code
    }
}
