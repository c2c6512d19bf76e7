// What was opened and what was answered, kept between runs. A memory that fails forgets: nobody waits for it.
import FoundationEssentials
public import Smartlink

extension MusicIndex: PlayMemory {
    public func played(_ key: String) async -> PlayRecord? {
        let text = try? use { connection throws(StoreFailure) in
            try connection.row("SELECT record FROM plays WHERE key = ?", .text(key)) { $0.text(0) }
        }
        return (text ?? nil).flatMap(Self.value)
    }

    public func remember(_ record: PlayRecord, as key: String) async {
        guard let text = Self.text(record) else { return }
        try? use { connection throws(StoreFailure) in
            try connection.run(
                "INSERT OR REPLACE INTO plays (key, record, atMs) VALUES (?, ?, ?)", .text(key),
                .text(text), .integer(record.atMs))
            try connection.run(
                """
                DELETE FROM plays WHERE key IN
                    (SELECT key FROM plays ORDER BY atMs DESC LIMIT -1 OFFSET ?)
                """, .integer(Limits.playsKept))
        }
    }

    public func answers(to clue: String) async -> [KeptAnswer] {
        let answers = try? use { connection throws(StoreFailure) in
            var answers: [KeptAnswer] = []
            try connection.rows(
                "SELECT source, candidates, atMs, goodUntilMs FROM answers WHERE clue = ?",
                [.text(clue)]
            ) { row in
                guard let candidates: [Candidate] = Self.value(row.text(1)) else { return }
                answers.append(
                    KeptAnswer(
                        source: row.text(0), clue: clue, candidates: candidates,
                        at: Instant(ms: row.integer(2)), goodUntil: Instant(ms: row.integer(3))))
            }
            return answers
        }
        return answers ?? []
    }

    public func keep(_ answers: [KeptAnswer]) async {
        guard let newest = answers.map(\.at.ms).max() else { return }
        let rows = answers.compactMap { answer in
            Self.text(answer.candidates).map { (answer: answer, text: $0) }
        }
        try? use { connection throws(StoreFailure) in
            let transaction = try Transaction(writing: connection)
            try connection.run("DELETE FROM answers WHERE goodUntilMs < ?", .integer(newest))
            for row in rows {
                try connection.run(
                    """
                    INSERT OR REPLACE INTO answers (source, clue, candidates, atMs, goodUntilMs)
                    VALUES (?, ?, ?, ?, ?)
                    """, .text(row.answer.source), .text(row.answer.clue), .text(row.text),
                    .integer(row.answer.at.ms), .integer(row.answer.goodUntil.ms))
            }
            try transaction.commit()
        }
    }

    private static func text(_ value: some Encodable) -> String? {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func value<Kept: Decodable>(_ text: String) -> Kept? {
        try? JSONDecoder().decode(Kept.self, from: Data(text.utf8))
    }
}
