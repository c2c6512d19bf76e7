import Bytes

/// Walks a list of choices with qualities, `a;q=0.5, b` (RFC 9110 §12.4.2, §12.5).
struct AcceptList {
    /// The choice, without its parameters.
    var choice: ByteSlice = .none
    /// Thousandths; 1000 where none is written, 0 where it is malformed.
    var quality = 1000
    private var list: FieldList

    @_noLocks
    init(_ value: ByteSlice) { list = FieldList(value) }

    @_noLocks
    mutating func next(_ bytes: RawSpan) -> Bool {
        guard list.next(bytes) else { return false }
        let member = list.member
        var place = member.lowerBound
        while place < member.upperBound, bytes.byte(place) != UInt8(ascii: ";") { place &+= 1 }
        choice = bytes.trimmed(
            ByteSlice(offset: member.lowerBound, count: place &- member.lowerBound))
        quality = 1000
        while place < member.upperBound {
            let start = place &+ 1
            place = start
            while place < member.upperBound, bytes.byte(place) != UInt8(ascii: ";") { place &+= 1 }
            let parameter = bytes.trimmed(ByteSlice(offset: start, count: place &- start))
            if bytes.starts(parameter, with: "q=") { quality = weight(bytes, parameter) }
        }
        return true
    }

    /// `q=` and `0`, `1` or a fraction of up to three digits.
    @_noLocks
    private func weight(_ bytes: RawSpan, _ parameter: ByteSlice) -> Int {
        let first = parameter.lowerBound &+ 2
        let digits = parameter.upperBound &- first
        let whole = bytes.byte(first)
        guard digits >= 1, digits <= 5, whole == 0x30 || whole == 0x31 else { return 0 }
        if digits >= 2, bytes.byte(first &+ 1) != UInt8(ascii: ".") { return 0 }
        var thousandths = whole == 0x31 ? 1000 : 0
        var unit = 100
        var place = first &+ 2
        while place < parameter.upperBound {
            let octet = bytes.byte(place)
            guard isDigit(octet) else { return 0 }
            thousandths &+= unit &* Int(octet &- 0x30)
            unit /= 10
            place &+= 1
        }
        return thousandths > 1000 ? 0 : thousandths
    }
}
