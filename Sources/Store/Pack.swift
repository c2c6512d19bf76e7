// Many facts in one blob, column by column: what a filter asks of a busy link is a hundred thousand facts, and as rows
// of a table each costs about a microsecond, as bytes beside each other a hundredth of that.
//
//   1 byte      format, 1
//   4 bytes     rows
//   9 columns   of keys: hour of the day, class of bot, then the dimensions from platform to reason. Each: 2 bytes how
//               many distinct keys, the keys as a column of numbers, then each row's place among them; nothing where
//               there is one key, a byte where there are up to 256, else two
//   10 columns  of counts, in the order of CountColumns, as columns of numbers
//
// A column of numbers: 1 byte how many bytes each takes (0, 1, 2, 4 or 8; 0 where all are 0), then the numbers, signed.
// All integers lowest byte first. Measured: 12 bytes a fact in a busy link's months.
import Smartlink

/// Facts of one link and day (with their hours) or month (without).
enum Pack {
    struct Row {
        /// Of the day; 0 in a month's.
        var hour: Int64
        var profile: Profile
        var counts: Counts
    }

    static let format: UInt8 = 1
    /// The columns of keys: two, and the dimensions' behind them.
    static let hour = 0
    static let botClass = 1
    static let keyColumns = 2 + dimensions.count
    static let dimensions = Dimension.allCases.filter { $0 != .total }

    static func column(of dimension: Dimension) -> Int { Int(dimension.rawValue) + 1 }

    /// Packs of at most Limits.packRowsMax rows.
    static func packs(of rows: [Row]) -> [[UInt8]] {
        stride(from: 0, to: rows.count, by: Limits.packRowsMax).map {
            bytes(of: rows[$0..<min($0 + Limits.packRowsMax, rows.count)])
        }
    }

    private static func bytes(of rows: ArraySlice<Row>) -> [UInt8] {
        var bytes = [format]
        append(Int64(rows.count), 4, to: &bytes)
        appendKeys(rows, to: &bytes) { $0.hour }
        appendKeys(rows, to: &bytes) { Int64($0.profile.botClass.rawValue) }
        for dimension in dimensions {
            appendKeys(rows, to: &bytes) { $0.profile.key(of: dimension) }
        }
        var columns = [[Int64]](repeating: [], count: CountColumns.names.count)
        for row in rows {
            CountColumns.values(row.counts) { columns[$0].append($1) }
        }
        for column in columns { append(column, to: &bytes) }
        return bytes
    }

    private static func appendKeys(
        _ rows: ArraySlice<Row>, to bytes: inout [UInt8], _ key: (Row) -> Int64
    ) {
        var places: [Int64: Int] = [:]
        var keys: [Int64] = []
        let column = rows.map { row in
            let key = key(row)
            if let place = places[key] { return place }
            places[key] = keys.count
            keys.append(key)
            return keys.count - 1
        }
        append(Int64(keys.count), 2, to: &bytes)
        append(keys, to: &bytes)
        let width = PackColumns.width(ofKeys: keys.count)
        if width > 0 { for place in column { append(Int64(place), width, to: &bytes) } }
    }

    private static func append(_ numbers: [Int64], to bytes: inout [UInt8]) {
        let width = width(of: numbers)
        bytes.append(UInt8(width))
        if width > 0 { for number in numbers { append(number, width, to: &bytes) } }
    }

    private static func width(of numbers: [Int64]) -> Int {
        guard let least = numbers.min(), let most = numbers.max() else { return 0 }
        if least == 0, most == 0 { return 0 }
        if least >= Int64(Int8.min), most <= Int64(Int8.max) { return 1 }
        if least >= Int64(Int16.min), most <= Int64(Int16.max) { return 2 }
        return least >= Int64(Int32.min) && most <= Int64(Int32.max) ? 4 : 8
    }

    private static func append(_ number: Int64, _ count: Int, to bytes: inout [UInt8]) {
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
