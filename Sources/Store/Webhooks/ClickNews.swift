// `click.batch`: what humans did at a link since the last count. The event log is read behind the fans, a bounded part at
// a time, and only while some webhook wants to hear of it. What a count covered is written with the last of its
// deliveries: a click is told once, or twice where the process is killed between the first and the last.
public import Smartlink

extension Store {
    public func noteClicks(at now: Instant) async throws(Failure) {
        let seen = try await read { connection throws(StoreFailure) in
            try ClickMark.read(connection)
        }
        guard seen.isWanted else {
            if seen.mark != nil { try await keep(nil, in: seen.mark) }
            return
        }
        guard let mark = seen.mark else {
            // What was before anybody wanted to hear of it is not told.
            return try await keep(ClickMark(event: seen.newest, at: now.ms), in: nil)
        }
        let isDue = now.ms - mark.at >= WebhookLimits.clicksMsMin || now.ms < mark.at
        guard isDue, seen.newest > mark.event else { return }
        var count = ClickCount()
        var last = mark.event
        while last < seen.newest, count.parts < Limits.clickPartsMax {
            let (start, present) = (last, count)
            (count, last) = try await read { connection throws(StoreFailure) in
                var count = present
                let last = try count.add(after: start, through: seen.newest, connection)
                return (count, last)
            }
        }
        let end = ClickMark(event: last, at: now.ms)
        var batches = count.batches(from: mark.at, to: now.ms)[...]
        repeat {
            let part = Array(batches.prefix(Limits.clickLinksMax))
            batches = batches.dropFirst(part.count)
            let isLast = batches.isEmpty
            try await write { connection throws(StoreFailure) in
                guard try ClickMark.read(connection).mark == mark else { return }
                for batch in part { try batch.tell(connection) }
                if isLast { try ClickMark.write(end, connection) }
            }
        } while !batches.isEmpty
    }

    private func keep(_ mark: ClickMark?, in place: ClickMark?) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            guard try ClickMark.read(connection).mark == place else { return }
            try ClickMark.write(mark, connection)
        }
    }
}

/// How far clicks have been counted, and when.
private struct ClickMark: Equatable, Sendable {
    var event: Int64
    var at: Int64

    /// The mark, whether some active webhook wants to hear of clicks, and the newest event there is.
    struct Reading: Sendable {
        var mark: ClickMark?
        var isWanted: Bool
        var newest: Int64
    }

    static func read(_ connection: Connection) throws(StoreFailure) -> Reading {
        let found = try connection.row(
            """
            SELECT clickEvent, clicksAt, (SELECT coalesce(max(id), 0) FROM events),
                EXISTS (SELECT 1 FROM webhooks WHERE state = 'active'
                    AND kinds & \(Webhook.Kind.clickBatch.bit) <> 0)
            FROM webhookWork
            """
        ) { ($0.integerOrNil(0), $0.integerOrNil(1), $0.integer(2), $0.integer(3)) }
        guard let (event, at, newest, wanted) = found else {
            throw .refused(path: "webhookWork", why: "its row is missing")
        }
        var mark: ClickMark?
        if let event, let at { mark = ClickMark(event: event, at: at) }
        return Reading(mark: mark, isWanted: wanted == 1, newest: newest)
    }

    static func write(_ mark: ClickMark?, _ connection: Connection) throws(StoreFailure) {
        try connection.run(
            "UPDATE webhookWork SET clickEvent = ?, clicksAt = ?", Value(mark?.event),
            Value(mark?.at))
    }
}

/// What humans did, by link.
private struct ClickCount: Sendable {
    struct Sum: Sendable {
        var visits: Int64 = 0
        var clickThroughs: Int64 = 0

        mutating func add(_ kind: Event.Kind) {
            if kind != .clickThrough { visits += 1 }
            if kind != .visit { clickThroughs += 1 }
        }
    }

    struct OfLink: Sendable {
        var total = Sum()
        var platforms: [Int64: Sum] = [:]
        var countries: [Int64: Sum] = [:]
    }

