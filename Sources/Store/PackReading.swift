// What is asked of a pack: which of its rows match, and what they come to by each key of a column.
import Smartlink

/// The rows of one pack that are wanted; whoever asks hands in the pack's bytes each time.
struct PackReading {
    private let columns: PackColumns
    /// In ascending order.
    private var chosen: [Int32]

    /// Errors: `database` where the bytes are no pack.
    init(_ bytes: RawSpan) throws(StoreFailure) {
        columns = try PackColumns(bytes)
        chosen = Array(0..<Int32(columns.rows))
    }

    var isEmpty: Bool { chosen.isEmpty }

    /// Keeps the rows whose key in the column is wanted.
    mutating func keep(_ column: Int, in bytes: RawSpan, where isWanted: (Int64) -> Bool) {
        let wanted = columns.keys[column].keys.map(isWanted)
        guard wanted.contains(false) else { return }
        guard wanted.contains(true) else { return chosen.removeAll() }
        let places = self.places(of: column, in: bytes)
        var kept: [Int32] = []
        for index in 0..<chosen.count where wanted[Int(places[index])] {
            kept.append(chosen[index])
        }
        chosen = kept
    }

    /// The numbers of the rows that are left, by column of counts; none where all are 0.
    func numbers(in bytes: RawSpan) -> [[Int64]] {
        columns.counts.map { column in
            switch column.width {
            case 1: gather(Int8.self, column.offset, bytes)
            case 2: gather(Int16.self, column.offset, bytes)
            case 4: gather(Int32.self, column.offset, bytes)
            case 8: gather(Int64.self, column.offset, bytes)
            default: []
            }
        }
    }

    /// What `numbers` come to by each key of a column.
    func sums(
        of numbers: [[Int64]], by column: Int, in bytes: RawSpan
    ) -> [(key: Int64, counts: Counts)] {
        let keys = columns.keys[column].keys
        let places = self.places(of: column, in: bytes)
        let width = CountColumns.names.count
        var sums = [Int64](repeating: 0, count: keys.count * width)
        for (number, values) in numbers.enumerated() {
            for index in 0..<values.count {
                sums[Int(places[index]) &* width &+ number] &+= values[index]
            }
        }
        return keys.enumerated().compactMap { place, key in
            let counts = CountColumns.counts { sums[place * width + $0] }
            return counts == Counts() ? nil : (key, counts)
        }
    }

    /// All rows, for whoever sums them further.
    func rows(in bytes: RawSpan) -> [Pack.Row] {
        let numbers = self.numbers(in: bytes)
        let places = columns.keys.indices.map { self.places(of: $0, in: bytes) }
        return chosen.indices.map { index in
            func key(_ column: Int) -> Int64 {
                columns.keys[column].keys[Int(places[column][index])]
            }
            return Pack.Row(
                hour: key(Pack.hour),
                profile: Profile(
                    bot: BotClass(rawValue: UInt8(truncatingIfNeeded: key(Pack.botClass))) ?? .other
                ) { key(Pack.column(of: $0)) },
                counts: CountColumns.counts { numbers[$0].isEmpty ? 0 : numbers[$0][index] })
        }
    }

    /// The places of the chosen rows' keys. A place beyond the keys, in a damaged pack, is the last one.
    private func places(of column: Int, in bytes: RawSpan) -> [Int64] {
        let keys = columns.keys[column]
        let last = Int64(keys.keys.count - 1)
        switch keys.width {
        case 1: return gather(UInt8.self, keys.offset, bytes, last)
        case 2: return gather(UInt16.self, keys.offset, bytes, last)
        default: return [Int64](repeating: 0, count: chosen.count)
        }
    }

    /// The chosen rows' numbers in a column whose extent `PackColumns` has checked.
    private func gather<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, _ offset: Int, _ bytes: RawSpan, _ most: Int64 = .max
    ) -> [Int64] {
        let width = MemoryLayout<Number>.size
        var numbers: [Int64] = []
        numbers.reserveCapacity(chosen.count)
        for row in chosen {
            let number = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset &+ Int(row) &* width, as: Number.self)
            numbers.append(min(Int64(truncatingIfNeeded: Number(littleEndian: number)), most))
        }
        return numbers
    }
}
