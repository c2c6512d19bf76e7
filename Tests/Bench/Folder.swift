import Glibc

/// A folder of the run, gone with its owner.
final class Folder {
    let path: String

    init() throws {
        var name = Array("/tmp/segue-bench-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&name) != nil else { throw BenchFailure.system("mkdtemp") }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes a folder that exists; it goes too.
    init(taking path: String) { self.path = path }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func makeFolder(_ name: String) throws -> String {
        let path = file(name)
        guard unsafe mkdir(path, 0o755) == 0 else { throw BenchFailure.system("mkdir \(path)") }
        return path
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in names(in: path) {
            let entry = "\(path)/\(name)"
            if unsafe unlink(entry) != 0 { remove(entry) }
        }
        unsafe rmdir(path)
    }
}
