// Where a loop's replies stand until they are sent: chunks of 320 KiB of address space, of which
// only the part that is used ever becomes memory. A turn takes the chunk freed last, so that a busy
// loop writes over the same few pages again and again.

/// The loop's reply memory.
@safe
struct ReplyArena: ~Copyable {
    @safe
    private struct Chunk {
        var base: UnsafeMutableRawPointer
        var used: Int
        /// Replies in it that are not sent.
        var pending: Int
    }

    /// A chunk takes further turns until this much of it is used.
    private static let reusedBytesMax = 65_536
    private static let chunkBytes = Limits.replyBytesMax + reusedBytesMax

    private var chunks: [Chunk] = []
    private var freed: [Int] = []
    private var heldBytes = 0
    /// The chunk the last `open` chose.
    private(set) var current = 0

    init() {}

    deinit {
        for chunk in chunks { unsafe chunk.base.deallocate() }
    }

    /// Whether replies can be written now; if not, those that are there must leave first.
    var hasRoom: Bool { heldBytes < Limits.heldReplyBytesMax }

    /// Memory for a connection's replies, `replyBytesMax` at least.
    @unsafe
    mutating func open() -> UnsafeMutableRawBufferPointer {
        if chunks.isEmpty || chunks[current].used > Self.reusedBytesMax {
            if let index = freed.popLast() {
                current = index
            } else {
                let base = UnsafeMutableRawPointer.allocate(
                    byteCount: Self.chunkBytes, alignment: 4096)
                unsafe chunks.append(Chunk(base: base, used: 0, pending: 0))
                current = chunks.count - 1
            }
        }
        let chunk = chunks[current]
        return unsafe UnsafeMutableRawBufferPointer(
            start: chunk.base + chunk.used, count: Self.chunkBytes - chunk.used)
    }

    /// Keeps the first `count` bytes of what `open` gave; answers where they begin in the current
    /// chunk.
    mutating func close(_ count: Int) -> Int {
        let start = chunks[current].used
        chunks[current].used += count
        chunks[current].pending += 1
        heldBytes += count
        return start
    }

    @unsafe
    func memory(_ chunk: Int, _ offset: Int, _ count: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: chunks[chunk].base + offset, count: count)
    }

    /// Gives a reply of `count` bytes back.
    mutating func release(_ chunk: Int, _ count: Int) {
        heldBytes -= count
        chunks[chunk].pending -= 1
        guard chunks[chunk].pending == 0 else { return }
        chunks[chunk].used = 0
        if chunk != current { freed.append(chunk) }
    }
}
