/// Known words by their hash. The hash is the key as it stands, so that a look-up costs little more than a load: a
/// title's every word is looked up many times.
struct WordTable<Value: Sendable>: Sendable {
    private var keys: [UInt64]
    private var values: [Value?]
    private let mask: UInt64

    init(_ entries: [UInt64: Value]) {
        var size = 16
        while size < entries.count * 4 { size *= 2 }
        mask = UInt64(size - 1)
        keys = [UInt64](repeating: 0, count: size)
        values = [Value?](repeating: nil, count: size)
        for (key, value) in entries {
            var place = Self.start(key) & mask
            while values[Int(place)] != nil { place = (place + 1) & mask }
            keys[Int(place)] = key
            values[Int(place)] = value
        }
    }

    subscript(hash: UInt64) -> Value? {
        var place = Self.start(hash) & mask
        while let value = values[Int(place)] {
            if keys[Int(place)] == hash { return value }
            place = (place + 1) & mask
        }
        return nil
    }

    private static func start(_ hash: UInt64) -> UInt64 { hash ^ (hash &>> 32) }
}

extension WordTable<Bool> {
    /// Words without a value.
    init(_ words: some Sequence<String>) {
        self.init(words.reduce(into: [:]) { $0[Word.hash(Folding.fold($1))] = true })
    }

    func contains(_ hash: UInt64) -> Bool { self[hash] != nil }
}
