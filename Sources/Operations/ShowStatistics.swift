public import Smartlink

extension Actions {
    /// The time zone of that name or fixed offset.
    ///
    /// Errors: `invalid_field`.
    public func zone(named name: String) throws(Failure) -> Zone {
        if let zone = Zone(fixed: name) { return zone }
        if Zone.isName(name), let file = surroundings.zoneFile(name),
            let zone = Zone(compiled: file)
        {
            return zone
        }
        throw Failure(
            .invalidField,
            "There is no time zone “\(name)” here. Use UTC, an offset like +02:00, or a name like "
                + "Europe/Berlin.", field: "tz")
    }

    /// A link's numbers over whole hours: the hour of `from` up to and including the hour of `to`.
    ///
    /// Errors: `not_found`, `invalid_field`.
    public func showStatistics(_ code: String, of account: Int64, _ query: StatisticsQuery)
        async throws(Failure) -> StatisticsReport
    {
        let link = try await showLink(code, of: account)
        let to = query.to ?? Instant(ms: surroundings.now().ms + 1)
        let from = query.from ?? min(link.createdAt, to)
        guard from <= to else {
            throw Failure(.invalidField, "from lies behind to.", field: "from")
        }
        let hourMs: Int64 = 3_600_000
        let start = Instant(ms: from.hour * hourMs)
        let end = Instant(ms: (Instant(ms: to.ms - 1).hour + 1) * hourMs)
        let scale = SeriesScale(interval: query.interval, zone: query.zone)
        let starts = try seriesStarts(scale, from: start, to: max(end, Instant(ms: start.ms + 1)))
        var report = StatisticsReport(totals: Counts(), series: [], by: [])
        report.series = starts.map { .init(start: Instant(ms: $0 * 1_000), counts: Counts()) }
        let places = Dictionary(
            starts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let found = try await statistics.statistics(
            of: link.id, from: start, to: end, grain: query.grain, filter: query.filter)
        report.totals = found.totals
        report.bots = found.bots
        for (hour, counts) in found.spans {
            guard let place = places[scale.start(of: hour * 3_600)] else { continue }
            report.series[place].counts += counts
        }
        for dimension in Dimension.allCases where dimension != .total {
            let rows = (found.by[dimension] ?? []).map {
                StatisticsReport.Row(key: $0.key, counts: $0.counts)
            }
            report.by.append((dimension, rows))
        }
        return report
    }

    private func seriesStarts(_ scale: SeriesScale, from: Instant, to: Instant)
        throws(Failure) -> [Int64]
    {
        var starts: [Int64] = []
        var moment = scale.start(of: CivilDay.floor(from.ms, by: 1_000))
        while moment * 1_000 < to.ms {
            guard starts.count < OperationLimits.seriesEntriesMax else {
                throw Failure(
                    .invalidField,
                    "This would be more than \(OperationLimits.seriesEntriesMax) entries: choose a "
                        + "longer interval or a shorter time.", field: "interval")
            }
            starts.append(moment)
            moment = scale.next(after: moment)
        }
        return starts
    }
}
