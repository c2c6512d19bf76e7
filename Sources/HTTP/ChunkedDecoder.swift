// The chunked coding (RFC 9112 §7.1) as a state machine that can stop after any byte:
//
//   size → [blank] → [extension] → LF → content → CR → LF → size …
//   size 0 → … → trailer start → trailer name → trailer value → LF → trailer start … → end
//
// Extensions and trailers are checked, bounded and dropped.
import Bytes

/// Takes the chunked coding off a body.
@frozen
public struct ChunkedDecoder: Sendable, BitwiseCopyable {
    @usableFromInline var state = State.size
    @usableFromInline var digits: UInt8 = 0
    @usableFromInline var extraBytes: UInt16 = 0
    @usableFromInline var remaining = 0
    @usableFromInline var allowed: Int

    @frozen @usableFromInline
    enum State: UInt8, Sendable {
        case size, blank, extensions, sizeLF, content, contentCR, contentLF
        case trailerStart, trailerName, trailerValue, trailerLF, endLF, done
        case malformed, tooLarge
    }

    /// Digits of a chunk size, leading zeros among them.
    public static let sizeDigitsMax = 15
    /// Bytes of all extensions and trailers of one body together.
    public static let extraBytesMax = 4096

    public init(bodyBytesMax: Int) { allowed = bodyBytesMax }

    /// The next step through `bytes` from `place`, which moves past what is used up.
    ///
    /// A chunk that would make the body larger than allowed is refused when its size is known.
    public mutating func next(_ bytes: RawSpan, at place: inout Int) -> BodyStep {
        while true {
            switch state {
            case .content:
                let count = min(remaining, bytes.byteCount - place)
                if count <= 0 { return .partial }
                let payload = ByteSlice(offset: place, count: count)
                place += count
                remaining -= count
                if remaining == 0 { state = .contentCR }
                return .payload(payload)
            case .done: return .done
            case .malformed: return .refused(status: 400)
            case .tooLarge: return .refused(status: 413)
            default:
                if place >= bytes.byteCount { return .partial }
                state = after(bytes.byte(place))
                place += 1
            }
        }
    }

    /// The state behind one byte of framing.
    private mutating func after(_ octet: UInt8) -> State {
        switch state {
        case .size: return afterSize(octet)
        case .blank:
            if octet == UInt8(ascii: ";") { return extra(.extensions) }
            return isBlank(octet) ? extra(.blank) : .malformed
        case .extensions:
            if octet == 0x0D { return .sizeLF }
            return Self.isContent(octet) ? extra(.extensions) : .malformed
        case .sizeLF: return octet == 0x0A ? afterSizeLine() : .malformed
        case .contentCR: return octet == 0x0D ? .contentLF : .malformed
        case .contentLF: return octet == 0x0A ? .size : .malformed
        case .trailerStart:
            if octet == 0x0D { return .endLF }
            return isToken(octet) ? extra(.trailerName) : .malformed
        case .trailerName:
            if octet == UInt8(ascii: ":") { return extra(.trailerValue) }
            return isToken(octet) ? extra(.trailerName) : .malformed
        case .trailerValue:
            if octet == 0x0D { return .trailerLF }
            return Self.isContent(octet) ? extra(.trailerValue) : .malformed
        case .trailerLF: return octet == 0x0A ? extra(.trailerStart) : .malformed
        case .endLF: return octet == 0x0A ? .done : .malformed
        case .content, .done, .malformed, .tooLarge: return state
        }
    }

    private mutating func afterSize(_ octet: UInt8) -> State {
        if let digit = hexDigit(octet) {
            guard digits < Self.sizeDigitsMax else { return .malformed }
            digits += 1
            remaining = remaining << 4 | Int(digit)
            return .size
        }
        guard digits > 0 else { return .malformed }
        if octet == 0x0D { return .sizeLF }
        if octet == UInt8(ascii: ";") { return extra(.extensions) }
        return isBlank(octet) ? extra(.blank) : .malformed
    }

    private mutating func afterSizeLine() -> State {
        digits = 0
        if remaining == 0 { return .trailerStart }
        guard remaining <= allowed else { return .tooLarge }
        allowed -= remaining
        return .content
    }

    /// Counts a byte that is neither size nor content.
    private mutating func extra(_ state: State) -> State {
        guard extraBytes < Self.extraBytesMax else { return .malformed }
        extraBytes += 1
        return state
    }

    private static func isContent(_ octet: UInt8) -> Bool {
        octet >= 0x20 && octet != 0x7F || octet == 0x09
    }
}
