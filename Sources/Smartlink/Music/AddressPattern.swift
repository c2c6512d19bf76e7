// One shape of a platform's URLs, as `config/platforms.json` writes it:
//
//   /track/{id}                   on any of the platform's hosts, and in its app's URIs
//   //youtu.be/{video}            on this host only; {artist}.bandcamp.com may be one
//   vnd.youtube:/{video}          in URIs of this scheme only
//   /({country})/album/{any}/{id} a segment in parentheses may be missing
//   /watch?v={video}              this parameter must be there; others are of no interest
//   /album/id{id}                 text may stand before a part
//
//   {country}  a storefront's two letters; {lang} a language (`de`, `pt-BR`); {any} any one segment; the last two
//   are forgotten. What else is in braces is one of the platform's `parts`.

/// A compiled shape.
struct AddressPattern: Equatable, Sendable {
    private var place: Place
    private var segments: [Segment]
    private var parameters: [Parameter]

    private enum Place: Equatable {
        case anywhere
        case host(Piece)
        case scheme(String)
    }

    private struct Segment: Equatable {
        var piece: Piece
        var isOptional: Bool
    }

    private struct Parameter: Equatable {
        var name: String
        var piece: Piece
    }

    /// Reads a shape; nil if it is not written as the head of this file says.
    init?(_ text: String) {
        guard text.utf8.count <= MusicLimits.patternBytesMax, text.utf8.allSatisfy({ $0 > 0x20 }),
            let slash = text.firstIndex(of: "/")
        else { return nil }
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path = halves[0]
        if text.hasPrefix("//") {
            let host = path.dropFirst(2).prefix { $0 != "/" }
            guard !host.isEmpty, let piece = Piece(host) else { return nil }
            place = .host(piece)
            path = path.dropFirst(2 + host.count)
        } else if slash != text.startIndex {
            guard path[..<slash].last == ":" else { return nil }
            place = .scheme(String(path[..<slash].dropLast()))
            path = path[slash...]
        } else {
            place = .anywhere
        }
        segments = []
        for part in path.split(separator: "/") {
            let isOptional = part.hasPrefix("(") && part.hasSuffix(")")
            guard let piece = Piece(isOptional ? part.dropFirst().dropLast() : part) else {
                return nil
            }
            segments.append(Segment(piece: piece, isOptional: isOptional))
        }
        parameters = []
        for pair in halves.count == 2 ? halves[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let piece = Piece(sides[1]) else { return nil }
            parameters.append(Parameter(name: String(sides[0]), piece: piece))
        }
    }

    /// The host it is bound to, where that is a plain name.
    var host: String? {
        if case .host(let piece) = place, piece.variable == nil { piece.prefix } else { nil }
    }

    /// Names of parts that every match tells.
    var variables: Set<String> {
        var names = Set(segments.filter { !$0.isOptional }.compactMap(\.piece.variable))
        names.formUnion(parameters.compactMap(\.piece.variable))
        if case .host(let piece) = place, let name = piece.variable { names.insert(name) }
        return names
    }

    /// The parts by name; nil if this is not its shape.
    func match(_ spot: AddressText, _ vocabulary: AddressVocabulary) -> [String: String]? {
        var found: [String: String] = [:]
        switch place {
        case .anywhere: break
        case .scheme(let scheme): if spot.scheme != scheme { return nil }
        case .host(let piece):
            guard let host = spot.host else { return nil }
            if piece.variable == nil {
                guard host == piece.prefix || host.hasSuffix("." + piece.prefix) else { return nil }
            } else {
                guard piece.take(host, vocabulary, into: &found) else { return nil }
            }
        }
        for parameter in parameters {
            guard let given = spot.parameters.first(where: { $0.name == parameter.name }),
                parameter.piece.take(given.value, vocabulary, into: &found)
            else { return nil }
        }
        guard take(spot.segments[...], segments[...], vocabulary, into: &found) else { return nil }
        return found
    }

    private func take(
        _ given: ArraySlice<String>, _ wanted: ArraySlice<Segment>,
        _ vocabulary: AddressVocabulary, into found: inout [String: String]
    ) -> Bool {
        guard let first = wanted.first else { return given.isEmpty }
        if let text = given.first {
            var tried = found
            if first.piece.take(text, vocabulary, into: &tried),
                take(given.dropFirst(), wanted.dropFirst(), vocabulary, into: &tried)
            {
                found = tried
                return true
            }
        }
        return first.isOptional && take(given, wanted.dropFirst(), vocabulary, into: &found)
    }
}

/// Plain text, or a part with text around it.
private struct Piece: Equatable, Sendable {
    var prefix: String
    var variable: String?
    var suffix = ""

    init?(_ text: Substring) {
        guard let open = text.firstIndex(of: "{") else {
            guard !text.contains(where: { "}()".contains($0) }) else { return nil }
            prefix = String(text)
            return
        }
        guard let close = text.firstIndex(of: "}"), open < close else { return nil }
        prefix = String(text[..<open])
        let name = String(text[text.index(after: open)..<close])
        variable = name
        suffix = String(text[text.index(after: close)...])
        guard !name.isEmpty, !(prefix + suffix).contains(where: { "{}()".contains($0) }) else {
            return nil
        }
    }

    func take(
        _ text: String, _ vocabulary: AddressVocabulary, into found: inout [String: String]
    ) -> Bool {
        guard let variable else { return text == prefix }
        guard text.utf8.count > prefix.utf8.count + suffix.utf8.count, text.hasPrefix(prefix),
            text.hasSuffix(suffix)
        else { return false }
        let part = String(text.dropFirst(prefix.count).dropLast(suffix.count))
        guard vocabulary.takes(part, as: variable) else { return false }
        found[variable] = part
        return true
    }
}

/// What a platform's parts may be.
struct AddressVocabulary: Equatable, Sendable {
    var parts: [String: AddressPart] = [:]
    /// Words that name pages of the platform's own, never music or people.
    var reserved: Set<String> = []

    static let country = "country"
    static let forgotten: Set<String> = ["lang", "any"]
    /// Where the URL was found: only templates name it.
    static let host = "host"

    func takes(_ text: String, as name: String) -> Bool {
        switch name {
        case "any": true
        case "lang": Self.isLanguage(text)
        case Self.country: text.utf8.count == 2 && Territory.normal(text) != nil
        default: !reserved.contains(text) && parts[name]?.takes(text) == true
        }
    }

    func knows(_ name: String) -> Bool {
        name == Self.country || Self.forgotten.contains(name) || parts[name] != nil
    }

    private static func isLanguage(_ text: String) -> Bool {
        let tags = text.split(separator: "-", omittingEmptySubsequences: false)
        return tags.count <= 2
            && tags.allSatisfy { tag in
                (2...4).contains(tag.utf8.count)
                    && tag.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
            }
    }
}
