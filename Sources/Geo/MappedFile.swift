internal import Glibc

/// A file's bytes in memory, read as the kernel brings them in; never written.
@safe
final class MappedFile: Sendable {
    // Mapped read-only and private: any thread may read until deinit.
    nonisolated(unsafe) private let base: UnsafePointer<UInt8>
    let count: Int

    init(path: String) throws(GeoFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
        count = Int(status.st_size)
        guard count > 0 else { throw .damaged(path: path, reason: "it is empty") }
        let memory = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            throw Self.unreadable(path)
        }
        unsafe base = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }

    /// The byte at `offset`; a line feed outside, so that every line ends.
    func byte(_ offset: Int) -> UInt8 {
        guard offset >= 0, offset < count else { return 0x0A }
        return unsafe base[offset]
    }

    private static func unreadable(_ path: String) -> GeoFailure {
        .unreadable(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
