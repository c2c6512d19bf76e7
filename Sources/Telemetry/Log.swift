import Glibc
import Synchronization

/// The server's log: one JSON object per line, each written by one `write(2)`, so that lines of several
/// threads and processes never mix.
///
/// A log that cannot be written is not an error of the server's: the line is lost.
public final class Log: Sendable {
    private let lowest: Atomic<UInt8>
    private let descriptor: CInt

    /// A log on standard error unless another descriptor is given.
    public init(level: LogLevel, descriptor: CInt = 2) {
        lowest = Atomic(level.rawValue)
        self.descriptor = descriptor
    }

    /// The lowest level that is written; may change while the server runs.
    public var level: LogLevel {
        get { LogLevel(rawValue: lowest.load(ordering: .relaxed)) ?? .info }
        set { lowest.store(newValue.rawValue, ordering: .relaxed) }
    }

    public func debug(_ event: StaticString, _ fields: LogField...) { line(.debug, event, fields) }
    public func info(_ event: StaticString, _ fields: LogField...) { line(.info, event, fields) }
    public func warning(_ event: StaticString, _ fields: LogField...) {
        line(.warning, event, fields)
    }
    public func error(_ event: StaticString, _ fields: LogField...) { line(.error, event, fields) }

    private func line(_ level: LogLevel, _ event: StaticString, _ fields: [LogField]) {
        guard level >= self.level else { return }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let ms = Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        let bytes = LogLine(timeMs: ms, level: level, event: event, fields: fields).bytes
        _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
}
