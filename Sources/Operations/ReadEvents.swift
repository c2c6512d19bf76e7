public import Smartlink

/// One reading of a link's raw events, a page at a time.
public struct EventReading: Sendable {
    let link: Int64
    let from: Instant
    let to: Instant
    var cursor: EventCursor?
    /// Whether all has been read.
    public internal(set) var isOver = false
}

extension Actions {
    /// Begins to read a link's events with `from` ≤ at < `to`: from its creation where nil, until now.
    ///
    /// Errors: `not_found`, `invalid_field`.
    public func readEvents(_ code: String, of account: Int64, from: Instant?, to: Instant?)
        async throws(Failure) -> EventReading
    {
        let link = try await showLink(code, of: account)
        let end = to ?? Instant(ms: surroundings.now().ms + 1)
        let start = from ?? min(link.createdAt, end)
        guard start <= end else {
            throw Failure(.invalidField, "from lies behind to.", field: "from")
        }
        return EventReading(link: link.id, from: start, to: end)
    }

    /// The next events, bots' among them; maybe none although the reading is not over.
    public func next(_ reading: inout EventReading) async throws(Failure) -> [StoredEvent] {
        if reading.isOver { return [] }
        let page = try await statistics.events(
            of: reading.link, from: reading.from, to: reading.to, cursor: reading.cursor)
        reading.cursor = page.next
        reading.isOver = page.next == nil
        return page.events
    }
}
