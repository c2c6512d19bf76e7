import Glibc

/// A file of any size, read or written from its beginning to its end, a piece at a time. "-" is what the shell gave.
struct FilePieces: ~Copyable {
    private let descriptor: Int32
    private let path: String

    private static let pieceBytes = 64 * 1_024
    private static let shell = "-"

    init(reading path: String) throws(CommandFailure) {
        descriptor = path == Self.shell ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw Self.failure("cannot read \(path)") }
    }

    /// For its owner alone: an export holds addresses of fans.
    init(writing path: String?, console: Console) throws(CommandFailure) {
        self.path = path ?? Self.shell
        descriptor =
            if let path, path != Self.shell {
                unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            } else { console.answers }
        guard descriptor >= 0 else { throw Self.failure("cannot write \(self.path)") }
    }

    deinit { if path != Self.shell { close(descriptor) } }

    /// A whole piece but at the end; nil there.
    func next() throws(CommandFailure) -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        var filled = 0
        while filled < piece.count {
            let count = unsafe piece.withUnsafeMutableBytes { memory in
                unsafe read(
                    descriptor, memory.baseAddress.map { unsafe $0 + filled },
                    memory.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw Self.failure("cannot read \(path)") }
            if count == 0 { break }
            filled += count
        }
        return filled == 0 ? nil : Array(piece[..<filled])
    }

    func put(_ bytes: [UInt8]) throws(CommandFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("cannot write \(path)") }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ what: String) -> CommandFailure {
        CommandFailure(message: "\(what): \(unsafe String(cString: strerror(errno)))")
    }
}
