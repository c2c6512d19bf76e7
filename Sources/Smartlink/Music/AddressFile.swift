// What `config/platforms.json` says about URLs, checked and compiled: every mistake named by its place in the file.

extension Catalogue {
    /// Errors: `invalid_field` with the path in the file (`platforms[2].places[0].at[1]`).
    static func readPlaces(
        of entry: PlatformsFile.Entry, into platform: inout Platform, path: String
    ) throws(Failure) {
        for name in entry.parts.keys.sorted() {
            guard let text = entry.parts[name], let part = AddressPart(text),
                !platform.vocabulary.knows(name), name != AddressVocabulary.host
            else {
                throw flaw(
                    "\(path).parts.\(name)",
                    "write a form such as \"alphanumeric 22\" or \"digits 1-20\"")
            }
            platform.vocabulary.parts[name] = part
        }
        platform.vocabulary.reserved = Set(entry.reserved)
        for (place, scheme) in entry.schemes.enumerated() {
            guard isScheme(scheme) else {
                throw flaw("\(path).schemes[\(place)]", "write a scheme in lower case: \"spotify\"")
            }
            platform.schemes.append(scheme)
        }
        for host in entry.storefronts.keys.sorted() {
            guard platform.owns(host: host), let code = entry.storefronts[host],
                let country = Territory.normal(code), country.text == code
            else {
                throw flaw(
                    "\(path).storefronts.\(host)",
                    "name one of its hosts and an ISO 3166 code: \"DE\"")
            }
            platform.storefronts[host] = country
        }
        guard entry.places.count <= MusicLimits.placesMax else {
            throw flaw("\(path).places", "use at most \(MusicLimits.placesMax) entries")
        }
        for (index, place) in entry.places.enumerated() {
            platform.places.append(
                try self.place(place, of: platform, path: "\(path).places[\(index)]"))
        }
    }

    private static func place(
        _ entry: PlatformsFile.Place, of platform: Platform, path: String
    ) throws(Failure) -> AddressPlace {
        guard let kind = MusicAddress.Kind(rawValue: entry.kind) else {
            let kinds = MusicAddress.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw flaw("\(path).kind", "use one of \(kinds)")
        }
        guard !entry.at.isEmpty, entry.at.count <= MusicLimits.placesMax else {
            throw flaw("\(path).at", "name 1 to \(MusicLimits.placesMax) shapes")
        }
        var patterns: [AddressPattern] = []
        var told: Set<String>?
        for (index, text) in entry.at.enumerated() {
            guard let pattern = AddressPattern(text) else {
                throw flaw("\(path).at[\(index)]", "write a shape such as \"/track/{id}\"")
            }
            if let stranger = pattern.variables.sorted().first(where: {
                !platform.vocabulary.knows($0)
            }) {
                throw flaw("\(path).at[\(index)]", "{\(stranger)} is none of the platform's parts")
            }
            told = told.map { $0.intersection(pattern.variables) } ?? pattern.variables
            patterns.append(pattern)
        }
        let usable = (told ?? []).subtracting(AddressVocabulary.forgotten)
        guard let id = AddressTemplate(entry.id ?? "{id}"), id.variables.isSubset(of: usable) else {
            throw flaw("\(path).id", "use parts that every shape of \"at\" tells")
        }
        let known = usable.union([AddressVocabulary.country, AddressVocabulary.host])
        guard let url = AddressTemplate(entry.url), url.variables.isSubset(of: known),
            isSendable(url, of: platform)
        else {
            throw flaw(
                "\(path).url", "use an https URL on one of its hosts, of parts every shape tells")
        }
        return AddressPlace(kind: kind, patterns: patterns, id: id, url: url)
    }

    /// Whether the filled template stands in the form a URL is stored in, on a host of the platform.
    private static func isSendable(_ template: AddressTemplate, of platform: Platform) -> Bool {
        var parts = Dictionary(uniqueKeysWithValues: template.variables.map { ($0, "x") })
        parts[AddressVocabulary.host] = platform.hosts[0]
        let text = template.filled(parts)
        guard let url = try? WebURL(text) else { return false }
        return url.text == text && url.scheme == .https && url.port == nil
            && platform.owns(host: url.host)
    }

    private static func isScheme(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count) && text != "http" && text != "https"
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
                    || byte == 0x2E || byte == 0x2B
            }
    }
}
