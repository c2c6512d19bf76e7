// The data folder: segue.db (+ -wal, -shm while in use) and artwork/<hash>.<ext>.
import Glibc

/// The data folder's places, and the few things done to files in it.
struct DataFolder: Sendable {
    let path: String

    var database: String { "\(path)/segue.db" }
    var artwork: String { "\(path)/artwork" }

    /// Makes the folder if it is not there; only its owner may look inside.
    func make() throws(StoreFailure) {
        try Self.makeFolder(path)
    }

    /// Apart from `make`, because nothing is added to a folder whose database is refused.
    func makeArtwork() throws(StoreFailure) { try Self.makeFolder(artwork) }

    private static func makeFolder(_ path: String) throws(StoreFailure) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made +=
                made.isEmpty && part.isEmpty ? "/" : made.isEmpty || made == "/" ? part : "/\(part)"
            if unsafe mkdir(made, 0o700) != 0, errno != EEXIST, unsafe access(made, X_OK) != 0 {
                throw .file(path: made, error: errno, doing: "make the folder")
            }
        }
        guard unsafe access(path, W_OK | X_OK) == 0 else {
            throw .file(path: path, error: errno, doing: "write into")
        }
    }

    /// Size in bytes; nil if there is no such file.
    static func size(of path: String) -> Int? {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        return Int(facts.st_size)
    }

    /// Names of the files in a folder; none if it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes an empty file, if there is none, that only its owner may read: fans' addresses will stand in it, and the
    /// folder may be one that others look into.
    static func claim(_ path: String) throws(StoreFailure) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(path: path, error: errno, doing: "create") }
        close(file)
    }

    /// Writes a file so that after a crash it is there whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws(StoreFailure) {
        let temporary = draft(of: path)
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(path: temporary, error: errno, doing: "create") }
        var error: Int32 = 0
        var rest = bytes[...]
        while error == 0, !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            if written > 0 { rest = rest.dropFirst(written) }
            if written < 0, errno != EINTR { error = errno }
        }
        if error == 0, fsync(file) != 0 { error = errno }
        if close(file) != 0, error == 0 { error = errno }
        if error == 0, unsafe rename(temporary, path) != 0 { error = errno }
        guard error == 0 else {
            unsafe unlink(temporary)
            throw .file(path: path, error: error, doing: "write")
        }
        try syncFolder(of: path)
    }

    /// All bytes of a file.
    static func read(_ path: String, bytesMax: Int = .max) throws(StoreFailure) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .file(path: path, error: errno, doing: "open") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(bytesMax, 64 << 10))
        while bytes.count < bytesMax {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(file, $0.baseAddress, min($0.count, bytesMax - bytes.count))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, error: errno, doing: "read") }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Makes a file's name durable.
    static func syncFolder(of path: String) throws(StoreFailure) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(
            folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: folder, error: errno, doing: "open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .file(path: folder, error: errno, doing: "sync")
        }
    }

    /// Gives a finished file its name, unless that name is taken; false if it is.
    static func place(_ temporary: String, as path: String) throws(StoreFailure) -> Bool {
        defer { unsafe unlink(temporary) }
        if unsafe link(temporary, path) != 0 {
            if errno == EEXIST { return false }
            throw .file(path: path, error: errno, doing: "create")
        }
        try syncFolder(of: path)
        return true
    }

    static func remove(_ path: String) { unsafe unlink(path) }

    /// A name beside `path` that nobody else uses, for what is to take its place once it is whole.
    static func draft(of path: String) -> String {
        "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
    }
}
