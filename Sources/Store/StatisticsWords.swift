import Smartlink

/// Keys of dimensions in words, and words as keys.
struct StatisticsWords {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func statistics(_ sums: StatisticsSums) throws(StoreFailure) -> Statistics {
        var statistics = Statistics()
        for (hour, counts) in sums.spans.sorted(by: { $0.key < $1.key })
        where counts != Counts() {
            statistics.totals += counts
            statistics.spans.append((hour, counts))
        }
        for dimension in Dimension.allCases where dimension != .total {
            var rows: [(key: String, counts: Counts)] = []
            for (key, counts) in sums.byKey[dimension] ?? [:] {
                var people = counts
                people.bots = 0
                // "None" says nothing about a platform or a variant, and much about the others.
                let isNone = key == 0 && (dimension == .platform || dimension == .variant)
                if people == Counts() || isNone { continue }
                rows.append((try word(key, of: dimension), people))
            }
            rows.sort {
                ($1.counts.visits, $1.counts.clickThroughs, $0.key)
                    < ($0.counts.visits, $0.counts.clickThroughs, $1.key)
            }
            statistics.by[dimension] = rows
        }
        statistics.bots = BotClass.allCases.filter { $0 != .none }.map {
            ($0, sums.bots[$0] ?? 0)
        }
        return statistics
    }

    func word(_ key: Int64, of dimension: Dimension) throws(StoreFailure) -> String {
        switch dimension {
        case .total: return ""
        case .platform:
            return try stored("SELECT id FROM platforms WHERE number = ?", key) ?? "\(key)"
        case .country:
            let text = ShortCode(rawValue: UInt32(truncatingIfNeeded: key)).text
            return text.isEmpty ? "unknown" : text
        case .os:
            return OperatingSystem(rawValue: UInt8(truncatingIfNeeded: key))?.name ?? "other"
        case .referrer:
            return try stored("SELECT text FROM referrers WHERE id = ?", key) ?? "none"
        case .channel:
            return try stored("SELECT text FROM channels WHERE id = ?", key) ?? "none"
        case .variant:
            return try stored("SELECT code FROM links WHERE id = ?", key) ?? "deleted \(key)"
        case .reason:
            return Reason(rawValue: UInt8(truncatingIfNeeded: key))?.name ?? "\(key)"
        }
    }

    private func stored(_ query: String, _ key: Int64) throws(StoreFailure) -> String? {
        try connection.row(query, .integer(key)) { $0.text(0) }
    }

    /// The keys of a word: none where no event can have it, two where a word is also "none".
    func keys(_ word: String, of dimension: Dimension) throws(StoreFailure) -> [Int64] {
        switch dimension {
        case .total: return [0]
        case .platform:
            if word == "none" { return [0] }
            return try found("SELECT number FROM platforms WHERE id = ?", word)
        case .country:
            if word == "unknown" { return [0] }
            return ShortCode(word).map { [Int64($0.rawValue)] } ?? []
        case .os: return OperatingSystem(name: word).map { [Int64($0.rawValue)] } ?? []
        case .referrer:
            return try none(word) + found("SELECT id FROM referrers WHERE text = ?", word)
        case .channel:
            return try none(word) + found("SELECT id FROM channels WHERE text = ?", word)
        case .variant:
            // As a variant that is gone is shown.
            if word.hasPrefix("deleted ") { return Int64(word.dropFirst(8)).map { [$0] } ?? [] }
            return try none(word) + found("SELECT link FROM codes WHERE code = ?", word)
        case .reason:
            return Reason.allCases.filter { $0.name == word }.map { Int64($0.rawValue) }
        }
    }

    private func none(_ word: String) -> [Int64] { word == "none" ? [0] : [] }

    private func found(_ query: String, _ word: String) throws(StoreFailure) -> [Int64] {
        var keys: [Int64] = []
        try connection.rows(query, [.text(word)]) { keys.append($0.integer(0)) }
        return keys
    }
}

/// A filter in keys.
struct FilterKeys {
    private(set) var wanted: [(dimension: Dimension, keys: Set<Int64>)] = []

    init(_ filter: StatisticsFilter, _ connection: Connection) throws(StoreFailure) {
        let words = StatisticsWords(connection)
        for (dimension, texts) in filter {
            var keys: Set<Int64> = []
            for text in texts { keys.formUnion(try words.keys(text, of: dimension)) }
            wanted.append((dimension, keys))
        }
    }

    /// Whether everything matches.
    var isOpen: Bool { wanted.isEmpty }

    /// The dimension and keys whose tallies of that grain tell the series; all its keys where they are nil, nil where
    /// none does.
    func series(of grain: Grain) -> (dimension: Dimension, wanted: Set<Int64>?)? {
        if isOpen { return (.total, nil) }
        guard wanted.count == 1, grain != .hour else { return nil }
        return wanted.first.map { ($0.dimension, $0.keys) }
    }

    func match(_ profile: Profile) -> Bool {
        wanted.allSatisfy { $0.keys.contains(profile.key(of: $0.dimension)) }
    }
}
