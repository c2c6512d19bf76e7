// The two structures under ByteCache: the ring of entries and the index into it.

extension ByteCache {
    // MARK: Entries

    @_noLocks
    func flags(_ entry: Int) -> UInt8 {
        unsafe arena.load(fromByteOffset: entry &+ 22, as: UInt8.self)
    }

    @_noLocks
    func value(ofEntry entry: Int) -> ByteSlice {
        let count = unsafe arena.load(fromByteOffset: entry &+ 12, as: UInt32.self)
        let name = unsafe arena.load(fromByteOffset: entry &+ 20, as: UInt16.self)
        return ByteSlice(offset: entry &+ Self.headBytes &+ Int(name), count: Int(count))
    }

    private func size(ofEntry entry: Int) -> Int {
        Int(unsafe arena.load(fromByteOffset: entry + 8, as: UInt32.self))
    }

    @_noLocks
    private func hash(ofEntry entry: Int) -> UInt64 {
        unsafe arena.load(fromByteOffset: entry, as: UInt64.self)
    }

    /// Lets the oldest entries go until `size` bytes in a row are free at `head`; false if they
    /// never can be.
    mutating func makeRoom(_ size: Int) -> Bool {
        guard size <= capacity else { return false }
        var chances = Self.chancesMax
        while true {
            if entryCount == 0 { (head, tail, wrapEnd) = (0, 0, -1) }
            if wrapEnd < 0 {
                if capacity - head >= size { return true }
                // What is left behind the last entry stays unused this time round.
                wrapEnd = head
                head = 0
            } else {
                if tail - head >= size { return true }
                releaseOldest(&chances)
            }
        }
    }

    /// Takes the oldest entry out of the ring, or carries it on to `head` if it was looked up.
    mutating func releaseOldest(_ chances: inout Int) {
        let size = size(ofEntry: tail)
        let flags = flags(tail)
        let isRemoved = flags & 2 != 0
        // Only a ring that has begun again has its gap right before the oldest entry.
        if flags & 1 != 0, !isRemoved, chances > 0, wrapEnd >= 0 {
            chances -= 1
            let slot = slot(ofEntry: tail)
            unsafe arena.storeBytes(of: 0, toByteOffset: tail + 22, as: UInt8.self)
            unsafe (arena + head).copyMemory(from: arena + tail, byteCount: size)
            point(slot, to: head)
            head += size
        } else {
            if !isRemoved {
                clear(slot(ofEntry: tail))
                count -= 1
            }
            entryCount -= 1
        }
        tail += size
        if tail == wrapEnd { (tail, wrapEnd) = (0, -1) }
    }

    // MARK: Index

    static func emptySlots(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        unsafe slots.initialize(repeating: 0, count: count)
        return unsafe slots
    }

    /// The tag is part of the key, so entries of one name under many tags spread.
    @_noLocks
    func hash(_ bytes: RawSpan, _ name: ByteSlice, _ tag: UInt32) -> UInt64 {
        tableHash(bytes, name, key: key) ^ UInt64(tag) &* 0x9E37_79B9_7F4A_7C15
    }

    @_noLocks
    func offset(ofSlot slot: Int) -> Int {
        (Int(truncatingIfNeeded: unsafe slots[slot] & 0xFFFF_FFFF) &- 1) &* 8
    }

    /// The slot that leads to the entry of this name and tag.
    @_noLocks
    func slot(_ hash: UInt64, _ bytes: RawSpan, _ name: ByteSlice, _ tag: UInt32) -> Int? {
        guard name.upperBound <= bytes.byteCount else { return nil }
        var slot = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
        while true {
            let word = unsafe slots[slot]
            if word == 0 { return nil }
            if word >> 32 == hash >> 32 {
                let entry = offset(ofSlot: slot)
                if isNamed(entry, bytes, name, tag) { return slot }
            }
            slot = (slot &+ 1) & (slotCount &- 1)
        }
    }

    @_noLocks
    private func isNamed(
        _ entry: Int, _ bytes: RawSpan, _ name: ByteSlice, _ tag: UInt32
    ) -> Bool {
        guard unsafe arena.load(fromByteOffset: entry &+ 16, as: UInt32.self) == tag,
            unsafe arena.load(fromByteOffset: entry &+ 20, as: UInt16.self) == name.count
        else { return false }
        let start = entry &+ Self.headBytes
        var place = 0
        while place < Int(name.count) {
            let octet = unsafe arena.load(fromByteOffset: start &+ place, as: UInt8.self)
            if octet != bytes.byte(name.lowerBound &+ place) { return false }
            place &+= 1
        }
        return true
    }

    /// The slot that leads to an entry which has one.
    private func slot(ofEntry entry: Int) -> Int {
        var slot = Int(truncatingIfNeeded: hash(ofEntry: entry)) & (slotCount - 1)
        while offset(ofSlot: slot) != entry { slot = (slot + 1) & (slotCount - 1) }
        return slot
    }

    mutating func put(_ hash: UInt64, _ entry: Int) {
        var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
        while unsafe slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
        unsafe slots[slot] = (hash >> 32) << 32
        point(slot, to: entry)
    }

    private mutating func point(_ slot: Int, to entry: Int) {
        unsafe slots[slot] = (slots[slot] >> 32) << 32 | UInt64(entry / 8 + 1)
    }

    /// Empties a slot and moves those behind it that would not be found past the gap.
    mutating func clear(_ slot: Int) {
        let mask = slotCount - 1
        var gap = slot
        var next = slot
        while true {
            next = (next + 1) & mask
            guard unsafe slots[next] != 0 else { break }
            let home = Int(truncatingIfNeeded: hash(ofEntry: offset(ofSlot: next))) & mask
            if (next - home) & mask >= (next - gap) & mask {
                unsafe slots[gap] = slots[next]
                gap = next
            }
        }
        unsafe slots[gap] = 0
    }

    /// Keeps the index at most three quarters full: larger while it may grow, then by letting
    /// entries go.
    mutating func makeSlot() {
        while (count + 1) * 4 > slotCount * 3 {
            if slotCount < slotCountMax {
                grow()
            } else {
                var chances = 0
                releaseOldest(&chances)
            }
        }
    }

    private mutating func grow() {
        let old = unsafe slots
        let oldCount = slotCount
        slotCount *= 2
        unsafe slots = Self.emptySlots(slotCount)
        for place in 0..<oldCount {
            let word = unsafe old[place]
            if word == 0 { continue }
            let entry = (Int(word & 0xFFFF_FFFF) - 1) * 8
            put(hash(ofEntry: entry), entry)
        }
        unsafe old.deallocate()
    }
}
