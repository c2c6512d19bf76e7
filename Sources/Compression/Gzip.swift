import CZlib

/// The gzip format (RFC 1952) by zlib; whole buffers only.
public enum Gzip {
    /// zlib's window bits for 32 KiB with a gzip head and trailer around it.
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8
    private static let bytesMax = Int(UInt32.max)

    /// Compresses; nil if zlib has no memory or the input exceeds 4 GiB.
    ///
    /// `level` runs from 1 (fast) to 9 (small). The result holds no time and no name, so the same
    /// input always makes the same bytes.
    public static func compress(_ bytes: [UInt8], level: Int32 = 9) -> [UInt8]? {
        guard bytes.count < bytesMax else { return nil }
        var stream = unsafe z_stream()
        let opened = unsafe deflateInit2_(
            &stream, min(max(level, 1), 9), Z_DEFLATED, windowBits, memoryLevel,
            Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { return nil }
        defer { _ = unsafe deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](
            repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(input.count))))
        let ended = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                return unsafe deflate(&stream, Z_FINISH)
            }
        }
        guard ended == Z_STREAM_END else { return nil }
        output.removeLast(unsafe Int(stream.avail_out))
        return output
    }

    /// Decompresses; nil if the input is damaged, cut off or yields more than `bytesMax`.
    public static func inflate(_ bytes: [UInt8], bytesMax: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        let opened = unsafe inflateInit2_(
            &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { return nil }
        defer { _ = unsafe inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: max(1, bytesMax))
        let ended = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                return unsafe CZlib.inflate(&stream, Z_FINISH)
            }
        }
        guard ended == Z_STREAM_END else { return nil }
        output.removeLast(unsafe Int(stream.avail_out))
        return output.count <= bytesMax ? output : nil
    }
}
