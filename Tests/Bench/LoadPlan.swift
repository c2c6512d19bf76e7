/// What to send, how fast and for how long.
struct LoadPlan {
    /// When the next request goes out.
    enum Pace {
        /// When the one before is answered; `pipeline` requests in one write.
        case closed(pipeline: Int)
        /// At moments of a seeded Poisson process of `rate` a second, answered or not. Latency
        /// counts from the moment planned, so a stalled server cannot hide its queue.
        case open(rate: Double)
        /// As closed, each on a connection of its own.
        case fresh
    }

    /// What to do when nobody accepts any more.
    enum Refusals { case tryAgain, endTheRun }

    var endpoint: Endpoint
    var template: RequestTemplate
    var pace: Pace
    var connections: Int
    var seconds: Double
    var warmUpSeconds = 0.5
    var status = 302
    /// The running number of the first request, where the template has a place for it.
    var firstNumber: UInt64 = 0
    /// Sends each number below this in an order that jumps, instead of counting up.
    var scatter: UInt64?
    var refusals = Refusals.tryAgain
    /// Ends the run early, after so many answers in the measured window.
    var requestsMax = Int.max

    init(_ endpoint: Endpoint, _ template: RequestTemplate, _ pace: Pace, connections: Int) {
        self.endpoint = endpoint
        self.template = template
        self.pace = pace
        self.connections = connections
        seconds = 2
    }

    static let connectionsMax = 4_096
    static let pipelineMax = 64
}

/// What a run came to; everything within the measured window.
struct LoadResult {
    var requests = 0
    var seconds = 0.0
    /// CPU time of the server's processes, if they were known.
    var serverNs: UInt64?
    /// The client's own CPU time: near the whole window means that the client was the limit.
    var clientNs: UInt64 = 0
    var latency = Histogram()
    var receivedBytes = 0
    var wrongStatus = 0
    /// Connections that broke before the whole answer.
    var broken = 0
    var refused = 0
    /// Requests without an answer one second after the end.
    var unanswered = 0
    /// Connections the server closed after a whole answer.
    var reopened = 0

    var errors: Int { wrongStatus + broken + refused + unanswered }
    var rate: Double { seconds > 0 ? Double(requests) / seconds : 0 }
    /// The server's CPU microseconds per request.
    var serverMicroseconds: Double? {
        guard let serverNs, requests > 0 else { return nil }
        return Double(serverNs) / Double(requests) / 1e3
    }

    static let columns = [
        "run", "requests", "per second", "CPU us/request", "p50 us", "p90 us", "p99 us",
        "p99.9 us", "max us", "errors", "client busy %",
    ]

    func row(_ name: String) -> [Value] {
        let busy = seconds > 0 ? Double(clientNs) / seconds / 1e7 : 0
        return [
            .text(name), .whole(requests), .decimal(rate, digits: 0),
            .optional(serverMicroseconds, digits: 2),
            .microseconds(latency.percentile(50)), .microseconds(latency.percentile(90)),
            .microseconds(latency.percentile(99)), .microseconds(latency.percentile(99.9)),
            .microseconds(latency.max), .whole(errors), .decimal(busy, digits: 0),
        ]
    }
}
