import Bytes
import EventLoop
import Glibc

/// A file as it was when the server started.
struct StaticFile: Sendable {
    let type: String
    let bytes: [UInt8]
    /// The same compressed, if that is smaller.
    let gzip: [UInt8]?
    /// 32 hexadecimal digits over the content.
    let version: String
}

/// Reads a folder with everything below it.
///
/// Links and names that begin with a dot are left out, but for `.well-known`: nothing outside the
/// folder and nothing of an editor's or a version control's comes into view.
struct StaticFolder: ~Copyable {
    private let root: String
    private let limits: StaticFiles.Limits
    private let compress: (_ type: String, [UInt8]) -> [UInt8]?
    private(set) var files: [String: StaticFile] = [:]
    private var totalBytes = 0

    init(
        _ root: String, limits: StaticFiles.Limits,
        compress: @escaping (_ type: String, [UInt8]) -> [UInt8]?
    ) throws(SystemFailure) {
        self.root = root
        self.limits = limits
        self.compress = compress
        try read("")
    }

    /// Reads the folder at `path` below the root, which begins with a slash or is empty.
    private mutating func read(_ path: String) throws(SystemFailure) {
        for name in try names(root + path).sorted() {
            let isHidden = name.utf8.first == UInt8(ascii: ".") && name != ".well-known"
            if isHidden { continue }
            let child = path + "/" + name
            var status = stat()
            guard unsafe lstat(root + child, &status) == 0 else {
                throw SystemFailure("lstat \(root + child)")
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try read(child)
            case S_IFREG: try add(child, name)
            default: continue
            }
        }
    }

    private func names(_ folder: String) throws(SystemFailure) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw SystemFailure("opendir \(folder)") }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private mutating func add(_ path: String, _ name: String) throws(SystemFailure) {
        let bytes = try content(root + path)
        totalBytes += bytes.count
        guard totalBytes <= limits.totalBytesMax, files.count < limits.filesMax else {
            throw SystemFailure("\(root) holds too much", code: EFBIG)
        }
        files[path] = StaticFile(
            type: StaticFiles.type(of: name), bytes: bytes,
            gzip: compress(StaticFiles.type(of: name), bytes), version: Self.version(of: bytes))
    }

    private func content(_ path: String) throws(SystemFailure) -> [UInt8] {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard number >= 0 else { throw SystemFailure("open \(path)") }
        let file = Descriptor(owning: number)
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(file.number, &part, part.count)
            guard count >= 0 else { throw SystemFailure("read \(path)") }
            if count == 0 { return bytes }
            bytes += part[..<count]
            guard bytes.count <= limits.fileBytesMax else {
                throw SystemFailure(path, code: EFBIG)
            }
        }
    }

    /// Two hashes under fixed keys: equal bytes have equal versions on every machine.
    private static func version(of bytes: [UInt8]) -> String {
        let numbers = [UInt64(0), 1].map { number in
            bytes.withRawSpan { span in
                var hash = SipHash(key: HashKey(low: number, high: 0x5365_6775_6500_0000))
                hash.add(span, ByteSlice(offset: 0, count: span.byteCount))
                return hash.finish()
            }
        }
        return hexadecimal(
            numbers.flatMap { number in
                (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64($0 * 8)) }
            })
    }
}
