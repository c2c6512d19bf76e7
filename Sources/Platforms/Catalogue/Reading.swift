// What catalogues answer, read so that a part of another form costs itself and nothing else.
import FoundationEssentials
import Outbound
import Smartlink

extension OutboundResponse {
    /// The body as JSON of that form, its names (`cover_xl`, `artist-credit`) in camel case; nil if it is not.
    func catalogueJSON<Answer: Decodable>(_ type: Answer.Type) -> Answer? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in
            CatalogueKey(stringValue: camelCase(path.last?.stringValue ?? ""))
        }
        return try? decoder.decode(type, from: Data(body))
    }
}

private struct CatalogueKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

private func camelCase(_ name: String) -> String {
    let words = name.split { $0 == "_" || $0 == "-" }
    guard words.count > 1, let first = words.first else { return name }
    return first + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}

/// A field whose absence, null or wrong type leaves it nil.
@propertyWrapper
struct Soft<Value: Decodable>: Decodable {
    var wrappedValue: Value?

    init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) { wrappedValue = try? Value(from: decoder) }
}

extension KeyedDecodingContainer {
    func decode<Value>(_ type: Soft<Value>.Type, forKey key: Key) -> Soft<Value> {
        (try? decodeIfPresent(type, forKey: key)) ?? Soft(wrappedValue: nil)
    }
}

/// A list without the items that are not of the form.
struct SoftList<Element: Decodable>: Decodable {
    var items: [Element] = []
    private var skippedCount = 0

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        while !list.isAtEnd {
            // Decoding into this never fails, so that the list always moves on.
            if let item = try list.decode(Soft<Element>.self).wrappedValue {
                items.append(item)
            } else {
                skippedCount += 1
            }
        }
    }

    /// The hits of a search; fails with `garbled` where there are some and none is of the form: that is no miss.
    func hits() throws(SourceFailure) -> [Element] {
        if items.isEmpty, skippedCount > 0 { throw SourceFailure(.garbled) }
        return items
    }
}

/// Texts and numbers of a catalogue, believed only within bounds.
enum Reading {
    /// A title or a name; nil if there is none, or far too much of it.
    static func name(_ text: String?) -> String? {
        guard let text, text.utf8.count <= Limits.nameBytesMax else { return nil }
        let blank = Character(" ")
        let line = String(text.map { $0.isNewline || $0.isWhitespace ? blank : $0 })
        let name = line.drop { $0 == blank }.reversed().drop { $0 == blank }.reversed()
        let isPlain = name.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } }
        return name.isEmpty || !isPlain ? nil : String(name)
    }

    /// Several names as one credit; nil if there are none.
    static func credit(_ names: [String?]) -> String? {
        let names = names.compactMap(name).prefix(Limits.creditsMax)
        return name(names.joined(separator: ", "))
    }

    /// `2011`, `2011-11` or `2011-11-21` at the beginning of `text`; nil for anything else, and for the year 0.
    static func date(_ text: String?) -> String? {
        guard let text else { return nil }
        let day = text.prefix { $0 != "T" && $0 != " " }
        let parts = day.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].utf8.count == 4,
            parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }), parts.allSatisfy(isNumber)
        else { return nil }
        let numbers = parts.compactMap { Int64($0) } + [1, 1]
        // A month or day of 00 is one that is not known.
        if parts.count > 1, numbers[1] == 0 { return date(String(parts[0])) }
        if parts.count > 2, numbers[2] == 0 { return date("\(parts[0])-\(parts[1])") }
        let isDay = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]) != nil
        return numbers[0] > 0 && isDay ? String(day) : nil
    }

    static func date(year: Int64?, month: Int64?, day: Int64?) -> String? {
        guard let year, (1...9_999).contains(year) else { return nil }
        func digits(_ number: Int64, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - "\(number)".utf8.count)) + "\(number)"
        }
        guard let month, (1...12).contains(month) else { return date(digits(year, 4)) }
        guard let day, (1...31).contains(day) else {
            return date("\(digits(year, 4))-\(digits(month, 2))")
        }
        return date("\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))")
    }

    static func length(ms: Int64?) -> Int64? {
        ms.flatMap { (1...Limits.durationMsMax).contains($0) ? $0 : nil }
    }

    static func length(seconds: Int64?) -> Int64? {
        seconds.flatMap { (1...Limits.durationMsMax / 1_000).contains($0) ? $0 * 1_000 : nil }
    }

    /// An https URL of a picture, in the one form that is stored.
    static func picture(_ text: String?) -> String? {
        guard let text, let url = try? WebURL(text), url.scheme == .https else { return nil }
        return url.text
    }

    /// ISO 3166 alpha-2 codes, those that are none left out.
    static func countries(_ codes: [String]) -> [String] {
        let known = codes.map { $0.uppercased() }.filter { code in
            code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        }
        return Array(Set(known)).sorted()
    }
}

/// What a look-up came to; none found is a miss.
func sourceAnswer(
    _ look: () async throws(SourceFailure) -> [Candidate]
) async -> SourceAnswer {
    do throws(SourceFailure) {
        var seen: Set<String> = []
        let found = try await look().filter { seen.insert("\($0.platform) \($0.url)").inserted }
        return found.isEmpty ? .missed : .found(Array(found.prefix(Limits.candidatesMax)))
    } catch { return .failed(error) }
}

extension MusicAddress.Kind {
    /// What stands there; nil where that is no music of its own.
    var linkKind: Link.Kind? {
        switch self {
        case .track: .track
        case .album: .album
        case .playlist: .playlist
        case .artist, .short: nil
        }
    }
}
