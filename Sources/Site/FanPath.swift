// The paths a fan's tap can take, recognised in place:
//
//   /link/<code>                  visit
//   /link/<code>/to/<platform>    click-through
//
// Everything else under /link/ belongs to the control plane.
internal import Bytes

/// What a path of the fan's side asks for.
struct FanPath: BitwiseCopyable {
    var kind: Kind
    /// Slice of the code within the request.
    var code: ByteSlice
    /// Slice of the platform's id within the request; only for a click-through.
    var platform: ByteSlice

    enum Kind: UInt8, BitwiseCopyable {
        case foreign, visit, clickThrough
    }

    private static var foreign: FanPath {
        @_noLocks get { FanPath(kind: .foreign, code: .none, platform: .none) }
    }

    /// The path of a request target, its escapes left on: no code or platform has any.
    @_noLocks
    static func read(_ path: ByteSlice, in bytes: RawSpan) -> FanPath {
        let start = path.lowerBound
        // "/link/" is six bytes: compared as one word under a mask.
        guard path.count > 6, bytes.integer(start, bytes: 6) == 0x2F6B_6E69_6C2F else {
            return .foreign
        }
        var end = start &+ 6
        while end < path.upperBound, isCodeByte(bytes.byte(end)) { end &+= 1 }
        let found = ByteSlice(offset: start &+ 6, count: end &- start &- 6)
        guard !found.isEmpty, found.count <= 64 else { return .foreign }
        let rest = path.upperBound &- end
        if rest == 0 { return FanPath(kind: .visit, code: found, platform: .none) }
        if rest == 1, bytes.byte(end) == 0x2F {
            return FanPath(kind: .visit, code: found, platform: .none)
        }
        guard rest > 4, bytes.integer(end, bytes: 4) == 0x2F6F_742F else { return .foreign }
        return FanPath(
            kind: .clickThrough, code: found,
            platform: ByteSlice(offset: end &+ 4, count: rest &- 4))
    }

    /// The characters of `Code`.
    @_noLocks
    private static func isCodeByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
            || byte == 0x2D || byte == 0x5F
    }
}
