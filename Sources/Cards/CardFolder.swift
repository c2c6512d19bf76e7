// Cards on disk: <folder>/<first two digits>/<hash>.jpg. The hash is of everything drawn, so that a file is right
// for as long as it is there; a half-written one never bears such a name.
import Glibc
import Smartlink
import Synchronization

/// The folder of kept cards, bounded in size.
final class CardFolder: Sendable {
    private let folder: String
    private let bytesMax: Int
    /// Bytes of all cards; nil until counted.
    private let total = Mutex<Int?>(nil)
    private let count = Atomic<Int>(0)

    init(_ folder: String, bytesMax: Int = Limits.keptBytesMax) {
        self.folder = folder
        self.bytesMax = bytesMax
        _ = unsafe mkdir(folder, 0o700)
    }

    func find(_ hash: String) -> KeptPicture? {
        let path = path(hash)
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_size > 0 else { return nil }
        return KeptPicture(path: path, bytes: Int(status.st_size), hash: hash)
    }

    private func path(_ hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash).jpg" }

    /// Nil if the disk does not take it.
    func keep(_ bytes: [UInt8], as hash: String) -> KeptPicture? {
        let path = path(hash)
        _ = unsafe mkdir(folder, 0o700)
        _ = unsafe mkdir("\(folder)/\(hash.prefix(2))", 0o700)
        let number = count.add(1, ordering: .relaxed).newValue
        let draft = "\(folder)/\(hash.prefix(2))/.\(getpid())-\(number)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let file = unsafe open(draft, flags, 0o600)
        guard file >= 0 else { return nil }
        var isWhole = Self.write(bytes, to: file)
        isWhole = close(file) == 0 && isWhole
        guard isWhole, unsafe rename(draft, path) == 0 else {
            unsafe unlink(draft)
            return nil
        }
        makeRoom(for: bytes.count)
        return KeptPicture(path: path, bytes: bytes.count, hash: hash)
    }

    private static func write(_ bytes: [UInt8], to file: CInt) -> Bool {
        var place = 0
        while place < bytes.count {
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress! + place, bytes.count - place)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { return false }
            place += put
        }
        return true
    }

    private struct Entry {
        var path: String
        var bytes: Int
        var changed: Int
    }

    private func makeRoom(for bytes: Int) {
        total.withLock { total in
            guard let known = total, known + bytes <= bytesMax else {
                total = prune()
                return
            }
            total = known + bytes
        }
    }

    /// Counts what is there and, beyond the bound, takes the oldest away. Answers what is left.
    private func prune() -> Int {
        var entries = Self.names(in: folder).flatMap { part in
            Self.names(in: "\(folder)/\(part)").compactMap { name -> Entry? in
                let path = "\(folder)/\(part)/\(name)"
                var status = stat()
                guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                    return nil
                }
                return Entry(path: path, bytes: Int(status.st_size), changed: status.st_mtim.tv_sec)
            }
        }
        var sum = entries.reduce(0) { $0 + $1.bytes }
        guard sum > bytesMax else { return sum }
        entries.sort { $0.changed < $1.changed }
        for entry in entries where sum > Int(Double(bytesMax) * Limits.keptShare) {
            if unsafe unlink(entry.path) == 0 { sum -= entry.bytes }
        }
        return sum
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
