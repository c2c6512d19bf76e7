import Bytes

/// One table of distinct strings (`agents`, `referrers`, `channels`) and the part of it that is in use,
/// in bounded memory: the writer finds a string's id without asking the database.
struct Lexicon: ~Copyable {
    private let table: String
    /// Open addressing; an id of 0 is an empty place.
    private var entries: [Entry]
    /// New in each process: nobody outside can make strings collide.
    private let key = HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))
    private var count = 0
    private var texts: [UInt8] = []

    private struct Entry {
        var hash = 0
        var id: Int64 = 0
        var slice = ByteSlice.none
    }

    init(table: String) {
        self.table = table
        entries = Array(repeating: Entry(), count: 2 * Limits.lexiconEntriesMax)
    }

    /// The id of a string, given to it now if it is new; 0 for the empty string.
    mutating func id(
        of slice: ByteSlice, in bytes: RawSpan, _ connection: Connection
    ) throws(StoreFailure) -> Int64 {
        if slice.isEmpty { return 0 }
        let hash = Int(truncatingIfNeeded: tableHash(bytes, slice, key: key))
        var place = hash & (entries.count - 1)
        while entries[place].id != 0 {
            if entries[place].hash == hash,
                unsafe texts.span.bytes.equals(entries[place].slice, bytes, slice)
            {
                return entries[place].id
            }
            place = (place + 1) & (entries.count - 1)
        }
        let id = try stored(slice, in: bytes, connection)
        keep(id, hash, slice, in: bytes)
        return id
    }

    /// Forgets what it has in memory: after a rollback some of it may not exist.
    mutating func forget() {
        guard count > 0 else { return }
        for place in entries.indices { entries[place] = Entry() }
        texts.removeAll(keepingCapacity: true)
        count = 0
    }

    private func stored(
        _ slice: ByteSlice, in bytes: RawSpan, _ connection: Connection
    ) throws(StoreFailure) -> Int64 {
        do {
            var find = try connection.statement("SELECT id FROM \(table) WHERE text = ?")
            find.bind(1, text: slice, of: bytes)
            if try find.step() { return find.integer(0) }
        }
        var insert = try connection.statement("INSERT INTO \(table) (text) VALUES (?)")
        insert.bind(1, text: slice, of: bytes)
        _ = try insert.step()
        return connection.lastInsertedRow
    }

    private mutating func keep(_ id: Int64, _ hash: Int, _ slice: ByteSlice, in bytes: RawSpan) {
        if count >= Limits.lexiconEntriesMax
            || texts.count + Int(slice.count) > Limits.lexiconBytesMax
        {
            forget()
        }
        var place = hash & (entries.count - 1)
        while entries[place].id != 0 { place = (place + 1) & (entries.count - 1) }
        let copy = ByteSlice(offset: texts.count, count: Int(slice.count))
        unsafe bytes.extracting(slice.lowerBound..<slice.upperBound).withUnsafeBytes {
            unsafe texts.append(contentsOf: $0)
        }
        entries[place] = Entry(hash: hash, id: id, slice: copy)
        count += 1
    }
}
