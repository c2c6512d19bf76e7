// Parsing a browser's request head, as the loop does it.
import Bytes
import HTTP

/// Eight requests for one link that differ as fans' browsers do.
enum SampleRequests {
    static let userAgents = [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            + "Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/137.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/137.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            + "Gecko) Mobile/15E148 Instagram 383.0.0.28.85 (iPhone15,2; iOS 18_4; en_GB; "
            + "scale=3.00)",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.5 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0",
        "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like "
            + "Gecko) Version/4.0 Chrome/136.0.0.0 Mobile Safari/537.36 musical_ly_2023905030",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    ]

    static let all: [[UInt8]] = userAgents.enumerated().map { place, agent in
        make("/link/mira-\(place)?to=spotify", agent: agent)
    }

    static func make(_ target: String, agent: String) -> [UInt8] {
        let fields = ["User-Agent: \(agent)"] + RequestTemplate.browserFields.dropFirst()
        let lines = ["GET \(target) HTTP/1.1", "Host: s.example"] + fields
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

extension MicroCase {
    static func parsing() -> [MicroCase] {
        let parsing = Parsing()
        return [
            MicroCase(name: "parse (browser's head)") { parsing.whole($0) },
            MicroCase(name: "parse (cut in the middle)") { parsing.half($0) },
        ]
    }
}

private final class Parsing {
    /// All requests end to end, as they lie in a loop's read buffer.
    private let buffer = Array(SampleRequests.all.joined())
    private let ranges: [Range<Int>]
    private let halves: [Range<Int>]
    private var head = RequestHead()
    private let limits = HeadLimits()

    init() {
        var start = 0
        ranges = SampleRequests.all.map { request in
            defer { start += request.count }
            return start..<(start + request.count)
        }
        halves = ranges.map { $0.lowerBound..<($0.lowerBound + $0.count / 2) }
    }

    func whole(_ count: Int) -> UInt64 {
        let buffer = buffer
        let bytes = unsafe buffer.span.bytes
        var sum: UInt64 = 0
        for turn in 0..<count {
            let outcome = head.parse(bytes.extracting(ranges[turn & 7]), limits: limits)
            if case .complete(let bytes) = outcome { sum &+= UInt64(bytes) }
            sum &+= UInt64(head.value(of: .userAgent).offset)
        }
        return sum
    }

    func half(_ count: Int) -> UInt64 {
        let buffer = buffer
        let bytes = unsafe buffer.span.bytes
        var sum: UInt64 = 0
        for turn in 0..<count {
            let outcome = head.parse(bytes.extracting(halves[turn & 7]), limits: limits)
            if case .partial = outcome { sum &+= 1 }
        }
        return sum
    }
}
