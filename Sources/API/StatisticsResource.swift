// Statistics as the API shows them; names and shape are SPEC §8's. What each number means, word for word for
// artists, is in public/app/definitions.json:
//
//   visits          people's requests for the link, shown its page or sent straight on; bots are not among them
//   uniques         visitors counted once per UTC day and link; who asked not to be counted apart is in visits only
//   clickThroughs   people sent to a platform, by a redirect or a button
//   presaves        pre-saves authorised and queued for release day
//   signups         e-mail addresses left on the page
//   conversions     visits that led to a click-through, a pre-save or a sign-up, each once, when the visit came
//   conversionRate  conversions ÷ visits
//   bots, botsBy    requests kept and never counted, in all and by class
//
// A filter takes keys of `by` for each dimension it names; totals, series, breakdowns, bots and funnel are then of the
// events under one of the keys in each of them. A conversion stands under its visit's keys, and under the platform the
// fan went to: filtered by platform, conversions may so meet visits that were counted under none.
internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    func showStatistics(_ code: String) async throws(Failure) -> Response {
        let asked = try query(
            "from", "to", "interval", "tz", "platform", "country", "os", "referrer", "channel",
            "variant", "reason")
        var wanted = StatisticsQuery()
        if let name = asked["tz"] { wanted.zone = try actions.zone(named: name) }
        if let interval = try asked.choice("interval", Interval.self) { wanted.interval = interval }
        wanted.from = try moment("from", asked, wanted.zone, dayOffset: 0)
        wanted.to = try moment("to", asked, wanted.zone, dayOffset: 1)
        wanted.filter = try StatisticsFilterQuery.filter(asked)
        let statistics = StatisticsResource.json(
            try await actions.showStatistics(code, of: account.id, wanted))
        return reply(statistics.with(ExperimentResource.name, try await experiment(code)))
    }

    /// An RFC 3339 time, or a date, which stands for the start of that day in `zone`, `dayOffset`
    /// days on: `to` includes the day it names.
    func moment(_ name: String, _ asked: Query, _ zone: Zone, dayOffset: Int64)
        throws(Failure) -> Instant?
    {
        guard let text = asked[name] else { return nil }
        let dateBytes = 10
        if text.utf8.count == dateBytes, let day = Instant(rfc3339: text + "T00:00:00Z") {
            return Instant(ms: zone.moment(local: (day.day + dayOffset) * 86_400) * 1_000)
        }
        return try asked.instant(name)
    }
}

enum StatisticsResource {
    static func json(_ report: StatisticsReport) -> JSON {
        [
            "totals": .object(members(report.totals)),
            "series": .array(
                report.series.map { entry in
                    .object(
                        [.init("start", .string(entry.start.rfc3339))] + members(entry.counts))
                }),
            "by": .object(
                report.by.map { dimension, rows in
                    .init("\(dimension)", .array(rows.map(json)))
                }),
            "botsBy": .array(
                report.bots.map {
                    ["key": .string($0.class.name), "events": .integer($0.events)]
                }),
            "funnel": [
                "visits": .integer(report.totals.visits),
                "clickThroughs": .integer(report.totals.clickThroughs),
                "started": .integer(report.totals.presavesStarted),
                "authorised": .integer(report.totals.presavesAuthorised),
                "queued": .integer(report.totals.presaves),
                "failed": .integer(report.totals.presavesFailed),
                "signups": .integer(report.totals.signups),
                "conversions": .integer(report.totals.conversions),
            ],
        ]
    }

    private static func members(_ counts: Counts) -> [JSON.Member] {
        [
            .init("visits", .integer(counts.visits)), .init("uniques", .integer(counts.uniques)),
            .init("clickThroughs", .integer(counts.clickThroughs)),
            .init("presaves", .integer(counts.presaves)),
            .init("signups", .integer(counts.signups)),
            .init("conversions", .integer(counts.conversions)),
            .init("conversionRate", .number(counts.conversionRate)),
            .init("bots", .integer(counts.bots)),
        ]
    }

    private static func json(_ row: StatisticsReport.Row) -> JSON {
        [
            "key": .string(row.key), "visits": .integer(row.counts.visits),
            "clickThroughs": .integer(row.counts.clickThroughs),
            "conversions": .integer(row.counts.conversions),
        ]
    }
}
