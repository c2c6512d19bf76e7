import Glibc
import JSONText

/// Cuts what a browser writes into messages.
struct MessageReader {
    private let channel: Int32

    init(_ channel: Int32) { self.channel = channel }

    /// Until the browser ends.
    func read(_ take: (JSON) -> Void) {
        var message: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe recv(channel, &part, part.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            for piece in part[..<count].split(separator: 0, omittingEmptySubsequences: false)
                .enumerated()
            {
                if piece.offset > 0 {
                    if let json = try? JSON(reading: message) { take(json) }
                    message.removeAll(keepingCapacity: true)
                }
                message += piece.element
            }
        }
    }
}

/// A thread that may stand still: those of the concurrency runtime are the tests' and the server's.
final class BrowserThread {
    private let body: @Sendable () -> Void

    private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    static func start(_ body: @escaping @Sendable () -> Void) {
        let start = unsafe Unmanaged.passRetained(BrowserThread(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<BrowserThread>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, start.toOpaque())
        precondition(code == 0, "no thread")
        pthread_detach(thread)
    }
}

/// The browser's own folder.
enum BrowserFolder {
    /// With all that is in it; what it writes while it dies stays.
    static func remove(_ path: String) {
        if let stream = unsafe opendir(path) {
            var names: [String] = []
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
                    unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            unsafe closedir(stream)
            for name in names {
                // A link is no folder of ours.
                if unsafe unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
            }
        }
        _ = unsafe rmdir(path)
    }
}
