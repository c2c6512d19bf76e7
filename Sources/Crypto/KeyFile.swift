// A key file is text: one key a line, 64 hexadecimal digits, the newest first; blank lines are passed over.
import Bytes
import Glibc
import Smartlink

/// Files that hold keys: read only where nobody else can, written whole or not at all.
enum KeyFile {
    /// Whose eyes a key file bears.
    enum Guard {
        /// Our own: the owner's only.
        case owner
        /// Given by the operator: a group may read it (container and service secrets), the world may not.
        case group

        var refused: mode_t { self == .owner ? 0o077 : 0o007 }
        var advice: String { self == .owner ? "chmod 600" : "chmod o=" }
    }

    /// The keys of a file.
    static func keys(in path: String, seenBy guarding: Guard) throws(Failure) -> [[UInt8]] {
        let text = String(decoding: try read(path, seenBy: guarding), as: UTF8.self)
        var keys: [[UInt8]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let digits = line.filter { !$0.isWhitespace }
            if digits.isEmpty { continue }
            guard let key = bytes(hexadecimal: digits), key.count == Seal.keyBytes else {
                throw refusal("\(path) holds something else than keys of 64 hexadecimal digits")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw refusal("\(path) holds no key") }
        return keys
    }

    /// Writes a key to a file that was not there; false if somebody else was faster.
    static func write(_ key: [UInt8], to path: String) throws(Failure) -> Bool {
        let draft = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw trouble("create", draft) }
        defer { unsafe unlink(draft) }
        let text = Array("\(hexadecimal(key))\n".utf8)
        let written = unsafe text.withUnsafeBytes {
            unsafe Glibc.write(file, $0.baseAddress, $0.count)
        }
        let isSafe = written == text.count && fsync(file) == 0
        guard close(file) == 0, isSafe else { throw trouble("write", draft) }
        if unsafe link(draft, path) != 0 {
            if errno == EEXIST { return false }
            throw trouble("create", path)
        }
        try syncFolder(of: path)
        return true
    }

    /// Makes a folder that only its owner may enter, if it is not there.
    static func makeFolder(_ path: String) throws(Failure) {
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw trouble("make", path) }
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { throw trouble("look at", path) }
        guard facts.st_mode & S_IFMT == S_IFDIR else { throw refusal("\(path) is not a folder") }
        guard facts.st_mode & Guard.owner.refused == 0 else {
            throw refusal("\(path) is open to others; it holds keys: chmod 700 \(path)")
        }
    }

    static func names(in folder: String) throws(Failure) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw trouble("read", folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }

    private static func read(_ path: String, seenBy guarding: Guard) throws(Failure) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw trouble("open", path) }
        defer { close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw trouble("look at", path) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw refusal("\(path) is not a file") }
        guard facts.st_mode & guarding.refused == 0 else {
            throw refusal(
                "\(path) can be read by others; it holds a key: \(guarding.advice) \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: Limits.keyFileBytesMax + 1)
        var count = 0
        while count < bytes.count {
            let step = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(file, $0.baseAddress.map { unsafe $0 + count }, $0.count - count)
            }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { throw trouble("read", path) }
            if step == 0 { break }
            count += step
        }
        guard count <= Limits.keyFileBytesMax else { throw refusal("\(path) is too long for keys") }
        return Array(bytes[..<count])
    }

    private static func syncFolder(of path: String) throws(Failure) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw trouble("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw trouble("sync", folder) }
    }

    static func refusal(_ why: String) -> Failure { Failure(.unavailable, "\(why).") }

    private static func trouble(_ verb: String, _ path: String) -> Failure {
        let why = unsafe String(cString: strerror(errno))
        return refusal("cannot \(verb) \(path): \(why)")
    }
}