    private var links: [Int64: OfLink] = [:]
    /// Links, platforms and countries together.
    private(set) var parts = 0

    /// Reads on behind `start`; answers the last event that was looked at.
    mutating func add(
        after start: Int64, through newest: Int64, _ connection: Connection
    ) throws(StoreFailure) -> Int64 {
        let end = min(newest, start + Int64(Limits.foldEventsMax))
        var rows = try connection.statement(
            """
            SELECT \(EventRow.columns) FROM events
            WHERE id > ? AND id <= ? AND EXISTS (
                SELECT 1 FROM links JOIN webhooks ON webhooks.account = links.account
                WHERE links.id = events.link AND webhooks.state = 'active'
                    AND kinds & \(Webhook.Kind.clickBatch.bit) <> 0)
            """)
        try rows.bind([.integer(start), .integer(end)])
        while try rows.step() { add(EventRow(rows)) }
        return end
    }

    private mutating func add(_ row: EventRow) {
        guard row.isHuman, let kind = row.kind,
            kind == .visit || kind == .redirect || kind == .clickThrough
        else { return }
        var ofLink = links[row.link] ?? OfLink()
        let before = ofLink.platforms.count + ofLink.countries.count
        ofLink.total.add(kind)
        ofLink.countries[row.country, default: Sum()].add(kind)
        if kind != .visit { ofLink.platforms[row.platform, default: Sum()].add(kind) }
        if links[row.link] == nil { parts += 1 }
        parts += ofLink.platforms.count + ofLink.countries.count - before
        links[row.link] = ofLink
    }

    func batches(from: Int64, to: Int64) -> [LinkClicks] {
        links.sorted { $0.key < $1.key }.map {
            LinkClicks(link: $0, counted: $1, from: from, to: to)
        }
    }
}

/// The clicks of one link, to be told.
private struct LinkClicks: Sendable {
    var link: Int64
    var counted: ClickCount.OfLink
    var from: Int64
    var to: Int64

    func tell(_ connection: Connection) throws(StoreFailure) {
        var names: [Int64: String] = [:]
        try connection.rows("SELECT number, id FROM platforms") {
            names[$0.integer(0)] = $0.text(1)
        }
        var batch = ClickBatch(from: Instant(ms: from), to: Instant(ms: to))
        batch.visits = counted.total.visits
        batch.clickThroughs = counted.total.clickThroughs
        batch.platforms = Self.parts(counted.platforms) { names[$0] ?? "" }
        batch.countries = Self.parts(counted.countries) {
            ShortCode(rawValue: UInt32(truncatingIfNeeded: $0)).text
        }
        let wanting = """
            webhooks JOIN links ON links.account = webhooks.account
            WHERE links.id = ?1 AND webhooks.state = 'active'
                AND kinds & \(Webhook.Kind.clickBatch.bit) <> 0
            """
        try connection.run(Schema.newEvent)
        try connection.run(
            """
            UPDATE webhooks SET dropped = dropped + 1 WHERE id IN (
                SELECT webhooks.id FROM \(wanting) AND queued >= \(WebhookLimits.queuedMax))
            """, .integer(link))
        try connection.run(
            """
            INSERT INTO deliveries (webhook, event, kind, link, subject, facts, state, attempts,
                nextAt, createdAt)
            SELECT webhooks.id, (SELECT event FROM webhookWork),
                '\(Webhook.Kind.clickBatch.rawValue)', ?1, 0, ?2, 'queued', 0, ?3, ?3
            FROM \(wanting) AND queued < \(WebhookLimits.queuedMax)
            """, .integer(link), .text(try FactsOfClicks(batch).json()), .integer(to))
    }

    /// The most clicked first.
    private static func parts(
        _ sums: [Int64: ClickCount.Sum], _ name: (Int64) -> String
    ) -> [ClickBatch.Part] {
        sums.map { key, sum in
            ClickBatch.Part(
                key: name(key), visits: sum.visits, clickThroughs: sum.clickThroughs)
        }.sorted { ($1.clickThroughs, $1.visits, $0.key) < ($0.clickThroughs, $0.visits, $1.key) }
    }
}
