public import Smartlink

extension Store {
    public func subscribe(
        _ subscription: Subscription, letter: Letter
    ) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            guard let id = try SubscriptionRecords(connection).ask(subscription) else { return }
            var letter = letter
            letter.subscription = id
            try LetterRecords(connection).insert(letter)
        }
    }

    public func subscription(_ id: Int64) async throws(Failure) -> CodedSubscription? {
        try await read { connection throws(StoreFailure) in
            try SubscriptionRecords(connection).subscription(id)
        }
    }

    public func confirm(
        subscription: Int64, at now: Instant
    ) async throws(Failure) -> CodedSubscription? {
        try await write { connection throws(StoreFailure) in
            try SubscriptionRecords(connection).confirm(subscription, at: now)
        }
    }

    /// Twice is once; false if there never was one.
    public func unsubscribe(subscription: Int64, at now: Instant) async throws(Failure) -> Bool {
        let isKnown = try await write { connection throws(StoreFailure) in
            try SubscriptionRecords(connection).end(subscription, at: now)
        }
        noteDestroyed()
        return isKnown
    }

    /// A cursor is `<confirmedAt>.<id>` of the page's last fan.
    public func fans(
        of link: Int64, limit: Int, cursor: String?
    ) async throws(Failure) -> Page<(subscription: Subscription, fan: Fan)> {
        var after: (at: Int64, id: Int64) = (.min, .min)
        if let cursor {
            let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let at = Int64(parts[0]), let id = Int64(parts[1]) else {
                throw LinkListing.badCursor
            }
            after = (at, id)
        }
        let limit = max(1, min(limit, Limits.pageItemsMax))
        let values: [Value] = [
            .integer(link), .integer(after.at), .integer(after.id), .integer(Int64(limit + 1)),
        ]
        return try await read { connection throws(StoreFailure) in
            var items: [(subscription: Subscription, fan: Fan)] = []
            try connection.rows(
                """
                SELECT \(SubscriptionRecords.columns), \(FanRecords.columns)
                FROM subscriptions JOIN fans ON fans.id = subscriptions.fan
                WHERE link = ? AND purpose = 'news' AND endedAt IS NULL AND confirmedAt IS NOT NULL
                    AND (confirmedAt, subscriptions.id) > (?, ?)
                ORDER BY confirmedAt, subscriptions.id LIMIT ?
                """, values
            ) { row throws(StoreFailure) in
                items.append(
                    (
                        try SubscriptionRecords.subscription(row).subscription,
                        FanRecords.fan(row, at: SubscriptionRecords.columnCount)
                    ))
            }
            guard items.count > limit else { return Page(items: items, next: nil) }
            items.removeLast()
            let last = items.last?.subscription
            return Page(items: items, next: last.map { "\($0.confirmedAt?.ms ?? 0).\($0.id)" })
        }
    }
}
