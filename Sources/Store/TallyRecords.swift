// What is counted of one link in words, out and in. A page ends between two hours, and is read with the events behind the
// watermark in one snapshot, so that what is folded meanwhile is neither missed nor counted twice.
public import Smartlink

extension Store {
    public func tallies(
        of link: Int64, from place: TallyPlace
    ) async throws(Failure) -> (tallies: [Tally], next: TallyPlace?) {
        try await read { connection throws(StoreFailure) in
            try TallyPage(connection, link: link).page(from: place.hour)
        }
    }

    public func add(
        _ tallies: [Tally], to link: Origin, line: [UInt8], of account: Int64
    ) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            let origins = OriginRecords(connection)
            let found = try connection.integer(
                "SELECT link FROM origins WHERE account = ? AND origin = ? AND batch = ?",
                .integer(account), .blob(link.key), .blob(link.batch))
            guard let found, try origins.link(line, of: account) == nil else { return false }
            try origins.keep(Origin(key: line, batch: link.batch), for: found, of: account)
            let words = TallyWords(connection)
            var facts: [Fold.Place: Counts] = [:]
            for tally in tallies {
                let place = Fold.Place(
                    link: found, hour: tally.hour, profile: try words.profile(of: tally))
                facts[place, default: Counts()] += tally.counts
            }
            try FactRecords.add(facts, known: [:], connection)
            // Whoever sums days beside this has read too little.
            try Watermark.noteCorrection(connection)
            return true
        }
    }
}

private struct TallyPage {
    let connection: Connection
    let link: Int64

    init(_ connection: Connection, link: Int64) {
        self.connection = connection
        self.link = link
    }

    func page(from start: Int64) throws(StoreFailure) -> (tallies: [Tally], next: TallyPlace?) {
        let end = try end(of: start)
        var counts: [Fold.Place: Counts] = [:]
        var rows = try connection.statement(
            """
            SELECT start, \(Profile.columns), \(CountColumns.list)
            FROM facts JOIN profiles ON profiles.id = facts.profile
            WHERE link = ? AND grain = ? AND start >= ? AND start < ?
            """)
        try rows.bind([
            .integer(link), .integer(Int64(Grain.hour.rawValue)), .integer(start),
            .integer(end ?? .max),
        ])
        while try rows.step() {
            let place = Fold.Place(
                link: link, hour: rows.integer(0), profile: Profile(rows, at: 1))
            counts[place, default: Counts()] += CountColumns.read(rows, at: 6)
        }
        for (place, more) in try Fold.tail(of: link, connection).facts
        where place.hour >= start && end.map({ place.hour < $0 }) ?? true {
            counts[place, default: Counts()] += more
        }
        let words = TallyWords(connection)
        var tallies: [Tally] = []
        for (place, counts) in counts where counts != Counts() {
            tallies.append(try words.tally(place, counts))
        }
        tallies.sort { ($0.hour, $0.order) < ($1.hour, $1.order) }
        return (tallies, end.map { TallyPlace(hour: $0) })
    }

    /// The hour behind the page: whole hours, and at least one.
    private func end(of start: Int64) throws(StoreFailure) -> Int64? {
        let last = try connection.integer(
            """
            SELECT start FROM facts WHERE link = ? AND grain = ? AND start >= ?
            ORDER BY start LIMIT 1 OFFSET ?
            """, .integer(link), .integer(Int64(Grain.hour.rawValue)), .integer(start),
            .integer(Int64(Limits.talliesMax)))
        guard let last else { return nil }
        let first = try connection.integer(
            "SELECT min(start) FROM facts WHERE link = ? AND grain = ? AND start >= ?",
            .integer(link), .integer(Int64(Grain.hour.rawValue)), .integer(start))
        return first == last ? last + 1 : last
    }
}

extension Tally {
    /// The same lines in the same order, whatever the numbers in this store are.
    fileprivate var order: String {
        Dimension.allCases.map { keys[$0] ?? "" }.joined(separator: "\t") + "\t\(bot)"
    }
}

/// Profiles as words that mean the same in every store, and back.
private struct TallyWords {
    private let connection: Connection
    private let words: StatisticsWords

    init(_ connection: Connection) {
        self.connection = connection
        words = StatisticsWords(connection)
    }

    func tally(_ place: Fold.Place, _ counts: Counts) throws(StoreFailure) -> Tally {
        var tally = Tally(hour: place.hour, bot: place.profile.botClass, counts: counts)
        for dimension in Dimension.allCases where dimension != .total {
            let key = place.profile.key(of: dimension)
            if key == 0, dimension != .os, dimension != .reason { continue }
            tally.keys[dimension] = try words.word(key, of: dimension)
        }
        return tally
    }

    /// What this store does not know becomes none; strings that are new are kept.
    func profile(of tally: Tally) throws(StoreFailure) -> Profile {
        func key(_ dimension: Dimension) throws(StoreFailure) -> Int64 {
            guard let word = tally.keys[dimension] else { return 0 }
            // The number of a link in the store that it comes from.
            if dimension == .variant, Code(word) == nil { return 0 }
            if let key = try words.keys(word, of: dimension).first { return key }
            switch dimension {
            case .referrer: return try kept(word, in: "referrers")
            case .channel: return try kept(word, in: "channels")
            case .total, .platform, .country, .os, .variant, .reason: return 0
            }
        }
        return Profile(
            platform: try key(.platform), os: try key(.os), reason: try key(.reason),
            bot: tally.bot, country: try key(.country), variant: try key(.variant),
            referrer: try key(.referrer), channel: try key(.channel))
    }

    private func kept(_ word: String, in table: String) throws(StoreFailure) -> Int64 {
        try connection.run("INSERT INTO \(table) (text) VALUES (?)", .text(word))
        return connection.lastInsertedRow
    }
}
