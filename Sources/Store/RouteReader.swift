public import Bytes
public import Smartlink
import Synchronization

/// One loop's own reader of links; each call sees what was committed before it.
public final class RouteReader: RouteSource {
    private let store: Store
    private let connection: Connection
    private var gap = LogGap()

    init(_ store: Store) throws(StoreFailure) {
        self.store = store
        connection = try Store.reader(store.folder.database)
    }

    public func appendRoute(
        of code: ByteSlice, in bytes: RawSpan, to sink: inout ByteSink
    ) -> Bool {
        let preparation = store.preparation.withLock { $0 }
        do throws(StoreFailure) {
            do {
                var statement = try connection.statement(
                    """
                    SELECT routes.fingerprint, routes.bytes FROM codes
                    JOIN routes ON routes.link = codes.link WHERE codes.code = ?
                    """)
                statement.bind(1, text: code, of: bytes)
                guard try statement.step() else { return false }
                let fingerprint = UInt64(bitPattern: statement.integer(0))
                if let preparation, preparation.fingerprint == fingerprint {
                    statement.append(1, to: &sink)
                    return true
                }
            }
            // Prepared for another catalogue: prepared anew here, and stored so by the writer.
            guard let preparation, let code = Code(bytes.text(code)),
                let link = try LinkRecords(connection).link(code)
            else { return false }
            let route = preparation.prepare(link)
            let span = route.span
            unsafe sink.append(span.bytes)
            store.refreshRoute(of: code)
            return true
        } catch {
            if gap.passes() { store.settings.log("A link could not be read: \(error)") }
            return false
        }
    }

    public func link(_ code: Code) -> Link? {
        do throws(StoreFailure) {
            let transaction = try Transaction(reading: connection)
            let link = try LinkRecords(connection).link(code)
            try transaction.commit()
            return link
        } catch {
            if gap.passes() { store.settings.log("Link \(code) could not be read: \(error)") }
            return nil
        }
    }
}

extension Store {
    /// A reader for one loop, with a connection of its own.
    public func routeReader() throws(StoreFailure) -> sending RouteReader {
        try RouteReader(self)
    }

    /// Has the writer store the link's route as the present catalogue prepares it.
    func refreshRoute(of code: Code) {
        // Only so many at once: the next reader of a link left out asks again.
        guard refreshes.load(ordering: .relaxed) < Limits.refreshesMax,
            let preparation = preparation.withLock({ $0 })
        else { return }
        refreshes.add(1, ordering: .relaxed)
        events.submit(
            EventWriter.Job(
                run: { [weak self] connection in
                    _ = Result { () throws(StoreFailure) in
                        let transaction = try Transaction(writing: connection)
                        let records = LinkRecords(connection)
                        if let link = try records.link(code) {
                            try records.prepareRoute(of: link, preparation)
                        }
                        try transaction.commit()
                    }
                    self?.refreshes.subtract(1, ordering: .relaxed)
                },
                refuse: { [weak self] _ in self?.refreshes.subtract(1, ordering: .relaxed) }))
    }
}
