// Counters of one loop. Only that loop writes them, so an addition is a plain load and store; other
// threads read them at any time.
import Synchronization

/// What a loop or a server has done since its start.
public struct ServerCounts: Equatable, Sendable {
    /// Upper bounds of the histogram's buckets in seconds; a last bucket takes what is longer.
    public static let secondsBounds = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
    ]

    /// Connections that are open now.
    public var connections = 0
    public var connectionsAccepted = 0
    /// Turned away for want of room or descriptors.
    public var connectionsRefused = 0
    /// Replies of the data plane by the first digit of their status; index 0 is never used.
    public var dataReplies = [Int](repeating: 0, count: 6)
    /// Responses of the control plane, likewise.
    public var controlReplies = [Int](repeating: 0, count: 6)
    /// Refusals by the server itself, likewise.
    public var refusals = [Int](repeating: 0, count: 6)
    /// Replies per bucket, from the request's last byte to the reply's first; not cumulative.
    public var secondsCounts = [Int](repeating: 0, count: secondsBounds.count + 1)
    public var secondsSum = 0.0

    public init() {}
}

/// Who answered.
enum Answerer: Int {
    case data = 0
    case control = 1
    case server = 2
}

final class Tally: Sendable {
    private static let classes = 6
    private static let connections = 18
    private static let accepted = 19
    private static let refused = 20
    private static let sumNs = 21
    private static let buckets = 22

    private let cells = InlineArray<40, Atomic<Int>> { _ in Atomic(0) }

    private func add(_ cell: Int, _ number: Int) {
        let before = cells[cell].load(ordering: .relaxed)
        cells[cell].store(before &+ number, ordering: .relaxed)
    }

    func opened() {
        add(Self.connections, 1)
        add(Self.accepted, 1)
    }

    func closed() {
        add(Self.connections, -1)
    }

    func refusedConnection() {
        add(Self.refused, 1)
    }

    /// `digit` is the first of the status, as a number.
    func replied(_ answerer: Answerer, digit: Int) {
        add(answerer.rawValue &* Self.classes &+ min(max(digit, 0), 5), 1)
    }

    /// `requests` were answered in `ns` nanoseconds each.
    func took(_ ns: Int64, requests: Int) {
        add(Self.sumNs, Int(ns) &* requests)
        add(Self.buckets &+ Self.bucket(ns), requests)
    }

    private static func bucket(_ ns: Int64) -> Int {
        if ns <= 1_000_000 {
            if ns <= 250_000 { return ns <= 100_000 ? 0 : 1 }
            return ns <= 500_000 ? 2 : 3
        }
        if ns <= 25_000_000 {
            if ns <= 5_000_000 { return ns <= 2_500_000 ? 4 : 5 }
            return ns <= 10_000_000 ? 6 : 7
        }
        if ns <= 100_000_000 { return ns <= 50_000_000 ? 8 : 9 }
        if ns <= 250_000_000 { return 10 }
        return ns <= 1_000_000_000 ? 11 : 12
    }

    func add(to counts: inout ServerCounts) {
        func read(_ cell: Int) -> Int { cells[cell].load(ordering: .relaxed) }
        for digit in 0..<Self.classes {
            counts.dataReplies[digit] += read(digit)
            counts.controlReplies[digit] += read(Self.classes + digit)
            counts.refusals[digit] += read(2 * Self.classes + digit)
        }
        counts.connections += read(Self.connections)
        counts.connectionsAccepted += read(Self.accepted)
        counts.connectionsRefused += read(Self.refused)
        counts.secondsSum += Double(read(Self.sumNs)) / 1e9
        for bucket in counts.secondsCounts.indices {
            counts.secondsCounts[bucket] += read(Self.buckets + bucket)
        }
    }
}
