import Glibc

/// Reading the operator's files whole.
enum ProgramFile {
    /// Far above any configuration, catalogue or language file.
    static let bytesMax = 16 << 20

    /// The file's bytes.
    ///
    /// Errors: why it cannot be read, with its path.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, errno) }
            if count == 0 { return bytes }
            bytes += part.prefix(count)
            guard bytes.count <= bytesMax else {
                throw CommandFailure(message: "\(path) is larger than \(bytesMax >> 20) MiB.")
            }
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(message: "cannot read \(path): \(systemMessage(code))")
    }

    /// Names in a folder, sorted, without hidden ones; empty if it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

/// The operating system's words for an error number.
func systemMessage(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
