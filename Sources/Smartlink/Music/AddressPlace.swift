/// A kind of place on a platform: the shapes its URLs come in, and the one they are stored in.
struct AddressPlace: Equatable, Sendable {
    var kind: MusicAddress.Kind
    var patterns: [AddressPattern]
    var id: AddressTemplate
    var url: AddressTemplate
}

/// A text with parts in braces (`https://music.apple.com/{country}/song/{id}`).
struct AddressTemplate: Equatable, Sendable {
    let text: String
    private var pieces: [(text: String, variable: String)] = []
    private var tail = ""

    /// Nil if braces do not match.
    init?(_ text: String) {
        self.text = text
        guard !text.isEmpty, text.utf8.count <= MusicLimits.patternBytesMax else { return nil }
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            pieces.append(
                (String(rest[..<open]), String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        guard !rest.contains("}") else { return nil }
        tail = String(rest)
    }

    var variables: Set<String> { Set(pieces.map(\.variable)) }

    /// The text with its parts; a country that is not known falls out with its segment.
    func filled(_ parts: [String: String]) -> String {
        var out = ""
        var isAfterGap = false
        for piece in pieces {
            out +=
                isAfterGap && piece.text.hasPrefix("/") ? piece.text.dropFirst() : piece.text[...]
            isAfterGap = parts[piece.variable] == nil
            out += parts[piece.variable] ?? ""
        }
        return out + (isAfterGap && tail.hasPrefix("/") ? tail.dropFirst() : tail[...])
    }

    static func == (one: AddressTemplate, other: AddressTemplate) -> Bool { one.text == other.text }
}

extension Platform {
    /// What the URL or URI means here; nil if it is no place of music.
    func address(_ spot: AddressText) -> MusicAddress? {
        for place in places {
            for pattern in place.patterns {
                guard var parts = pattern.match(spot, vocabulary) else { continue }
                parts[AddressVocabulary.host] =
                    pattern.host ?? spot.host.flatMap(ownedHost) ?? hosts[0]
                let country =
                    parts[AddressVocabulary.country].flatMap(Territory.normal)
                    ?? spot.host.flatMap(storefront)
                parts[AddressVocabulary.country] = country?.text.lowercased()
                return MusicAddress(
                    platform: id, kind: place.kind, id: place.id.filled(parts),
                    country: country?.text, url: place.url.filled(parts))
            }
        }
        return nil
    }

    /// The entry of `hosts` that `host` falls under.
    private func ownedHost(_ host: String) -> String? {
        hosts.filter { host == $0 || host.hasSuffix("." + $0) }.max {
            $0.utf8.count < $1.utf8.count
        }
    }

    private func storefront(_ host: String) -> ShortCode? {
        storefronts.first { host == $0.key || host.hasSuffix("." + $0.key) }?.value
    }
}
