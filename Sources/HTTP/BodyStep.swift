public import Bytes

/// What one step through a request's body found.
@frozen
public enum BodyStep: Equatable, Sendable {
    /// Bytes of the body, never empty; the slice lies in the span just fed.
    case payload(ByteSlice)
    /// All that was fed is used up, and more must come.
    case partial
    /// The body has ended; what follows is the next request.
    case done
    /// Answer this status and close.
    case refused(status: Int)
}

/// Finds a request's body in what follows its head, however it is framed (RFC 9112 §6).
///
/// Feed it what has come and step until it is `.partial` or `.done`; `place` moves past what is
/// used up. It keeps no bytes, so the caller may drop everything before `place` at any time.
@frozen
public struct BodyDecoder: Sendable, BitwiseCopyable {
    @usableFromInline var chunks: ChunkedDecoder
    @usableFromInline var isChunked: Bool
    @usableFromInline var remaining: Int
    @usableFromInline var isTooLarge: Bool

    public init(_ framing: BodyFraming, bodyBytesMax: Int) {
        chunks = ChunkedDecoder(bodyBytesMax: bodyBytesMax)
        switch framing {
        case .none: (isChunked, remaining) = (false, 0)
        case .length(let length): (isChunked, remaining) = (false, length)
        case .chunked: (isChunked, remaining) = (true, 0)
        }
        isTooLarge = remaining > bodyBytesMax
    }

    /// The next step through `bytes` from `place`; 413 before a body larger than allowed is read.
    public mutating func next(_ bytes: RawSpan, at place: inout Int) -> BodyStep {
        if isChunked { return chunks.next(bytes, at: &place) }
        if isTooLarge { return .refused(status: 413) }
        if remaining == 0 { return .done }
        let count = min(remaining, bytes.byteCount - place)
        if count <= 0 { return .partial }
        let payload = ByteSlice(offset: place, count: count)
        place += count
        remaining -= count
        return .payload(payload)
    }
}
