import HTTP
import HTTPServer
import Platforms
import Releases
import Smartlink
import Store
import Telemetry

/// What Prometheus reads; the names are SPEC §8's.
enum ServiceMetrics {
    static func all(
        _ server: Server, _ store: Store,
        _ tallies: (saves: SaveTally, sources: SourceTally), _ saves: SaveGauge
    ) -> Metrics {
        var metrics = Metrics()
        metrics.add(
            .counter, "segue_requests_total",
            "Requests answered: fans at links, everything else, and what the server itself refused."
        ) { requests(server.counts) }
        metrics.add(
            .histogram, "segue_request_seconds",
            "From a request's last byte to its answer's first, the commit included."
        ) { [Sample([], .histogram(seconds(server.counts)))] }
        metrics.add(.gauge, "segue_connections", "Connections open now.") {
            [Sample([], .number(Double(server.counts.connections)))]
        }
        metrics.add(.counter, "segue_events_total", "Events written to the store.") {
            let written = store.events.figures.written
            return Event.Kind.allCases.map {
                Sample([.init("kind", $0.name)], .number(Double(written[$0] ?? 0)))
            }
        }
        metrics.add(.gauge, "segue_events_held", "Events that wait for the disk.") {
            [Sample([], .number(Double(store.events.figures.held)))]
        }
        metrics.add(
            .counter, "segue_events_dropped_total", "Events lost because the disk took too long."
        ) { [Sample([], .number(Double(store.events.figures.dropped)))] }
        metrics.add(.histogram, "segue_commit_seconds", "Time of one transaction of events.") {
            [Sample([], .histogram(commits(store.events.figures.commitSeconds)))]
        }
        metrics.add(
            .counter, "segue_platform_requests_total",
            "Saves and follows tried and music looked up since the start, by platform and what it said."
        ) { requests(tallies) }
        metrics.add(.gauge, "segue_saves", "Pre-saves in the store by state, some seconds old.") {
            saves.samples
        }
        return metrics
    }

    /// A save is never `found`, a look-up never `saved`: what both may come to is one figure.
    private static func requests(_ tallies: (saves: SaveTally, sources: SourceTally)) -> [Sample] {
        var counts: [[String]: UInt64] = [:]
        for (key, count) in tallies.saves.all { counts[[key.platform, key.outcome]] = count }
        for (key, count) in tallies.sources.all {
            counts[[key.platform, key.outcome], default: 0] += count
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, count in
            Sample([.init("platform", key[0]), .init("outcome", key[1])], .number(Double(count)))
        }
    }

    private static func requests(_ counts: ServerCounts) -> [Sample] {
        let routes = [
            ("link", counts.dataReplies), ("other", counts.controlReplies),
            ("refused", counts.refusals),
        ]
        return routes.flatMap { route, replies in
            (2...5).map { digit in
                Sample(
                    [.init("route", route), .init("status", "\(digit)xx")],
                    .number(Double(replies[digit])))
            }
        }
    }

    private static func seconds(_ counts: ServerCounts) -> HistogramSnapshot {
        HistogramSnapshot(
            bounds: ServerCounts.secondsBounds, counts: counts.secondsCounts.map(UInt64.init),
            sumSeconds: counts.secondsSum)
    }

    /// The store cumulates its buckets already.
    private static func commits(_ histogram: EventFigures.Histogram) -> HistogramSnapshot {
        var counts: [UInt64] = []
        var below: UInt64 = 0
        for reached in histogram.buckets + [histogram.count] {
            counts.append(reached - below)
            below = reached
        }
        return HistogramSnapshot(
            bounds: EventFigures.Histogram.bounds, counts: counts, sumSeconds: histogram.sum)
    }
}

/// The listener of `/metrics`.
struct MetricsDoor: ControlPlane {
    let metrics: Metrics
    let saves: SaveGauge

    func bodyBytesMax(for method: Method, path: String) -> Int { 0 }

    func respond(to request: Request) async -> Response {
        guard request.path == "/metrics" else { return .plain(404, "Only /metrics is here.\n") }
        guard request.method == .get || request.method == .head else {
            var refusal = Response.plain(405, "Only GET and HEAD are answered here.\n")
            refusal.fields["Allow"] = "GET, HEAD"
            return refusal
        }
        await saves.refresh(at: Instant(ms: request.arrival.nowMs))
        return .plain(200, metrics.text(), type: Metrics.mediaType)
    }
}
