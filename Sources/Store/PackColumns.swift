import Bytes
import CSQLite
import Smartlink

/// Where a pack's columns are; every extent is checked, so that reading them goes nowhere else.
struct PackColumns {
    /// Signed numbers of so many bytes; all 0 where the width is.
    struct Numbers {
        var width: Int
        var offset: Int
    }

    struct Keys {
        var keys: [Int64]
        /// Bytes of a row's place among them; none where there is only one.
        var width: Int
        var offset: Int
    }

    private(set) var rows = 0
    private(set) var keys: [Keys] = []
    private(set) var counts: [Numbers] = []

    private static let damaged = StoreFailure.database(
        code: SQLITE_CORRUPT, message: "a pack of facts is damaged")

    /// Errors: `database` where the bytes are no pack.
    init(_ bytes: RawSpan) throws(StoreFailure) {
        guard bytes.byte(0) == Pack.format else { throw Self.damaged }
        rows = Int(bytes.integer(1, bytes: 4))
        guard (1...Limits.packRowsMax).contains(rows) else { throw Self.damaged }
        var offset = 5
        for _ in 0..<Pack.keyColumns {
            let count = Int(bytes.integer(offset, bytes: 2))
            guard count > 0 else { throw Self.damaged }
            offset += 2
            let numbers = try Self.numbers(count, in: bytes, at: &offset)
            let width = Self.width(ofKeys: count)
            guard bytes.byteCount - offset >= rows * width else { throw Self.damaged }
            keys.append(
                Keys(
                    keys: (0..<count).map { Self.number(numbers, $0, in: bytes) }, width: width,
                    offset: offset))
            offset += rows * width
        }
        for _ in 0..<CountColumns.names.count {
            counts.append(try Self.numbers(rows, in: bytes, at: &offset))
        }
    }

    static func width(ofKeys count: Int) -> Int { count <= 1 ? 0 : count <= 256 ? 1 : 2 }

    private static func numbers(
        _ count: Int, in bytes: RawSpan, at offset: inout Int
    ) throws(StoreFailure) -> Numbers {
        guard offset < bytes.byteCount else { throw damaged }
        let numbers = Numbers(width: Int(bytes.byte(offset)), offset: offset + 1)
        guard [0, 1, 2, 4, 8].contains(numbers.width),
            bytes.byteCount - numbers.offset >= count * numbers.width
        else { throw damaged }
        offset = numbers.offset + count * numbers.width
        return numbers
    }

    private static func number(_ numbers: Numbers, _ place: Int, in bytes: RawSpan) -> Int64 {
        if numbers.width == 0 { return 0 }
        let number = bytes.integer(
            numbers.offset + place * numbers.width, bytes: numbers.width)
        let unused = 64 - 8 * numbers.width
        return (Int64(bitPattern: number) << unused) >> unused
    }
}
