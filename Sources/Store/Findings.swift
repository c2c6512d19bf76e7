import FoundationEssentials
public import Smartlink

extension Store: FindingStore {
    public func answers(to clue: String) async throws(Failure) -> [KeptAnswer] {
        try await read { connection throws(StoreFailure) in
            var answers: [KeptAnswer] = []
            try connection.rows(
                "SELECT source, candidates, at, goodUntil FROM answers WHERE clue = ?",
                [.text(clue)]
            ) { row in
                // One written by a later version, or damaged, is asked for anew.
                guard
                    let candidates = try? JSONDecoder().decode(
                        [Candidate].self, from: Data(row.text(1).utf8))
                else { return }
                answers.append(
                    KeptAnswer(
                        source: row.text(0), clue: clue, candidates: candidates,
                        at: Instant(ms: row.integer(2)), goodUntil: Instant(ms: row.integer(3))))
            }
            return answers
        }
    }

    public func keep(_ answers: [KeptAnswer]) async throws(Failure) {
        var rows: [[Value]] = []
        for answer in answers.prefix(Limits.answersKeptAtOnce) {
            guard let text = try? JSONEncoder().encode(answer.candidates),
                text.count <= Limits.answerBytesMax
            else { continue }
            rows.append([
                .text(answer.clue), .text(answer.source),
                .text(String(decoding: text, as: UTF8.self)), .integer(answer.at.ms),
                .integer(answer.goodUntil.ms),
            ])
        }
        guard !rows.isEmpty, let now = answers.map(\.at.ms).max() else { return }
        let kept = rows
        try await write { connection throws(StoreFailure) in
            for row in kept {
                var statement = try connection.statement(
                    """
                    INSERT OR REPLACE INTO answers (clue, source, candidates, at, goodUntil)
                    VALUES (?, ?, ?, ?, ?)
                    """)
                try statement.bind(row)
                while try statement.step() {}
            }
            // Two go for each one that comes: the table holds what is good, and little more.
            try connection.run(
                """
                DELETE FROM answers WHERE (clue, source) IN (
                    SELECT clue, source FROM answers WHERE goodUntil < ? ORDER BY goodUntil LIMIT ?)
                """, .integer(now), .integer(Int64(2 * kept.count)))
        }
    }

    public func pursue(_ pursuit: Pursuit) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try PursuitRecords(connection).keep(
                link: pursuit.link, rounds: pursuit.rounds, nextAt: pursuit.nextAt)
        }
    }

    public func leasePursuits(
        _ limit: Int, at now: Instant, until: Instant
    ) async throws(Failure) -> [Pursuit] {
        let limit = min(limit, Limits.leasedMax)
        let due = try await read { connection throws(StoreFailure) in
            try PursuitRecords(connection).due(limit, at: now)
        }
        if due.isEmpty { return [] }
        return try await write { connection throws(StoreFailure) in
            var leased: [Pursuit] = []
            for pursuit in due {
                try connection.run(
                    "UPDATE pursuits SET nextAt = ? WHERE link = ? AND nextAt = ?",
                    .integer(until.ms), .integer(pursuit.link), .integer(pursuit.nextAt.ms))
                if connection.changedRows == 1 { leased.append(pursuit) }
            }
            return leased
        }
    }

    public func settle(_ pursuit: Pursuit, nextAt: Instant?) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            if let nextAt {
                try connection.run(
                    "UPDATE pursuits SET rounds = ?, nextAt = ? WHERE link = ?",
                    .integer(Int64(pursuit.rounds)), .integer(nextAt.ms), .integer(pursuit.link))
            } else {
                try connection.run(
                    "DELETE FROM pursuits WHERE link = ?", .integer(pursuit.link))
            }
        }
    }

    public func nextPursuit() async throws(Failure) -> Instant? {
        try await read { connection throws(StoreFailure) in
            try connection.integer("SELECT min(nextAt) FROM pursuits").map { Instant(ms: $0) }
        }
    }
}

/// Pursuits in the database.
struct PursuitRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func keep(link: Int64, rounds: Int, nextAt: Instant) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO pursuits (link, rounds, nextAt) VALUES (?, ?, ?)
            ON CONFLICT (link) DO UPDATE SET rounds = excluded.rounds, nextAt = excluded.nextAt
            """, .integer(link), .integer(Int64(rounds)), .integer(nextAt.ms))
    }

    func due(_ limit: Int, at now: Instant) throws(StoreFailure) -> [Pursuit] {
        var due: [Pursuit] = []
        try connection.rows(
            """
            SELECT pursuits.link, links.code, rounds, nextAt FROM pursuits
                JOIN links ON links.id = pursuits.link
            WHERE nextAt <= ? ORDER BY nextAt LIMIT ?
            """, [.integer(now.ms), .integer(Int64(limit))]
        ) { row in
            guard let code = Code(row.text(1)) else { return }
            due.append(
                Pursuit(
                    link: row.integer(0), code: code, rounds: Int(row.integer(2)),
                    nextAt: Instant(ms: row.integer(3))))
        }
        return due
    }
}
