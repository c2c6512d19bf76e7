// A loop's memory of what the store told it: names to bytes within a fixed budget, oldest out
// first.
//
// The arena is a ring of entries, each on a multiple of 8:
//
//   offset  bytes  what
//        0      8  hash of the name
//        8      4  bytes of the whole entry, a multiple of 8
//       12      4  bytes of the value
//       16      4  tag
//       20      2  bytes of the name
//       22      1  bit 0: looked up since written or moved; bit 1: removed
//       24      …  the name, then the value
//
// The index is a table of words with linear probing: the hash's upper half, then the entry's offset
// / 8 + 1. A hash only leads to an entry; name and tag are compared whole, so no collision can
// serve another's bytes. An entry that was looked up is carried on once when its turn to leave
// comes (second chance).

/// Bytes by name within a fixed budget of memory. One thread's own.
@safe
public struct ByteCache: ~Copyable {
    let arena: UnsafeMutableRawPointer
    let capacity: Int
    let key: HashKey
    var slots: UnsafeMutablePointer<UInt64>
    var slotCount: Int
    let slotCountMax: Int
    /// Where the next entry goes.
    var head = 0
    /// The oldest entry.
    var tail = 0
    /// Where the entries from `tail` on end, if the ring has begun again before it; else -1.
    var wrapEnd = -1
    /// Entries in the arena, removed ones too.
    var entryCount = 0
    /// Entries that can be found.
    public internal(set) var count = 0

    static var headBytes: Int { @_noLocks get { 24 } }
    static var slotCountMin: Int { 256 }
    /// Entries one insertion may carry on; then the oldest leaves, looked up or not.
    static var chancesMax: Int { 64 }
    /// Smallest and largest budget; slices reach 4 GiB.
    static var budgetBytesMin: Int { 65_536 }
    static var budgetBytesMax: Int { 1 << 31 }
    static var nameBytesMax: Int { Int(UInt16.max) }

    /// A cache that never takes more than `budgetBytes` (64 KiB to 2 GiB, otherwise the nearest),
    /// nor touches memory before it has something to put there. `key` is secret and new in every
    /// process.
    public init(budgetBytes: Int, key: HashKey) {
        let budget = min(max(budgetBytes, Self.budgetBytesMin), Self.budgetBytesMax)
        self.key = key
        // An eighth for the index: the largest power of two of words that fits.
        var words = Self.slotCountMin
        while words * 2 * MemoryLayout<UInt64>.stride <= budget / 8 { words *= 2 }
        slotCountMax = words
        capacity = (budget - words * MemoryLayout<UInt64>.stride) & ~7
        unsafe arena = .allocate(byteCount: capacity, alignment: 16)
        slotCount = Self.slotCountMin
        unsafe slots = Self.emptySlots(slotCount)
    }

    deinit {
        unsafe arena.deallocate()
        unsafe slots.deallocate()
    }

    /// The largest value it takes; larger ones would empty it for one guest.
    public var valueBytesMax: Int { capacity / 4 }

    /// Where the value under a name lies in `memory`; nil if it is not there. Good until the next
    /// insertion.
    @_noLocks
    public func find(_ bytes: RawSpan, _ name: ByteSlice, tag: UInt32 = 0) -> ByteSlice? {
        let hash = hash(bytes, name, tag)
        guard let slot = slot(hash, bytes, name, tag) else { return nil }
        let entry = offset(ofSlot: slot)
        unsafe arena.storeBytes(of: flags(entry) | 1, toByteOffset: entry &+ 22, as: UInt8.self)
        return value(ofEntry: entry)
    }

    /// Puts a value under a name and tag, in place of one already there; older entries may leave.
    ///
    /// Answers where it lies; nil, and the old one gone too, if it is larger than `valueBytesMax`
    /// or the name than 64 KiB. `value` must not lie in this cache's own memory.
    @discardableResult
    public mutating func insert(
        _ bytes: RawSpan, _ name: ByteSlice, tag: UInt32 = 0, value: RawSpan
    ) -> ByteSlice? {
        remove(bytes, name, tag: tag)
        let nameBytes = Int(name.count)
        guard nameBytes <= Self.nameBytesMax, value.byteCount <= valueBytesMax,
            name.upperBound <= bytes.byteCount
        else { return nil }
        let size = (Self.headBytes + nameBytes + value.byteCount + 7) & ~7
        makeSlot()
        guard makeRoom(size) else { return nil }
        let hash = hash(bytes, name, tag)
        let entry = head
        unsafe arena.storeBytes(of: hash, toByteOffset: entry, as: UInt64.self)
        unsafe arena.storeBytes(of: UInt32(size), toByteOffset: entry + 8, as: UInt32.self)
        unsafe arena.storeBytes(
            of: UInt32(value.byteCount), toByteOffset: entry + 12, as: UInt32.self)
        unsafe arena.storeBytes(of: tag, toByteOffset: entry + 16, as: UInt32.self)
        unsafe arena.storeBytes(of: UInt16(nameBytes), toByteOffset: entry + 20, as: UInt16.self)
        unsafe arena.storeBytes(of: 0, toByteOffset: entry + 22, as: UInt16.self)
        let content = unsafe UnsafeMutableRawBufferPointer(
            start: arena + entry + Self.headBytes, count: nameBytes + value.byteCount)
        var sink = unsafe ByteSink(over: content)
        sink.append(bytes, name)
        sink.append(value)
        head += size
        entryCount += 1
        count += 1
        put(hash, entry)
        return self.value(ofEntry: entry)
    }

    /// Forgets the value under a name and tag; false if there is none.
    @discardableResult
    public mutating func remove(_ bytes: RawSpan, _ name: ByteSlice, tag: UInt32 = 0) -> Bool {
        guard let slot = slot(hash(bytes, name, tag), bytes, name, tag) else { return false }
        let entry = offset(ofSlot: slot)
        unsafe arena.storeBytes(of: flags(entry) | 2, toByteOffset: entry + 22, as: UInt8.self)
        clear(slot)
        count -= 1
        return true
    }

    /// Forgets everything; the memory stays its own.
    public mutating func removeAll() {
        unsafe slots.update(repeating: 0, count: slotCount)
        (head, tail, wrapEnd) = (0, 0, -1)
        (entryCount, count) = (0, 0)
    }

    /// Appends a value found before.
    @_noLocks
    public func append(_ slice: ByteSlice, to sink: inout ByteSink) {
        guard slice.upperBound <= capacity else { return }
        unsafe sink.append(arena + slice.lowerBound, count: Int(slice.count))
    }

    /// What slices point into. Valid while the cache lives and until the next insertion.
    @unsafe public var memory: UnsafeRawBufferPointer {
        @_noLocks get { unsafe UnsafeRawBufferPointer(start: arena, count: capacity) }
    }
}
