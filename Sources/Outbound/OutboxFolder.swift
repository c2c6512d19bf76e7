import Glibc
public import Smartlink

/// Lays letters into a folder, one `<time>-<hash of the recipient>-<random>.eml` each, where no SMTP server is set.
public final class OutboxFolder: Post {
    public let folder: String

    /// Makes the folder, for its owner alone, if it is not there. Fails with `unavailable`.
    public init(_ folder: String) throws(Failure) {
        self.folder = folder
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw Failure(.unavailable, "cannot make \(folder): \(Self.reason()).")
        }
    }

    public func send(
        _ message: [UInt8], from sender: String, to recipient: String
    ) async throws(PostFailure) {
        var time = time_t()
        unsafe Glibc.time(&time)
        let stamp = Self.stamp(Instant(ms: Int64(time) * 1_000))
        for _ in 0..<Limits.nameAttemptsMax {
            let random = UInt64.random(in: 0...UInt64.max)
            let name =
                "\(stamp)-\(Self.tag(recipient))-\(String(random, radix: 36))"
            if try place(message, name) { return }
        }
        throw .transient("no free name in \(folder)")
    }

    /// False if the name is taken. The letter has its name only once it is whole and on disk.
    private func place(_ message: [UInt8], _ name: String) throws(PostFailure) -> Bool {
        let draft = "\(folder)/.\(name).new"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { return false }
            throw .transient("cannot write into \(folder): \(Self.reason())")
        }
        defer { unsafe unlink(draft) }
        var error: Int32 = 0
        var rest = message[...]
        while error == 0, !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe write(file, $0.baseAddress, $0.count)
            }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { error = errno }
        }
        if error == 0, fsync(file) != 0 { error = errno }
        if close(file) != 0, error == 0 { error = errno }
        if error == 0, unsafe link(draft, "\(folder)/\(name).eml") != 0 {
            if errno == EEXIST { return false }
            error = errno
        }
        guard error == 0 else {
            throw .transient("cannot write into \(folder): \(Self.reason(error))")
        }
        return true
    }

    private static func reason(_ error: Int32 = errno) -> String {
        unsafe String(cString: strerror(error))
    }
}
