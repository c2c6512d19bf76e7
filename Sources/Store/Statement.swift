import Bytes
import CSQLite

/// A prepared statement on loan from its connection; reset and given back at its end.
@safe
struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let connection: Connection
    private let sql: String

    @unsafe
    init(_ handle: OpaquePointer, of connection: Connection, sql: String) {
        unsafe self.handle = handle
        self.connection = connection
        self.sql = sql
    }

    deinit { unsafe connection.takeBack(handle, sql: sql) }

    // MARK: Binding; places count from 1

    func bind(_ values: [Value]) throws(StoreFailure) {
        var place: Int32 = 0
        for value in values {
            place += 1
            try bind(place, value)
        }
    }

    func bind(_ place: Int32, _ value: Value) throws(StoreFailure) {
        let code =
            switch value {
            case .null: unsafe sqlite3_bind_null(handle, place)
            case .integer(let number): unsafe sqlite3_bind_int64(handle, place, number)
            case .real(let number): unsafe sqlite3_bind_double(handle, place, number)
            case .text(let text):
                unsafe segue_bind_text(handle, place, text, Int32(text.utf8.count))
            case .blob(let bytes):
                unsafe segue_bind_blob(handle, place, bytes, Int32(bytes.count))
            }
        guard code == SQLITE_OK else { throw connection.failure(code) }
    }

    /// An integer on the writer's hot path; a bad place shows as SQLite's error at the next step.
    @inline(__always)
    func bind(_ place: Int32, integer: Int64) {
        unsafe sqlite3_bind_int64(handle, place, integer)
    }

    /// Bytes as text, copied.
    func bind(_ place: Int32, text slice: ByteSlice, of bytes: RawSpan) {
        unsafe bytes.extracting(slice.lowerBound..<slice.upperBound).withUnsafeBytes { text in
            // SQLite takes a nil pointer for NULL, and an empty span may have one.
            guard let base = text.baseAddress else {
                unsafe sqlite3_bind_zeroblob(handle, place, 0)
                return
            }
            unsafe segue_bind_text(
                handle, place, base.assumingMemoryBound(to: CChar.self), Int32(text.count))
        }
    }

    // MARK: Running

    /// Goes to the next row; false at the end.
    mutating func step() throws(StoreFailure) -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw connection.failure(code)
    }

    /// Makes it ready to run again, its bindings kept.
    mutating func reset() { unsafe sqlite3_reset(handle) }

    // MARK: Columns of the present row; places count from 0

    func integer(_ place: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, place) }
    func real(_ place: Int32) -> Double { unsafe sqlite3_column_double(handle, place) }

    func isNull(_ place: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, place) == SQLITE_NULL
    }

    func integerOrNil(_ place: Int32) -> Int64? { isNull(place) ? nil : integer(place) }
    func textOrNil(_ place: Int32) -> String? { isNull(place) ? nil : text(place) }

    /// The text; invalid UTF-8 is repaired.
    func text(_ place: Int32) -> String {
        guard let base = unsafe sqlite3_column_text(handle, place) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, place))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }

    /// The blob's bytes.
    func bytes(_ place: Int32) -> [UInt8] {
        guard let base = unsafe sqlite3_column_blob(handle, place) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, place))
        return unsafe Array(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Hands the blob's bytes to `take`, uncopied.
    func withBytes<Result>(
        _ place: Int32, _ take: (RawSpan) throws(StoreFailure) -> Result
    ) throws(StoreFailure) -> Result {
        let base = unsafe sqlite3_column_blob(handle, place)
        let count = unsafe base == nil ? 0 : Int(sqlite3_column_bytes(handle, place))
        let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
        return unsafe try take(bytes.bytes)
    }

    /// Appends the blob's bytes to `sink`.
    func append(_ place: Int32, to sink: inout ByteSink) {
        guard let base = unsafe sqlite3_column_blob(handle, place) else { return }
        let count = Int(unsafe sqlite3_column_bytes(handle, place))
        let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
        unsafe sink.append(bytes.bytes)
    }
}

/// What a column holds.
enum Value: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
}
