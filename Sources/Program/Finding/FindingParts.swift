// Everything behind looking for music, wired together: the sources with their gates, the finder, the way to pictures.
import EventLoop
import Operations
import Outbound
import Platforms
import Smartlink
import Store
import Telemetry

/// The parts of a process that know of other people's catalogues.
struct FindingParts: Sendable {
    let finder: MusicFinder
    let tally: SourceTally
    private let images: ImageDoor
    private let store: any FindingStore
    private let log: Log

    /// Beyond each source's own time: a source says itself that it took too long.
    private static let marginMs: Int64 = 250

    init(
        _ configuration: Configuration, store: any FindingStore, outbound: Outbound,
        surroundings: Surroundings, log: Log
    ) throws {
        tally = SourceTally(log)
        let sources = try Self.sources(
            configuration, over: outbound, catalogue: surroundings.catalogue,
            clock: surroundings.now, tally: tally, log: log)
        finder = MusicFinder(
            sources, store: store,
            MusicFinder.Settings(
                market: configuration.lookup.market,
                totalMs: Int64(configuration.lookup.timeoutMs) + Self.marginMs,
                now: surroundings.now, sleep: surroundings.sleep,
                note: { log.warning("answers_not_kept", LogField("cause", .cause($0.message))) }))
        images = ImageDoor(outbound: outbound)
        self.store = store
        self.log = log
    }

    /// What the verbs take from it.
    var finding: Actions.Finding {
        Actions.Finding(finder, store: store, images: images) { [log] failure in
            log.info("music_not_taken", LogField("cause", .cause(failure.message)))
        }
    }

    /// Every source that is asked, each behind its gate; those without their credentials are passed over.
    static func sources(
        _ configuration: Configuration, over outbound: Outbound,
        catalogue: @escaping @Sendable () -> Catalogue, clock: @escaping @Sendable () -> Instant,
        tally: SourceTally, log: Log
    ) throws -> [any MusicSource] {
        let contact = configuration.lookup.contact ?? configuration.publicURL
        var sources: [any MusicSource] = []
        for id in configuration.lookup.sources {
            let settings = configuration.platforms[id] ?? PlatformSettings()
            do throws(Failure) {
                let made = try MusicSources.source(
                    id, try settings.secrets(), over: outbound, contact: contact,
                    address: { try? catalogue().address(of: $0, field: "url") }, clock: clock,
                    note: { failure in
                        log.info(
                            "source_unreachable", LogField("source", .name(id)),
                            LogField("cause", .cause(failure.description)))
                    })
                guard let made else { continue }
                sources.append(
                    GatedSource(
                        made, budget: settings.lookupBudget,
                        timeoutMs: Int64(configuration.lookup.timeoutMs),
                        clock: clock, hear: tally.hear))
            } catch {
                throw CommandFailure(message: "platforms.\(id): \(error.message)", code: .misused)
            }
        }
        return sources
    }
}

extension PlatformSettings {
    /// The operator's word on how often the platform may be asked; nil where they say nothing.
    fileprivate var lookupBudget: SourceBudget? {
        lookupsPerSecond.map { SourceBudget(burst: $0, perSecond: $0) }
    }
}
