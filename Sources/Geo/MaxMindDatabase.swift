public import Bytes
internal import CMaxMind
internal import Glibc
public import Smartlink

/// Countries from a MaxMind DB file (`.mmdb`: GeoLite2, DB-IP, IPinfo and their kin), by
/// libmaxminddb.
@safe
public final class MaxMindDatabase: CountryLookup {
    // libmaxminddb's handle is read-only after opening; look-ups from many threads are what it is
    // made for.
    nonisolated(unsafe) private let database: UnsafeMutablePointer<MMDB_s>
    private let paths: [LookupPath]

    /// Opens the file and looks one address up. Errors: unreadable, not a MaxMind DB, damaged.
    public init(path: String) throws(GeoFailure) {
        unsafe database = .allocate(capacity: 1)
        unsafe database.initialize(to: MMDB_s())
        let status = unsafe MMDB_open(path, UInt32(MMDB_MODE_MMAP), database)
        guard status == MMDB_SUCCESS else {
            let reason = Self.reason(status)
            unsafe database.deallocate()
            throw status == MMDB_FILE_OPEN_ERROR
                ? .unreadable(path: path, reason: reason) : .damaged(path: path, reason: reason)
        }
        paths = [
            LookupPath(["country", "iso_code"]), LookupPath(["registered_country", "iso_code"]),
            LookupPath(["country_code"]), LookupPath(["country"]),
        ]
        // A truncated file opens well and only fails here: better at start than at a fan.
        var failure: Int32 = 0
        _ = unsafe entry(of: PeerAddress(v4: 0x0808_0808), failure: &failure)
        guard failure == MMDB_SUCCESS else {
            throw .damaged(path: path, reason: Self.reason(failure))
        }
    }

    deinit {
        unsafe MMDB_close(database)
        unsafe database.deallocate()
    }

    public func country(of address: PeerAddress) -> ShortCode {
        guard address.isPublic else { return .unknown }
        var failure: Int32 = 0
        guard var entry = unsafe entry(of: address, failure: &failure) else { return .unknown }
        for path in paths {
            let code = unsafe code(in: &entry, at: path)
            if CountrySet.place(code) >= 0 { return code }
        }
        return .unknown
    }

    @unsafe
    private func entry(of address: PeerAddress, failure: inout Int32) -> MMDB_entry_s? {
        let result: MMDB_lookup_result_s
        if let v4 = address.v4 {
            var socket = sockaddr_in()
            socket.sin_family = sa_family_t(AF_INET)
            socket.sin_addr.s_addr = v4.bigEndian
            unsafe result = withUnsafePointer(to: &socket) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe MMDB_lookup_sockaddr(database, $0, &failure)
                }
            }
        } else {
            var socket = sockaddr_in6()
            socket.sin6_family = sa_family_t(AF_INET6)
            unsafe withUnsafeMutableBytes(of: &socket.sin6_addr) { bytes in
                unsafe bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
                unsafe bytes.storeBytes(
                    of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            unsafe result = withUnsafePointer(to: &socket) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe MMDB_lookup_sockaddr(database, $0, &failure)
                }
            }
        }
        guard failure == MMDB_SUCCESS, unsafe result.found_entry else { return nil }
        return unsafe result.entry
    }

    /// The two letters at that path; unknown if something else is there.
    @unsafe
    private func code(in entry: inout MMDB_entry_s, at path: LookupPath) -> ShortCode {
        var value = unsafe MMDB_entry_data_s()
        guard unsafe MMDB_aget_value(&entry, &value, path.names) == MMDB_SUCCESS,
            unsafe value.has_data, unsafe value.type == UInt32(MMDB_DATA_TYPE_UTF8_STRING),
            unsafe value.data_size == 2, let text = unsafe value.utf8_string
        else { return .unknown }
        return unsafe ShortCode(
            rawValue: UInt32(UInt8(bitPattern: text[0])) | UInt32(UInt8(bitPattern: text[1])) << 8)
    }

    private static func reason(_ status: Int32) -> String {
        unsafe String(cString: MMDB_strerror(status))
    }
}

/// A path into an entry as libmaxminddb wants it: C strings, closed by nil, made once.
@safe
private final class LookupPath: Sendable {
    // Never written after init.
    nonisolated(unsafe) let names: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let count: Int

    init(_ path: [String]) {
        count = path.count
        unsafe names = .allocate(capacity: path.count + 1)
        for (place, name) in path.enumerated() {
            unsafe names[place] = UnsafePointer(strdup(name))
        }
        unsafe names[path.count] = nil
    }

    deinit {
        for place in 0..<count {
            unsafe free(UnsafeMutableRawPointer(mutating: names[place]))
        }
        unsafe names.deallocate()
    }
}
