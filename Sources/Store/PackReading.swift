// What is asked of a pack: which of its rows match, and what they come to by each key of a column.
import Smartlink

/// The rows of one pack that are wanted; whoever asks hands in the pack's bytes each time.
struct PackReading {
    private let columns: PackColumns
    /// In ascending order; nil for all.
    private var chosen: [Int32]?
    private var count: Int

    /// Errors: `database` where the bytes are no pack.
    init(_ bytes: RawSpan) throws(StoreFailure) {
        columns = try PackColumns(bytes)
        count = columns.rows
    }

    var isEmpty: Bool { count == 0 }

    /// Keeps the rows whose key in the column is wanted.
    mutating func keep(_ column: Int, in bytes: RawSpan, where isWanted: (Int64) -> Bool) {
        let keys = columns.keys[column]
        let wanted = keys.keys.map(isWanted)
        guard wanted.contains(false) else { return }
        let kept: [Int32] =
            switch wanted.contains(true) ? keys.width : 0 {
            case 1: matching(UInt8.self, keys.offset, wanted, bytes)
            case 2: matching(UInt16.self, keys.offset, wanted, bytes)
            default: []
            }
        chosen = kept
        count = kept.count
    }

    /// The numbers of the rows that are left, by column of counts; none where all are 0.
    func numbers(in bytes: RawSpan) -> [[Int64]] {
        columns.counts.map { column in
            switch column.width {
            case 1: gathered(Int8.self, column.offset, bytes)
            case 2: gathered(Int16.self, column.offset, bytes)
            case 4: gathered(Int32.self, column.offset, bytes)
            case 8: gathered(Int64.self, column.offset, bytes)
            default: []
            }
        }
    }

    /// What `numbers` come to by each key of a column.
    func sums(
        of numbers: [[Int64]], by column: Int, in bytes: RawSpan
    ) -> [(key: Int64, counts: Counts)] {
        let keys = columns.keys[column].keys
        let places = places(of: column, in: bytes)
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

    /// All that are left, for whoever sums them further.
    func rows(in bytes: RawSpan) -> [Pack.Row] {
        let numbers = self.numbers(in: bytes)
        let places = columns.keys.indices.map { self.places(of: $0, in: bytes) }
        return (0..<count).map { index in
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

    /// The places of the keys of the rows that are left. One beyond the keys, in a damaged pack, is the last.
    private func places(of column: Int, in bytes: RawSpan) -> [Int64] {
        let keys = columns.keys[column]
        var places: [Int64] =
            switch keys.width {
            case 1: gathered(UInt8.self, keys.offset, bytes)
            case 2: gathered(UInt16.self, keys.offset, bytes)
            default: [Int64](repeating: 0, count: count)
            }
        let last = Int64(keys.keys.count - 1)
        for index in places.indices where places[index] > last { places[index] = last }
        return places
    }

    /// Those of the rows that are left whose place is wanted.
    private func matching<Place: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ type: Place.Type, _ offset: Int, _ wanted: [Bool], _ bytes: RawSpan
    ) -> [Int32] {
        let last = wanted.count - 1
        return unsafe [Int32](unsafeUninitializedCapacity: count) { memory, kept in
            func look(_ row: Int32) {
                let place = Int(number(type, offset, row, bytes))
                unsafe memory[kept] = row
                // Without a branch: what is not wanted is written over.
                kept &+= wanted[min(place, last)] ? 1 : 0
            }
            guard let chosen else {
                for row in 0..<Int32(columns.rows) { look(row) }
                return
            }
            for row in chosen { look(row) }
        }
    }

    /// The numbers of the rows that are left in a column.
    private func gathered<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, _ offset: Int, _ bytes: RawSpan
    ) -> [Int64] {
        unsafe [Int64](unsafeUninitializedCapacity: count) { memory, gathered in
            func take(_ row: Int32) {
                unsafe memory[gathered] = Int64(
                    truncatingIfNeeded: number(type, offset, row, bytes))
                gathered &+= 1
            }
            guard let chosen else {
                for row in 0..<Int32(columns.rows) { take(row) }
                return
            }
            for row in chosen { take(row) }
        }
    }

    /// A row's number in a column whose extent `PackColumns` has checked.
    @inline(__always)
    private func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, _ offset: Int, _ row: Int32, _ bytes: RawSpan
    ) -> Number {
        Number(
            littleEndian: unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset &+ Int(row) &* MemoryLayout<Number>.size,
                as: Number.self))
    }
}
