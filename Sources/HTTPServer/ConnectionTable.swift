/// All connections of a loop in one slab; a slot is found by index and proved by generation.
@safe
final class ConnectionTable {
    let capacity: Int
    private let slots: UnsafeMutablePointer<Connection>
    private var freed: [UInt32] = []
    /// Slots below this index are initialised.
    private var known = 0
    private(set) var count = 0
    /// Indices that were idle for longest when last looked for, the last one longest.
    private var oldest: [(index: Int, idleOrder: UInt64)] = []
    private static let oldestMax = 64

    init(capacity: Int) {
        self.capacity = capacity
        unsafe slots = .allocate(capacity: capacity)
    }

    deinit {
        unsafe slots.deinitialize(count: known)
        unsafe slots.deallocate()
    }

    subscript(index: Int) -> Connection {
        _read {
            precondition(index < known)
            yield unsafe slots[index]
        }
        _modify {
            precondition(index < known)
            yield unsafe &slots[index]
        }
    }

    /// A free slot; nil if all are taken.
    func claim() -> Int? {
        if let index = freed.popLast() {
            count += 1
            return Int(index)
        }
        guard known < capacity else { return nil }
        unsafe (slots + known).initialize(to: Connection())
        known += 1
        count += 1
        return known - 1
    }

    /// Frees a slot; its connection must have been taken apart.
    func free(_ index: Int) {
        let generation = self[index].generation &+ 1
        self[index] = Connection()
        self[index].generation = generation
        freed.append(UInt32(index))
        count -= 1
    }

    func token(_ index: Int) -> UInt64 {
        UInt64(self[index].generation) << 32 | UInt64(index)
    }

    /// The index a token names, if its connection is still there.
    func live(_ token: UInt64) -> Int? {
        let index = Int(token & 0xFFFF_FFFF)
        guard index < known, self[index].generation == UInt32(token >> 32),
            self[index].phase != .free
        else { return nil }
        return index
    }

    /// Every slot in use.
    func forEachLive(_ body: (Int) -> Void) {
        for index in 0..<known where self[index].phase != .free { body(index) }
    }

    /// Nothing is being said on it, nor is anything begun.
    func isIdle(_ index: Int) -> Bool {
        self[index].phase == .reading && self[index].kept.isEmpty
    }

    /// The connection that has been idle for longest; nil if none is idle.
    ///
    /// One walk through the slab finds the next 64 of them, so a flood at the limit stays cheap.
    func takeOldestIdle() -> Int? {
        for _ in 0..<2 {
            while let last = oldest.popLast() {
                if isIdle(last.index), self[last.index].idleOrder == last.idleOrder {
                    return last.index
                }
            }
            findOldest()
        }
        return nil
    }

    private func findOldest() {
        oldest.removeAll(keepingCapacity: true)
        for index in 0..<known where isIdle(index) {
            let order = self[index].idleOrder
            if oldest.count == Self.oldestMax {
                guard let youngest = oldest.first, order < youngest.idleOrder else { continue }
                oldest.removeFirst()
            }
            let place = oldest.firstIndex { $0.idleOrder < order } ?? oldest.count
            oldest.insert((index, order), at: place)
        }
    }
}
