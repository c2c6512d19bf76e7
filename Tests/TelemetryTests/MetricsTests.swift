import Telemetry
import Testing

struct MetricsTests {
    @Test func `families are written with help, type and labels`() {
        let counter = Counter()
        counter.add(41)
        counter.add()
        var metrics = Metrics()
        metrics.add(.counter, "segue_events_total", "Events by kind.") {
            [Sample([.init("kind", "visit")], .number(Double(counter.value)))]
        }
        metrics.add(.gauge, "segue_connections", "Open now.") { [Sample([], .number(0.5))] }
        #expect(
            metrics.text() == """
                # HELP segue_events_total Events by kind.
                # TYPE segue_events_total counter
                segue_events_total{kind="visit"} 42
                # HELP segue_connections Open now.
                # TYPE segue_connections gauge
                segue_connections 0.5

                """)
    }

    @Test func `a histogram's buckets are cumulated and end at infinity`() {
        let histogram = Histogram(bounds: [0.001, 0.1])
        for seconds in [0.0005, 0.001, 0.05, 3] { histogram.observe(seconds: seconds) }
        var metrics = Metrics()
        metrics.add(.histogram, "segue_commit_seconds", "Commits.") {
            [Sample([], .histogram(histogram.snapshot))]
        }
        let lines = metrics.text().split(separator: "\n").dropFirst(2).map(String.init)
        #expect(
            Array(lines) == [
                #"segue_commit_seconds_bucket{le="0.001"} 2"#,
                #"segue_commit_seconds_bucket{le="0.1"} 3"#,
                #"segue_commit_seconds_bucket{le="+Inf"} 4"#, "segue_commit_seconds_sum 3.0515",
                "segue_commit_seconds_count 4",
            ])
    }

    @Test func `snapshots of the same bounds add up, others change nothing`() {
        var one = HistogramSnapshot(bounds: [1], counts: [1, 2], sumSeconds: 3)
        one += HistogramSnapshot(bounds: [1], counts: [10, 20], sumSeconds: 30)
        #expect(one == HistogramSnapshot(bounds: [1], counts: [11, 22], sumSeconds: 33))
        one += HistogramSnapshot(bounds: [2], counts: [10, 20], sumSeconds: 30)
        #expect(one.counts == [11, 22])
    }

    @Test func `label values cannot leave their quotes`() {
        var metrics = Metrics()
        metrics.add(.gauge, "segue_saves", "Saves.") {
            [Sample([.init("state", "a\"b\\c\nd")], .number(1))]
        }
        #expect(metrics.text().contains(#"segue_saves{state="a\"b\\c\nd"} 1"#))
    }

    @Test func `a label gone wild does not swell the scrape`() {
        var metrics = Metrics()
        metrics.add(.gauge, "segue_saves", "Saves.") {
            (0..<10_000).map { Sample([.init("state", "\($0)")], .number(1)) }
        }
        #expect(metrics.text().split(separator: "\n").count == Metrics.seriesMax + 2)
    }
}
