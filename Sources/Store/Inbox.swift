import Bytes

/// What waits for the writer: a value behind one lock, so that each step of it can be tested alone.
///
/// A batch is everything appended between two takes and has one number, its commitment. Numbers are
/// reached in order: by a commit, or by giving up the wait for one.
struct Inbox {
    let bytesMax: Int

    private(set) var bytes: [UInt8] = []
    /// Events in `bytes`.
    private(set) var events = 0
    /// When the first of them came, monotonic nanoseconds.
    private(set) var firstAt: UInt64 = 0
    /// The number of the batch that is being gathered.
    private(set) var open: UInt64 = 1
    /// The newest commitment that is durable or given up.
    private(set) var reached: UInt64 = 0

    /// The batch the writer has taken and not yet written.
    private(set) var underwayBytes = 0
    private(set) var underwayEvents = 0
    private(set) var underwaySince: UInt64 = 0
    private var underwayNumber: UInt64 = 0

    /// Whether the disk is slow or full, so that replies do not wait for it.
    private(set) var isStalled = false
    private(set) var dropped: UInt64 = 0
    var isClosed = false

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// Events that are not written yet.
    var held: Int { events + underwayEvents }

    /// The commitment that will cover the batch; 0 if there is no room for it.
    mutating func append(_ batch: RawSpan, events count: Int, at now: UInt64) -> UInt64 {
        guard !isClosed, bytes.count + underwayBytes + batch.byteCount <= bytesMax else {
            dropped += UInt64(count)
            return 0
        }
        if events == 0 { firstAt = now }
        unsafe batch.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        events += count
        return isStalled ? reached : open
    }

    /// Gives everything gathered to the writer, in exchange for an empty buffer.
    mutating func take(into buffer: inout [UInt8]) {
        buffer.removeAll(keepingCapacity: buffer.capacity <= Limits.inboxBytesKept)
        swap(&bytes, &buffer)
        underwayBytes = buffer.count
        underwayEvents = events
        underwaySince = firstAt
        underwayNumber = open
        events = 0
        open += 1
    }

    /// The batch underway is durable.
    mutating func settle() {
        reached = max(reached, underwayNumber)
        underwayBytes = 0
        underwayEvents = 0
        isStalled = false
    }

    /// Replies stop waiting, whatever becomes of the events they wait for; those stay held.
    mutating func stall() {
        guard !isStalled else { return }
        isStalled = true
        reached = open
        open += 1
    }

    /// Nothing that is held can be written any more.
    mutating func abandon() {
        dropped += UInt64(held)
        stall()
        bytes = []
        events = 0
        settle()
    }

    mutating func drop(_ count: Int) { dropped += UInt64(count) }

    /// Since when the oldest event that a reply waits for has been held; nil if none.
    var waitingSince: UInt64? {
        if isStalled { return nil }
        if underwayEvents > 0 { return underwaySince }
        return events > 0 ? firstAt : nil
    }
}
