internal import Bytes

/// Memory this room owns, handed out as a sink or as bytes; freed with its owner.
@safe
final class Block {
    private let memory: UnsafeMutableRawBufferPointer

    init(bytes: Int) {
        unsafe memory = .allocate(byteCount: bytes, alignment: 16)
    }

    deinit { unsafe memory.deallocate() }

    /// A sink over the block from `offset` on; what stood there is overwritten.
    func sink(from offset: Int = 0) -> ByteSink {
        unsafe ByteSink(over: UnsafeMutableRawBufferPointer(rebasing: memory[offset...]))
    }

    /// The first `count` bytes; valid while the block lives and nobody writes.
    @unsafe
    func bytes(_ count: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[..<count])
    }
}
