/// Why a configuration does not hold: where it stands, which key, and what to write instead.
struct ConfigurationFailure: Error, Equatable, CustomStringConvertible {
    /// A file and line (`config/segue.json:12`), a variable (`SEGUE_LISTEN`) or a flag (`--listen`).
    var place: String
    /// The key's path (`limits.head.bytesMax`); nil where the text itself is broken.
    var key: String?
    var message: String

    var description: String {
        if let key { return "\(place): \(key): \(message)" }
        return "\(place): \(message)"
    }
}

/// The known word nearest to a mistyped one, if one is near.
func nearest(to word: String, of known: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().utf8)
    let near = known.map { (word: $0, steps: editSteps(typed, Array($0.lowercased().utf8))) }
        .min { $0.steps < $1.steps }
    guard let near, near.steps <= max(1, typed.count / 3) else { return nil }
    return near.word
}

/// How many bytes must be put in, taken out or exchanged to make one word of the other.
private func editSteps(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (place, byte) in one.enumerated() {
        var diagonal = row[0]
        row[0] = place + 1
        for column in other.indices {
            let exchanged = diagonal + (byte == other[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(exchanged, row[column] + 1, diagonal + 1)
        }
    }
    return row[other.count]
}
