// From owned bytes to a span and back, for rooms that hold nothing unsafe themselves.

extension [UInt8] {
    /// Lends the array's bytes as a raw span.
    @inlinable
    public func withRawSpan<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let raw = unsafe span.bytes
        return try body(raw)
    }
}

extension RawSpan {
    /// A copy of the slice; empty if it is not all there.
    public func bytes(_ slice: ByteSlice) -> [UInt8] {
        guard slice.upperBound <= byteCount else { return [] }
        return unsafe withUnsafeBytes { memory in
            unsafe Array(memory[slice.lowerBound..<slice.upperBound])
        }
    }
}
