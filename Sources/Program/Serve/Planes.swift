import Bytes
import Crypto
import Glibc
import HTTP
import Site
import Smartlink
import Store
import Telemetry

/// Makes each loop's fast path.
struct Planes: Sendable {
    let store: Store
    let tables: FanTablesInForce
    let changes: LinkChanges
    let countries: any CountryLookup
    let log: Log
    let routeBytes: Int
    let pageBytes: Int

    /// Called once on each loop's thread.
    func make(_ loop: Int, _ waker: any Waker) -> any DataPlane {
        do throws(StoreFailure) {
            let reader = try store.routeReader()
            store.events.subscribe { [weak waker] in waker?.wake() }
            return FanPlane(
                tables: tables, source: reader, changes: changes, log: store.events, salts: store,
                countries: countries, routeBytes: routeBytes, pageBytes: pageBytes,
                key: HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max)))
        } catch {
            // The store was opened a moment ago; a loop that cannot read it could answer nobody.
            log.error("loop_without_store", LogField("cause", .cause("\(error)")))
            exit(ExitCode.failed.rawValue)
        }
    }
}

/// The fast path of a listener that has none.
final class NoDataPlane: DataPlane {
    func answer(
        _ head: borrowing RequestHead, in bytes: RawSpan, arrival: Arrival, reply: inout ByteSink
    ) -> Answer { .passed }

    func endTurn(nowMs: Int64) -> UInt64 { 0 }

    func commit(relieve: @escaping @Sendable () -> Bool) -> Bool { true }

    var commitment: UInt64 { 0 }
}
