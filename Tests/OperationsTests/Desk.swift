import FoundationEssentials
import Operations
import ScriptedSources
import Smartlink
import Store
import Synchronization

/// The verbs over a real store in a folder of its own, with a clock that stands still.
final class Desk: Sendable {
    let actions: Actions
    let finder: MusicFinder
    let store: Store
    private let folder: String
    private let clock: Clock

    final class Clock: Sendable {
        let now = Mutex(Instant(ms: 1_772_638_200_000))
        let draws = Mutex<UInt64>(1)
    }

    /// A look-up ends with `timeIsUp`, after a minute where nil; a new link waits `graceMs` of real time for answers that
    /// come after the first.
    init(
        sources: [any MusicSource] = [], timeIsUp: Latch? = nil, graceMs: Int64 = 60_000,
        images: any ImageSource = NoImages(), catalogue: Catalogue? = nil
    ) throws {
        let clock = Clock()
        let now: @Sendable () -> Instant = { clock.now.withLock { $0 } }
        folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID())").path
        var settings = Settings(folder: folder, now: now)
        settings.durability = .process
        settings.role = .tool
        store = try Store(settings)
        let agents = try AgentTable(file: Self.noCrawlers(), platforms: [])
        var surroundings = Surroundings(
            now: now,
            random: { count in
                let seed = clock.draws.withLock { draws in
                    draws += 1
                    return draws
                }
                return Self.digest(Array("\(seed)".utf8), bytes: count)
            }, sha256: { Self.digest($0, bytes: 32) },
            catalogue: { catalogue ?? Catalogue(platforms: [], orders: [:]) }, agents: { agents })
        let sleep: @Sendable (Int64) async -> Void = { ms in
            try? await Task.sleep(nanoseconds: UInt64(ms) * 1_000_000)
        }
        surroundings.sleep = { _ in await sleep(graceMs) }
        finder = MusicFinder(
            sources, store: store,
            MusicFinder.Settings(
                market: "US", totalMs: 60_000, now: now,
                sleep: { ms in
                    if let timeIsUp { await timeIsUp.wait() } else { await sleep(ms) }
                }, note: { _ in }))
        actions = Actions(
            links: store, accounts: store, statistics: store, surroundings: surroundings,
            finding: Actions.Finding(finder, store: store, images: images, trouble: { _ in }))
        self.clock = clock
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func noCrawlers() throws -> CrawlersFile {
        let empty = #"{"previews":[],"crawlers":[],"libraries":[],"inApp":[],"systems":[]}"#
        return try JSONDecoder().decode(CrawlersFile.self, from: Data(empty.utf8))
    }

    var now: Instant { clock.now.withLock { $0 } }
    func wait(ms: Int64) { clock.now.withLock { $0 = Instant(ms: $0.ms + ms) } }

    /// No real hash: long and different enough for tests, where the real one is another room's.
    private static func digest(_ bytes: [UInt8], bytes count: Int) -> [UInt8] {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
}

/// No picture anywhere.
struct NoImages: ImageSource {
    func image(at url: String) async throws(Failure) -> [UInt8] {
        throw Failure(.invalidField, "There is no picture at this address.", field: "artworkUrl")
    }
}
