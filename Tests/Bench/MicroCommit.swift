// What the store takes for one event, by how many come in one turn. The disk's own time is in it.
import Bytes
import CLinux
import Glibc
import Smartlink
import Store

extension MicroCase {
    static func committing() throws -> [MicroCase] {
        var cases: [MicroCase] = []
        for durability in Durability.allCases {
            let commits = try Commits(durability)
            for events in [1, 16, 64, 256] {
                let batch = try Commits.batch(of: events)
                cases.append(
                    MicroCase(
                        name: "commit (\(durability.rawValue), \(events) at once), per event",
                        run: { try commits.commit($0, batch, events) }, unit: events))
            }
        }
        return cases
    }
}

private final class Commits {
    private let folder: Folder
    private let store: Store
    /// Rung after each commitment.
    private let bell: Int32

    init(_ durability: Durability) throws {
        folder = try Folder()
        var settings = Settings(folder: folder.file("data"), now: { Instant(ms: 0) })
        settings.durability = durability
        settings.role = .tool
        // A wait that is given up would count as a commit.
        settings.commitMsMax = 60_000
        store = try Store(settings)
        bell = eventfd(0, Int32(EFD_CLOEXEC))
        guard bell >= 0 else { throw BenchFailure.system("eventfd") }
        store.events.subscribe { [bell] in _ = eventfd_write(bell, 1) }
    }

    deinit {
        store.close()
        close(bell)
    }

    /// `count` turns: one batch each, waited for.
    func commit(_ count: Int, _ batch: [UInt8], _ events: Int) throws -> UInt64 {
        for _ in 0..<count {
            let number = batch.withRawSpan { store.events.append($0, events: events) }
            _ = store.events.write { false }
            var rung: eventfd_t = 0
            while store.events.commitment < number {
                guard unsafe eventfd_read(bell, &rung) == 0 else {
                    throw BenchFailure.system("eventfd")
                }
            }
        }
        return store.events.commitment
    }

    /// Redirects of one link by a browser; each another visitor's.
    static func batch(of events: Int) throws -> [UInt8] {
        let agent = Array(SampleRequests.userAgents[0].utf8)
        var memory = [UInt8](repeating: 0, count: events * Event.bytesMax)
        let count = unsafe memory.withUnsafeMutableBytes { bytes in
            var sink = unsafe ByteSink(over: bytes)
            agent.withRawSpan { strings in
                for number in 0..<events {
                    var event = Event(
                        at: Instant(ms: 1_750_000_000_000 + Int64(number)), link: 1,
                        kind: .redirect, reason: .asked, agent: Agent(os: .ios))
                    event.visitor = UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15
                    event.platform = 1
                    event.append(
                        to: &sink, strings: strings,
                        agent: ByteSlice(offset: 0, count: strings.byteCount), referrer: .none,
                        channel: .none)
                }
            }
            return sink.count
        }
        return Array(memory[..<count])
    }
}
