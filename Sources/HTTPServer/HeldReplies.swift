/// A connection's replies of one turn: bytes in the arena that leave together.
struct PendingReply {
    /// The connection, by slot and generation.
    var token: UInt64
    var chunk: Int
    var offset: Int
    var count: Int
    /// Requests answered in it.
    var requests: Int
    /// Nanoseconds of the monotonic clock at which the turn began.
    var startedNs: Int64
    /// What must be durable first; 0 for nothing.
    var commitment: UInt64
}

/// Replies in the order of their commitments: first in, first out.
struct HeldReplies {
    private var replies: [PendingReply] = []
    private var first = 0
    private static let slackMax = 1024

    var isEmpty: Bool { first == replies.count }

    mutating func append(_ reply: PendingReply) {
        replies.append(reply)
    }

    /// The next reply whose commitment is reached.
    mutating func next(committed: UInt64) -> PendingReply? {
        guard first < replies.count, replies[first].commitment <= committed else { return nil }
        let reply = replies[first]
        first += 1
        if first == replies.count {
            replies.removeAll(keepingCapacity: true)
            first = 0
        } else if first > Self.slackMax, first > replies.count / 2 {
            replies.removeFirst(first)
            first = 0
        }
        return reply
    }
}
