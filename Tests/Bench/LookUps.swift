// Look-ups inside this process, over a store of their own and catalogues that answer as told.
import FoundationEssentials
import Operations
import ScriptedSources
import Smartlink
import Store

enum LookUps {
    /// What ten catalogues take, the fastest and the slowest far apart.
    private static let pauses = [10, 20, 40, 60, 80, 100, 150, 200, 300, 500]

    static func report(_ repeats: Int, to report: inout Report) async throws {
        let folder = try Folder()
        var settings = Settings(folder: try folder.makeFolder("look-ups"), now: { now })
        settings.durability = .process
        settings.role = .tool
        let store = try Store(settings)
        defer { store.close() }
        let actions = try actions(store)
        let order = MusicOrder(isrc: "QZSBX2600001")
        let started = monotonicNs()
        _ = try await actions.resolve(order)
        report.add("ten catalogues, slowest ms", .whole(pauses.max() ?? 0))
        report.add("all ten one by one, ms", .whole(pauses.reduce(0, +)))
        report.add(
            "all ten at once, ms", .decimal(Double(monotonicNs() - started) / 1e6, digits: 1))
        var latency = Histogram()
        for _ in 0..<repeats {
            let started = monotonicNs()
            let search = try await actions.resolve(order)
            guard search.destinations(ProjectCatalogue.catalogue).count == 1 else {
                throw BenchFailure("a kept answer says something else")
            }
            latency.record(monotonicNs() - started)
        }
        report.add("a kept answer from the verb", p50p99: latency)
    }

    private static let now = Instant(ms: 1_772_638_200_000)

    private static func actions(_ store: Store) throws -> Actions {
        let sources = pauses.enumerated().map { place, pause in
            ScriptedSource("source\(place)") { _ in
                try? await Task.sleep(for: .milliseconds(pause))
                return .found([sleeper(on: "spotify")])
            }
        }
        let sleep: @Sendable (Int64) async -> Void = {
            try? await Task.sleep(for: .milliseconds($0))
        }
        let empty = #"{"previews":[],"crawlers":[],"libraries":[],"inApp":[],"systems":[]}"#
        let agents = try AgentTable(
            file: JSONDecoder().decode(CrawlersFile.self, from: Data(empty.utf8)), platforms: [])
        let finder = MusicFinder(
            sources, store: store,
            MusicFinder.Settings(
                market: "US", totalMs: 6_000, now: { now }, sleep: sleep, note: { _ in }))
        return Actions(
            links: store, accounts: store, statistics: store,
            surroundings: Surroundings(
                now: { now }, random: { [UInt8](repeating: 7, count: $0) },
                sha256: { _ in [UInt8](repeating: 7, count: 32) },
                catalogue: { ProjectCatalogue.catalogue }, agents: { agents }),
            finding: Actions.Finding(
                finder, store: store, images: NoImages(), trouble: { _ in }))
    }
}

/// No picture anywhere.
private struct NoImages: ImageSource {
    func image(at url: String) async throws(Failure) -> [UInt8] {
        throw Failure(.invalidField, "There is no picture here.", field: "artworkUrl")
    }
}
