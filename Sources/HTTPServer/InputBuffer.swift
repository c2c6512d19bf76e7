/// The one buffer a loop reads into and parses from: room for a head that came in parts and a whole
/// read.
@safe
final class InputBuffer {
    private var base: UnsafeMutableRawPointer
    private(set) var capacity: Int

    init(headBytesMax: Int) {
        capacity = headBytesMax + Limits.readBytesMax
        unsafe base = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Grows for a head of that size; between two readings only.
    func reserve(headBytesMax: Int) {
        guard headBytesMax + Limits.readBytesMax > capacity else { return }
        unsafe base.deallocate()
        capacity = headBytesMax + Limits.readBytesMax
        unsafe base = .allocate(byteCount: capacity, alignment: 64)
    }

    /// Everything from `start`, to be written.
    @unsafe
    func room(from start: Int) -> UnsafeMutableRawBufferPointer {
        precondition(start <= capacity)
        return unsafe UnsafeMutableRawBufferPointer(start: base + start, count: capacity - start)
    }

    @unsafe
    func bytes(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        precondition(start <= end && end <= capacity)
        return unsafe UnsafeRawBufferPointer(start: base + start, count: end - start)
    }

    /// Puts kept bytes at the front; answers how many.
    func load(_ block: ByteBlock) -> Int {
        let memory = unsafe block.memory
        guard let source = memory.baseAddress, unsafe !memory.isEmpty else { return 0 }
        precondition(memory.count <= capacity)
        unsafe base.copyMemory(from: source, byteCount: memory.count)
        return memory.count
    }
}
