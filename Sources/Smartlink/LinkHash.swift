public import Bytes

extension LinkChanges {
    /// The hash by which a change names its link: FNV-1a over the code, the same in every process and room.
    ///
    /// A collision costs a reader one look-up too many; routes carry their code and are compared whole.
    @_noLocks
    public static func hash(_ code: ByteSlice, in bytes: RawSpan) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var place = code.lowerBound
        while place < code.upperBound {
            hash = (hash ^ UInt64(bytes.byte(place))) &* 0x100_0000_01B3
            place &+= 1
        }
        return hash
    }

    /// The same of a code by itself.
    public static func hash(of code: Code) -> UInt64 {
        let text = Array(code.text.utf8)
        return text.withRawSpan { hash(ByteSlice(offset: 0, count: text.count), in: $0) }
    }

    /// Tells every loop that the link changed.
    public func publish(_ code: Code) { publish(Self.hash(of: code)) }
}
