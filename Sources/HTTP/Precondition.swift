// Conditional requests and ranges for the control plane (RFC 9110 §13, §14).
import Bytes

/// What is known of the representation a request is about; all nil if there is none yet.
public struct Validators: Equatable, Sendable {
    /// With its quotes, `W/` before them if it is weak.
    public var entityTag: String?
    /// Seconds since 1970.
    public var modified: Int64?

    public init(entityTag: String? = nil, modified: Int64? = nil) {
        self.entityTag = entityTag
        self.modified = modified
    }

    var exists: Bool { entityTag != nil || modified != nil }
}

/// What a request's preconditions come to (RFC 9110 §13.2.2).
public enum Precondition: Equatable, Sendable {
    case proceed
    /// 304 for GET and HEAD.
    case notModified
    /// 412.
    case failed

    /// Evaluates the preconditions in the order the RFC fixes; call it where the answer would be
    /// 2xx.
    public static func evaluate(
        _ method: Method, _ fields: Fields, against current: Validators
    ) -> Precondition {
        if let ifMatch = fields.list("If-Match") {
            guard current.matchesStrongly(ifMatch) else { return .failed }
        } else if let since = fields["If-Unmodified-Since"].flatMap(HTTPDate.parse),
            let modified = current.modified, modified > since
        {
            return .failed
        }
        let isRead = method == .get || method == .head
        if let ifNoneMatch = fields.list("If-None-Match") {
            if current.matchesWeakly(ifNoneMatch) { return isRead ? .notModified : .failed }
        } else if isRead, let since = fields["If-Modified-Since"].flatMap(HTTPDate.parse),
            let modified = current.modified, modified <= since
        {
            return .notModified
        }
        return .proceed
    }
}

/// Which bytes of a representation a request wants (RFC 9110 §14.2).
public enum RangeChoice: Equatable, Sendable {
    /// All, with 200.
    case whole
    /// These, with 206 and `Content-Range`.
    case part(Range<Int>)
    /// None there are: 416 with `Content-Range: bytes */length`.
    case unsatisfiable

    /// Reads `Range` and `If-Range` of a GET whose answer would be 200.
    ///
    /// One range of bytes is served; several, other units and what is malformed get the whole
    /// (§14.2 allows it).
    public static func choose(
        _ method: Method, _ fields: Fields, of length: Int, against current: Validators
    ) -> RangeChoice {
        guard method == .get, let range = fields["Range"] else { return .whole }
        if let condition = fields["If-Range"], !current.allowsRange(condition) { return .whole }
        return read(range, of: length)
    }

    private static func read(_ text: String, of length: Int) -> RangeChoice {
        let bytes = Array(text.utf8)
        let unit = Array("bytes=".utf8)
        guard bytes.count > unit.count,
            zip(bytes, unit).allSatisfy({ lowercased(byte: $0) == $1 })
        else { return .whole }
        let spec = bytes[unit.count...]
        guard let dash = spec.firstIndex(of: UInt8(ascii: "-")) else { return .whole }
        let (first, last) = (spec[..<dash], spec[spec.index(after: dash)...])
        if first.isEmpty {
            guard let count = number(last) else { return .whole }
            if count == 0 || length == 0 { return .unsatisfiable }
            return .part(max(0, length - count)..<length)
        }
        guard let start = number(first) else { return .whole }
        var end = length
        if !last.isEmpty {
            guard let through = number(last), through >= start else { return .whole }
            end = min(length, through + 1)
        }
        return start < length ? .part(start..<end) : .unsatisfiable
    }

    /// Digits only; a number beyond any file counts as the largest.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        let largest = Int.max / 16
        var number = 0
        for digit in digits {
            guard isDigit(digit) else { return nil }
            if number < largest { number = number * 10 + Int(digit - 0x30) }
        }
        return number
    }
}

extension Validators {
    fileprivate func matchesStrongly(_ list: String) -> Bool {
        compare(list) { bytes, field, other, tag in
            EntityTag.list(bytes, field, holdsStrongly: other, tag)
        }
    }

    fileprivate func matchesWeakly(_ list: String) -> Bool {
        compare(list) { bytes, field, other, tag in
            EntityTag.list(bytes, field, holdsWeakly: other, tag)
        }
    }

    /// A strong tag that is the same, or exactly the date of the last change (RFC 9110 §13.1.5).
    fileprivate func allowsRange(_ condition: String) -> Bool {
        if let date = HTTPDate.parse(condition) { return modified == date }
        return condition != "*" && matchesStrongly(condition)
    }

    private func compare(
        _ list: String, _ holds: (RawSpan, ByteSlice, RawSpan, ByteSlice) -> Bool
    ) -> Bool {
        // `*` stands for whatever there is.
        if list == "*" { return exists }
        guard let entityTag else { return false }
        return Array(list.utf8).withRawSpan { bytes in
            Array(entityTag.utf8).withRawSpan { other in
                holds(
                    bytes, ByteSlice(offset: 0, count: bytes.byteCount), other,
                    ByteSlice(offset: 0, count: other.byteCount))
            }
        }
    }
}

extension Fields {
    /// The values of all lines under `name` as one list; nil if there is none.
    func list(_ name: String) -> String? {
        let values = all.filter { isSameName($0.name, name) }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    private func isSameName(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy {
                lowercased(byte: $0) == lowercased(byte: $1)
            }
    }
}
