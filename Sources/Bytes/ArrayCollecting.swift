extension [UInt8] {
    /// What `write` appends to a sink of `bytesMax` bytes; empty if it did not fit.
    public init(bytesMax: Int, collecting write: (inout ByteSink) -> Void) {
        unsafe self.init(unsafeUninitializedCapacity: bytesMax) { memory, count in
            var sink = unsafe ByteSink(over: UnsafeMutableRawBufferPointer(memory))
            write(&sink)
            count = sink.overflowed ? 0 : sink.count
        }
    }
}
