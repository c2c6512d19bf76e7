import EventLoop
import Outbound
import Platforms
import Smartlink
import Telemetry

/// What `play` asks: the link's server and the platforms.
struct PlayParts: Sendable {
    /// Reads a link's metadata from the URL of its `.json`. Errors: `not_found`, `unavailable`.
    var fetch: @Sendable (String) async throws(Failure) -> LinkMetadata
    var sources: [any MusicSource] = []
    /// The listener's order where the command line names none.
    var order = ["local"]

    /// Every platform as the listener's configuration has it: those without credentials where there is none.
    static func standing(_ call: Command.Call) throws -> PlayParts {
        let outbound: Outbound
        do throws(OutboundFailure) {
            outbound = try Outbound(version: Release.version)
        } catch {
            throw CommandFailure(message: "cannot start the thread for requests: \(error)")
        }
        var parts = PlayParts { url async throws(Failure) in
            try await LinkMetadata.fetch(url, over: outbound)
        }
        let configuration = try Configured.read(call).configuration
        let catalogue = try catalogue(OperatorTables.read(configuration.files).platforms)
        let log = Log(level: .error)
        parts.sources = try FindingParts.sources(
            configuration, over: outbound, catalogue: { catalogue }, clock: clock,
            tally: SourceTally(log), log: log)
        if let order = call.environment["SEGUE_PLAY_ORDER"], !order.isEmpty {
            parts.order = order.split(separator: ",").map(String.init)
        }
        return parts
    }

    /// The platforms by numbers of no store: nothing is kept under them.
    private static func catalogue(_ file: PlatformsFile) throws -> Catalogue {
        var numbers: [String: UInt8] = [:]
        for (place, id) in file.ids.enumerated() { numbers[id] = UInt8(clamping: place + 1) }
        return try Catalogue(file: file, numbers: numbers)
    }

    private static let clock: @Sendable () -> Instant = { Instant(ms: SystemClock.realMs()) }
}
