// Configuration files are read strictly: a key nobody knows is a misspelling and is named.

struct NamedKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// Errors: `DecodingError.dataCorrupted` naming the first key that is not in `known`.
    func refuseKeys(besides known: [String]) throws {
        let keys = try container(keyedBy: NamedKey.self).allKeys.map(\.stringValue).sorted()
        guard let stranger = keys.first(where: { !known.contains($0) }) else { return }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(
                codingPath: codingPath + [NamedKey(stringValue: stranger)],
                debugDescription:
                    "unknown key \"\(stranger)\"; known here: \(known.joined(separator: ", "))"))
    }
}
