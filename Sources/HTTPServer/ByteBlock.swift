/// Bytes a connection keeps while it must: the beginning of a head, the rest of a reply. Its owner
/// clears it.
@safe
struct ByteBlock {
    private var base: UnsafeMutableRawPointer?
    private(set) var count: UInt32 = 0
    private var capacity: UInt32 = 0

    private static let bytesMin = 128

    var isEmpty: Bool { count == 0 }

    /// Holds a copy of `bytes` instead of what it held.
    mutating func hold(_ bytes: UnsafeRawBufferPointer) {
        if unsafe bytes.count > Int(capacity) || bytes.isEmpty {
            clear()
            guard let source = bytes.baseAddress, unsafe !bytes.isEmpty else { return }
            var room = Self.bytesMin
            while room < bytes.count { room *= 2 }
            let fresh = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 8)
            unsafe fresh.copyMemory(from: source, byteCount: bytes.count)
            unsafe base = fresh
            capacity = UInt32(room)
        } else if let base = unsafe base, let source = bytes.baseAddress {
            unsafe base.copyMemory(from: source, byteCount: bytes.count)
        }
        count = UInt32(bytes.count)
    }

    @unsafe var memory: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base, count: Int(count))
    }

    mutating func clear() {
        unsafe base?.deallocate()
        unsafe base = nil
        count = 0
        capacity = 0
    }
}
