// `link.released` is told at `releaseAt`, the moment from which the API calls the link released; of a local release
// that is when part of the world has it already. How far that was looked at stands in the database, so that what
// passed while nobody ran is told at the next start.
public import Smartlink

extension Store {
    public func noteReleases(at now: Instant) async throws(Failure) -> Int {
        let seen = try await read { connection throws(StoreFailure) in
            try ReleaseMark(connection)
        }
        guard let seen else {
            try await write { connection throws(StoreFailure) in
                try ReleaseMark(at: now.ms, link: .max).write(connection)
            }
            return 0
        }
        let passed = try await read { connection throws(StoreFailure) in
            try seen.following(through: now, connection)
        }
        guard let last = passed.last else {
            if now.ms - seen.at > Limits.releaseMarkMsMax { try await keepUp(seen, at: now) }
            return 0
        }
        try await write { connection throws(StoreFailure) in
            // Another process may have told of them.
            guard try ReleaseMark(connection) == seen else { return }
            for mark in passed { try mark.tell(connection) }
            try last.write(connection)
        }
        return passed.count
    }

    /// Moves the mark along where nothing is released for long: what it covers stays short.
    private func keepUp(_ seen: ReleaseMark, at now: Instant) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            guard try ReleaseMark(connection) == seen,
                try seen.following(through: now, connection).isEmpty
            else { return }
            try ReleaseMark(at: now.ms, link: .max).write(connection)
        }
    }
}

/// A place in the order of releases.
private struct ReleaseMark: Equatable, Sendable {
    var at: Int64
    var link: Int64

    init(at: Int64, link: Int64) {
        self.at = at
        self.link = link
    }

    /// Nil before the first look.
    init?(_ connection: Connection) throws(StoreFailure) {
        let found = try connection.row("SELECT releasedAt, releasedLink FROM webhookWork") {
            ($0.integerOrNil(0), $0.integer(1))
        }
        guard let (at, link) = found, let at else { return nil }
        self.init(at: at, link: link)
    }

    func write(_ connection: Connection) throws(StoreFailure) {
        try connection.run(
            "UPDATE webhookWork SET releasedAt = ?, releasedLink = ?", .integer(at), .integer(link))
    }

    func following(
        through now: Instant, _ connection: Connection
    ) throws(StoreFailure) -> [ReleaseMark] {
        var passed: [ReleaseMark] = []
        try connection.rows(
            """
            SELECT releaseAt, id FROM links INDEXED BY linksByRelease
            WHERE releaseAt IS NOT NULL AND (releaseAt, id) > (?, ?) AND releaseAt <= ?
            ORDER BY releaseAt, id LIMIT ?
            """,
            [.integer(at), .integer(link), .integer(now.ms), .integer(Limits.rowsMovedMax)]
        ) { passed.append(ReleaseMark(at: $0.integer(0), link: $0.integer(1))) }
        return passed
    }

    /// Only where it was a pre-save before: a link made after its release never came out here, and of one whose release was
    /// moved into the past the trigger has told.
    func tell(_ connection: Connection) throws(StoreFailure) {
        let wanting = """
            webhooks JOIN links ON links.account = webhooks.account
            WHERE links.id = ?1 AND links.releaseAt = ?2 AND links.isDisabled = 0
                AND links.deletedAt IS NULL AND links.createdAt < ?2 AND webhooks.state = 'active'
                AND kinds & \(Webhook.Kind.linkReleased.bit) <> 0
                AND NOT EXISTS (SELECT 1 FROM deliveries AS told
                    WHERE told.kind = 'link.released' AND told.link = ?1
                        AND told.webhook = webhooks.id AND told.createdAt >= ?2)
            """
        try connection.run(Schema.newEvent)
        try connection.run(
            """
            UPDATE webhooks SET dropped = dropped + 1 WHERE id IN (
                SELECT webhooks.id FROM \(wanting) AND queued >= \(WebhookLimits.queuedMax))
            """, .integer(link), .integer(at))
        try connection.run(
            """
            INSERT INTO deliveries (webhook, event, kind, link, subject, facts, state, attempts,
                nextAt, createdAt)
            SELECT webhooks.id, (SELECT event FROM webhookWork),
                '\(Webhook.Kind.linkReleased.rawValue)', ?1, 0, '', 'queued', 0, ?2, ?2
            FROM \(wanting) AND queued < \(WebhookLimits.queuedMax)
            """, .integer(link), .integer(at))
    }
}
