public import Smartlink

extension Store {
    public func begin(_ authorisation: Authorisation) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                INSERT INTO authorisations (state, browser, fan, code, platform, verifier, createdAt,
                    wish)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .blob(authorisation.state), .blob(authorisation.browser),
                .integer(authorisation.fan), .text(authorisation.code.text),
                .text(authorisation.platform), .text(authorisation.verifier),
                .integer(authorisation.createdAt.ms), .text(authorisation.wish.rawValue))
        }
    }

    public func take(state: [UInt8], at now: Instant) async throws(Failure) -> Authorisation? {
        let found: Authorisation? = try await write { connection throws(StoreFailure) in
            // Deleting answers it: whoever comes second finds nothing to delete.
            try connection.row(
                """
                DELETE FROM authorisations WHERE state = ?
                RETURNING browser, fan, code, platform, verifier, createdAt, wish
                """, .blob(state)
            ) { row -> Authorisation? in
                guard let code = Code(row.text(2)),
                    let wish = Authorisation.Wish(rawValue: row.text(6))
                else { return nil }
                var begun = Authorisation(
                    state: state, browser: row.bytes(0), fan: row.integer(1), code: code,
                    platform: row.text(3), verifier: row.text(4),
                    createdAt: Instant(ms: row.integer(5)))
                begun.wish = wish
                return begun
            } ?? nil
        }
        guard let found, now.ms - found.createdAt.ms <= Authorisation.msMax else { return nil }
        return found
    }
}
