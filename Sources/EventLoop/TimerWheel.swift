// A hashed wheel: slot = tick mod 512, each slot a list linked through indices. An entry due later
// than one round simply stays in its slot until its tick comes. Scheduling and cancelling are O(1)
// and allocate nothing; pages of the entries are touched only as far as indices were used.

/// Coarse timers for things that have a small index: one timer each.
@safe
public struct TimerWheel: ~Copyable {
    private struct Entry {
        var tick: Int64
        var next: Int32
        var previous: Int32
    }

    private static let slots = 512
    private static let none: Int32 = -1
    /// Marks an entry that stands in no list.
    private static let idle: Int64 = -1

    private let entries: UnsafeMutablePointer<Entry>
    private let first: UnsafeMutablePointer<Int32>
    private let capacity: Int
    private let tickMs: Int64
    private var tick: Int64
    /// Where the walk through the present slot stands.
    private var cursor: Int32 = none
    private var isWalking = false
    /// Entries below this index are initialised.
    private var known = 0
    public private(set) var count = 0

    public init(capacity: Int, tickMs: Int64, nowMs: Int64) {
        self.capacity = capacity
        self.tickMs = tickMs
        tick = nowMs / tickMs
        unsafe entries = .allocate(capacity: capacity)
        unsafe first = .allocate(capacity: Self.slots)
        unsafe first.initialize(repeating: Self.none, count: Self.slots)
    }

    deinit {
        unsafe entries.deallocate()
        unsafe first.deallocate()
    }

    /// Sets the timer of `index`, replacing an earlier one; it fires at the first tick past
    /// `dueMs`.
    public mutating func schedule(_ index: Int, dueMs: Int64) {
        precondition(index >= 0 && index < capacity)
        while known <= index {
            unsafe (entries + known).initialize(to: Entry(tick: Self.idle, next: -1, previous: -1))
            known += 1
        }
        cancel(index)
        let due = max(tick + 1, dueMs / tickMs + 1)
        let slot = Int(due) & (Self.slots - 1)
        let head = unsafe first[slot]
        unsafe entries[index] = Entry(tick: due, next: head, previous: Self.none)
        if head != Self.none { unsafe entries[Int(head)].previous = Int32(index) }
        unsafe first[slot] = Int32(index)
        count += 1
    }

    /// Whether the timer of `index` is set to fire by `dueMs` at the latest.
    public func fires(_ index: Int, by dueMs: Int64) -> Bool {
        guard index < known else { return false }
        let due = unsafe entries[index].tick
        return due != Self.idle && due <= dueMs / tickMs + 1
    }

    public mutating func cancel(_ index: Int) {
        guard index < known else { return }
        let entry = unsafe entries[index]
        guard entry.tick != Self.idle else { return }
        if cursor == Int32(index) { cursor = entry.next }
        if entry.next != Self.none { unsafe entries[Int(entry.next)].previous = entry.previous }
        if entry.previous != Self.none {
            unsafe entries[Int(entry.previous)].next = entry.next
        } else {
            unsafe first[Int(entry.tick) & (Self.slots - 1)] = entry.next
        }
        unsafe entries[index].tick = Self.idle
        count -= 1
    }

    /// The next index whose timer has fired by `nowMs`; nil once there is none. Its timer is then
    /// unset.
    public mutating func nextDue(nowMs: Int64) -> Int? {
        let end = nowMs / tickMs
        if count == 0 {
            tick = max(tick, end)
            isWalking = false
            return nil
        }
        while true {
            if !isWalking {
                guard tick < end else { return nil }
                tick += 1
                cursor = unsafe first[Int(tick) & (Self.slots - 1)]
                isWalking = true
            }
            while cursor != Self.none {
                let index = Int(cursor)
                cursor = unsafe entries[index].next
                if unsafe entries[index].tick <= tick {
                    cancel(index)
                    return index
                }
            }
            isWalking = false
        }
    }

    /// Milliseconds to sleep before `nextDue` may have something; -1 if no timer is set.
    public func msToNextTick(nowMs: Int64) -> Int {
        count == 0 ? -1 : Int(max(1, (tick + 1) * tickMs - nowMs))
    }
}
