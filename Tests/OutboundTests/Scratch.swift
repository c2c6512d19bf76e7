import Glibc

/// A folder that goes away with its owner.
final class Scratch {
    let path: String

    init() {
        var template = Array("/tmp/segue-outbound-XXXXXX".utf8CString)
        unsafe mkdtemp(&template)
        path = unsafe template.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
    }

    deinit { Scratch.remove(path) }

    private static func remove(_ path: String) {
        if let stream = unsafe opendir(path) {
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove("\(path)/\(name)") }
            }
            unsafe closedir(stream)
        }
        unsafe Glibc.remove(path)
    }

    func mode(of name: String) -> mode_t {
        var facts = stat()
        unsafe stat("\(path)/\(name)", &facts)
        return facts.st_mode & 0o777
    }

    func write(_ text: String, to name: String, mode: mode_t = 0o600) {
        write(Array(text.utf8), to: name, mode: mode)
    }

    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) {
        let file = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, mode)
        _ = unsafe Glibc.write(file, bytes, bytes.count)
        fchmod(file, mode)
        close(file)
    }

    func read(_ name: String) -> [UInt8] {
        let file = unsafe open("\(path)/\(name)", O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        return Array(bytes[..<max(0, count)])
    }

    func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir("\(path)/\(folder)") else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
