/// Checks of single fields, each answering the field's stored form.
enum FieldCheck {
    static func flaw(_ field: String, _ message: String) -> Failure {
        Failure(.invalidField, message, field: field)
    }

    static func count(_ count: Int, _ field: String, max: Int) throws(Failure) {
        guard count <= max else { throw flaw(field, "use at most \(max) entries") }
    }

    /// One line that is not blank, white space around it dropped.
    static func line(_ text: String, _ field: String, bytesMax: Int) throws(Failure) -> String {
        let trimmed = trimmed(text)
        guard !trimmed.isEmpty else { throw flaw(field, "must not be empty") }
        guard trimmed.utf8.count <= bytesMax else {
            throw flaw(field, "use at most \(bytesMax) bytes of UTF-8")
        }
        guard trimmed.unicodeScalars.allSatisfy({ !isControl($0) }) else {
            throw flaw(field, "leave out line breaks and control characters")
        }
        return trimmed
    }

    static func line(
        optional text: String?, _ field: String, bytesMax: Int
    ) throws(Failure) -> String? {
        guard let text else { return nil }
        return try line(text, field, bytesMax: bytesMax)
    }

    /// Text that may have line breaks and may be empty.
    static func text(_ text: String, _ field: String, bytesMax: Int) throws(Failure) -> String {
        let trimmed = trimmed(text)
        guard trimmed.utf8.count <= bytesMax else {
            throw flaw(field, "use at most \(bytesMax) bytes of UTF-8")
        }
        guard
            trimmed.unicodeScalars.allSatisfy({
                !isControl($0) || ["\n", "\r", "\t"].contains($0)
            })
        else { throw flaw(field, "leave out control characters") }
        return trimmed
    }

    static func isrc(_ text: String?, _ field: String) throws(Failure) -> String? {
        guard let text else { return nil }
        return try ISRC.checked(text, field: field)
    }

    static func duration(_ ms: Int64?, _ field: String) throws(Failure) {
        guard let ms else { return }
        guard ms > 0, ms <= LinkLimits.durationMsMax else {
            throw flaw(field, "use 1 to \(LinkLimits.durationMsMax) milliseconds")
        }
    }

    static func instant(_ instant: Instant, _ field: String) throws(Failure) {
        let year = CivilDate(day: instant.day).year
        guard (1900...9999).contains(year) else {
            throw flaw(field, "use a year from 1900 to 9999")
        }
    }

    static func platform(
        _ id: String, _ field: String, catalogue: Catalogue
    ) throws(Failure) -> Platform {
        guard let platform = catalogue.platform(id: id) else {
            let ids = catalogue.platforms.map(\.id).joined(separator: ", ")
            throw flaw(field, "\"\(id)\" is no platform here; known: \(ids)")
        }
        return platform
    }

    static func destinations(
        _ destinations: [Destination], _ field: String, catalogue: Catalogue
    ) throws(Failure) -> [Destination] {
        try count(destinations.count, field, max: LinkLimits.destinationsMax)
        var checked: [Destination] = []
        for (index, destination) in destinations.enumerated() {
            let path = "\(field)[\(index)]"
            guard !checked.contains(where: { $0.platform == destination.platform }) else {
                throw flaw("\(path).platform", "\(destination.platform) stands here twice")
            }
            checked.append(try self.destination(destination, path, catalogue: catalogue))
        }
        return checked
    }

    private static func destination(
        _ destination: Destination, _ path: String, catalogue: Catalogue
    ) throws(Failure) -> Destination {
        let platform = try platform(
            destination.platform, "\(path).platform", catalogue: catalogue)
        var checked = destination
        do {
            let url = try WebURL(destination.url)
            guard destination.isCustom || (platform.owns(host: url.host) && url.port == nil) else {
                let hosts = platform.hosts.joined(separator: ", ")
                throw flaw(
                    "\(path).url",
                    "\(url.host) is not \(platform.name)'s (\(hosts)); custom: true vouches for it")
            }
            checked.url = url.text
        } catch let flaw as WebURL.Flaw {
            throw self.flaw("\(path).url", flaw.message)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw flaw("\(path).url", "\(error)")
        }
        guard destination.confidence >= 0, destination.confidence <= 1 else {
            throw flaw("\(path).confidence", "use a number from 0 to 1")
        }
        try count(
            destination.territories.count, "\(path).territories", max: LinkLimits.territoriesMax)
        checked.territories = []
        for (place, code) in destination.territories.enumerated() {
            guard let country = Territory.normal(code) else {
                throw flaw("\(path).territories[\(place)]", "use ISO 3166 codes such as DE")
            }
            checked.territories.append(country.text)
        }
        return checked
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    /// Without white space around it.
    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
