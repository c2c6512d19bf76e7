import Bytes
import Glibc
import Smartlink
import Synchronization

@testable import Store

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/segue-store-XXXXXX".utf8CString)
        _ = unsafe mkdtemp(&template)
        path = unsafe template.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in DataFolder.names(in: path) { remove("\(path)/\(name)") }
        if unsafe rmdir(path) != 0 { unsafe unlink(path) }
    }
}

/// A clock that stands still until it is set.
final class StillClock: Sendable {
    private let value: Atomic<Int64>
    init(_ ms: Int64 = 1_767_225_600_000) { value = Atomic(ms) }
    var now: Instant { Instant(ms: value.load(ordering: .relaxed)) }
    func set(_ ms: Int64) { value.store(ms, ordering: .relaxed) }
}

/// Remembers what it was told, from any thread.
final class Heard<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])
    func hear(_ item: Item) { items.withLock { $0.append(item) } }
    var all: [Item] { items.withLock { $0 } }
}

let noon2026 = Instant(ms: 1_767_268_800_000)

/// A preparation that shows what it was made from.
func preparation(_ fingerprint: UInt64) -> RoutePreparation {
    RoutePreparation(fingerprint: fingerprint) { link in
        Array("\(fingerprint) \(link.id) \(link.title)".utf8)
    }
}

func openStore(
    _ folder: TemporaryFolder, role: Settings.Role = .tool,
    _ adjust: (inout Settings) -> Void = { _ in }
) throws -> Store {
    var settings = Settings(folder: folder.path) { noon2026 }
    settings.role = role
    settings.durability = .process
    adjust(&settings)
    return try Store(settings, preparation: preparation(1))
}

/// The records of events with their strings, as a loop makes them.
struct Batch {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    mutating func add(
        _ event: Event, agent: String = "", referrer: String = "", channel: String = ""
    ) {
        let strings = Array((agent + referrer + channel).utf8)
        var record = [UInt8](repeating: 0, count: Event.bytesMax)
        let written = unsafe record.withUnsafeMutableBytes { memory in
            var sink = unsafe ByteSink(over: memory)
            unsafe event.append(
                to: &sink, strings: strings.span.bytes,
                agent: ByteSlice(offset: 0, count: agent.utf8.count),
                referrer: ByteSlice(offset: agent.utf8.count, count: referrer.utf8.count),
                channel: ByteSlice(
                    offset: agent.utf8.count + referrer.utf8.count, count: channel.utf8.count))
            return sink.count
        }
        bytes += record[..<written]
        count += 1
    }
}

extension EventWriter {
    /// Appends the batch; answers its commitment.
    func append(_ batch: Batch) -> UInt64 {
        defer { ring() }
        return unsafe append(batch.bytes.span.bytes, events: batch.count)
    }

    /// Waits until the commitment is reached.
    func reach(_ number: UInt64) {
        while commitment < number { usleep(500) }
    }
}

extension Store {
    /// Appends the events and waits until they are written, even if a reply would not wait that long.
    func keep(_ batch: Batch) {
        events.reach(events.append(batch))
        while events.figures.held > 0 { usleep(500) }
    }

    /// Folds everything there is, as the maintenance thread does.
    func foldAll() throws {
        let connection = try Store.reader(folder.database)
        while try rollups.foldBatch(connection) {}
    }

    /// Hour by hour and unfiltered unless asked otherwise.
    func statistics(
        of link: Int64, from: Instant = Instant(ms: 0), to: Instant = Instant(ms: 4_000_000_000_000)
    ) async throws -> Statistics {
        try await statistics(of: link, from: from, to: to, grain: .hour, filter: [:])
    }

    /// One integer, read beside the store.
    func number(_ query: String) throws -> Int64 {
        try Store.reader(folder.database).integer(query) ?? -1
    }
}

func event(
    _ kind: Event.Kind, link: Int64 = 1, at ms: Int64 = noon2026.ms, visitor: UInt64 = 7,
    platform: UInt8 = 0, agent: Agent = Agent(), reason: Reason = .page
) -> Event {
    var event = Event(
        at: Instant(ms: ms), link: link, kind: kind, reason: reason, agent: agent)
    event.visitor = visitor
    event.platform = platform
    return event
}
