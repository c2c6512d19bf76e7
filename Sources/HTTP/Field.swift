import Bytes

/// The request fields the server and the fan's path read; the parser files them by number as it
/// meets them.
@frozen
public enum Field: UInt8, Sendable, CaseIterable {
    case host, connection, contentLength, transferEncoding, expect
    case userAgent, cookie, acceptLanguage, acceptEncoding, referer
    case purpose, secPurpose, xMoz, xPurpose, secGPC
    case xForwardedFor, xForwardedProto
    case ifMatch, ifNoneMatch, ifModifiedSince, ifRange, range
    case authorization, contentType, idempotencyKey, origin
}

extension Field {
    /// The raw value, within the fan's path.
    public var number: Int { @inlinable @_noLocks get { Int(rawValue) } }

    /// The field a name stands for, whatever its case; nil if the server reads none by it.
    ///
    /// Length and last letter leave one candidate, so at most one name is compared whole.
    @_noLocks
    static func named(_ bytes: RawSpan, _ name: ByteSlice) -> Field? {
        let last = lowercased(byte: bytes.byte(name.upperBound &- 1))
        return name.count < 12 ? short(bytes, name, last) : long(bytes, name, last)
    }

    @_noLocks
    private static func short(_ bytes: RawSpan, _ name: ByteSlice, _ last: UInt8) -> Field? {
        switch name.count {
        case 4: bytes.matches(name, "host") ? .host : nil
        case 5:
            switch last {
            case UInt8(ascii: "z"): bytes.matches(name, "x-moz") ? .xMoz : nil
            case UInt8(ascii: "e"): bytes.matches(name, "range") ? .range : nil
            default: nil
            }
        case 6:
            switch last {
            case UInt8(ascii: "t"): bytes.matches(name, "expect") ? .expect : nil
            case UInt8(ascii: "e"): bytes.matches(name, "cookie") ? .cookie : nil
            case UInt8(ascii: "n"): bytes.matches(name, "origin") ? .origin : nil
            default: nil
            }
        case 7:
            switch last {
            case UInt8(ascii: "r"): bytes.matches(name, "referer") ? .referer : nil
            case UInt8(ascii: "e"): bytes.matches(name, "purpose") ? .purpose : nil
            case UInt8(ascii: "c"): bytes.matches(name, "sec-gpc") ? .secGPC : nil
            default: nil
            }
        case 8:
            switch last {
            case UInt8(ascii: "h"): bytes.matches(name, "if-match") ? .ifMatch : nil
            case UInt8(ascii: "e"): bytes.matches(name, "if-range") ? .ifRange : nil
            default: nil
            }
        case 9: bytes.matches(name, "x-purpose") ? .xPurpose : nil
        case 10:
            switch last {
            case UInt8(ascii: "n"): bytes.matches(name, "connection") ? .connection : nil
            case UInt8(ascii: "t"): bytes.matches(name, "user-agent") ? .userAgent : nil
            default: nil
            }
        case 11: bytes.matches(name, "sec-purpose") ? .secPurpose : nil
        default: nil
        }
    }

    @_noLocks
    private static func long(_ bytes: RawSpan, _ name: ByteSlice, _ last: UInt8) -> Field? {
        switch name.count {
        case 12: bytes.matches(name, "content-type") ? .contentType : nil
        case 13:
            switch last {
            case UInt8(ascii: "h"): bytes.matches(name, "if-none-match") ? .ifNoneMatch : nil
            case UInt8(ascii: "n"): bytes.matches(name, "authorization") ? .authorization : nil
            default: nil
            }
        case 14: bytes.matches(name, "content-length") ? .contentLength : nil
        case 15:
            switch last {
            case UInt8(ascii: "e"): bytes.matches(name, "accept-language") ? .acceptLanguage : nil
            case UInt8(ascii: "g"): bytes.matches(name, "accept-encoding") ? .acceptEncoding : nil
            case UInt8(ascii: "r"): bytes.matches(name, "x-forwarded-for") ? .xForwardedFor : nil
            case UInt8(ascii: "y"): bytes.matches(name, "idempotency-key") ? .idempotencyKey : nil
            default: nil
            }
        case 17:
            switch last {
            case UInt8(ascii: "g"):
                bytes.matches(name, "transfer-encoding") ? .transferEncoding : nil
            case UInt8(ascii: "o"):
                bytes.matches(name, "x-forwarded-proto") ? .xForwardedProto : nil
            case UInt8(ascii: "e"):
                bytes.matches(name, "if-modified-since") ? .ifModifiedSince : nil
            default: nil
            }
        default: nil
        }
    }
}
