import Bytes
import CSQLite

/// Where a pack's columns are; every extent is checked, so that reading them goes nowhere else.
struct PackColumns {
    struct Keys {
        var keys: [Int64]
        var width: Int
        var offset: Int
    }

    struct Numbers {
        var width: Int
        var offset: Int
    }

    private(set) var rows = 0
    private(set) var keys: [Keys] = []
    private(set) var counts: [Numbers] = []

    static func width(ofKeys count: Int) -> Int { count <= 1 ? 0 : count <= 256 ? 1 : 2 }

    /// Errors: `damaged` where the bytes are no pack.
    init(_ bytes: RawSpan) throws(StoreFailure) {
        let damaged = StoreFailure.database(
            code: SQLITE_CORRUPT, message: "a pack of facts is damaged")
        guard bytes.byte(0) == Pack.format else { throw damaged }
        rows = Int(bytes.integer(1, bytes: 4))
        guard (1...Limits.packRowsMax).contains(rows) else { throw damaged }
        var offset = 5
        for _ in 0..<Pack.keyColumns {
            guard bytes.byteCount - offset >= 2 else { throw damaged }
            let count = Int(bytes.integer(offset, bytes: 2))
            offset += 2
            let width = Self.width(ofKeys: count)
            guard count > 0, bytes.byteCount - offset >= count * 8 + rows * width else {
                throw damaged
            }
            var words: [Int64] = []
            words.reserveCapacity(count)
            for place in 0..<count {
                words.append(Int64(bitPattern: bytes.word(offset + place * 8)))
            }
            keys.append(Keys(keys: words, width: width, offset: offset + count * 8))
            offset += count * 8 + rows * width
        }
        for _ in 0..<CountColumns.names.count {
            guard bytes.byteCount > offset else { throw damaged }
            let width = Int(bytes.byte(offset))
            offset += 1
            guard [0, 1, 2, 4, 8].contains(width), bytes.byteCount - offset >= rows * width else {
                throw damaged
            }
            counts.append(Numbers(width: width, offset: offset))
            offset += rows * width
        }
    }
}
