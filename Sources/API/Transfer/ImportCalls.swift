internal import HTTP
public import JSONText
public import Operations
public import Smartlink
internal import Synchronization

extension Call {
    /// Takes a file, and works at it in the background; a trial is answered with its whole outcome.
    func importLinks() async throws(Failure) -> Response {
        let asked = try query("format", "dryRun", "resolve")
        guard let transfer = api.transfer else { throw Self.noTransfer }
        guard !request.body.isEmpty else {
            throw Failure(.invalidField, "The body is the file to import, and it is empty.")
        }
        guard
            let format = try asked.choice("format", ImportFormat.self)
                ?? ImportFormat(guessing: request.body)
        else { throw ImportFormat.unknown }
        let terms = try ImportTerms.own(
            of: account, search: try asked.has("resolve") ? .byAndBy : .never, actions)
        let run: Importer.Run = try asked.has("dryRun") ? .dry : .real
        let begun =
            run == .real
            ? try await transfer.beginImport(of: account, format: format.rawValue) : nil
        var importer = Importer(
            transfer, for: account, terms, format: format, run: run, baseURL: baseURL,
            record: begun)
        let pieces = Pieces(request.body)
        guard let begun else {
            let record = try await importer.work(
                start: pieces.next() ?? [], pull: { () throws(Failure) in pieces.next() },
                watch: Importer.Watch())
            return reply(try await ImportResource.json(record, transfer))
        }
        let work = importer
        Task {
            var work = work
            // What cannot be written down any more is seen as interrupted.
            _ = try? await work.work(
                start: pieces.next() ?? [], pull: { () throws(Failure) in pieces.next() },
                watch: Importer.Watch(progress: { (record) throws(Failure) in
                    try await transfer.store.update(record)
                }))
        }
        var response = reply(
            try await ImportResource.json(begun, transfer), status: 202)
        response.fields["Location"] = "\(APIPath.prefix)/import/\(begun.id)"
        return response
    }

    func showImport(_ id: String) async throws(Failure) -> Response {
        _ = try query()
        guard let transfer = api.transfer else { throw Self.noTransfer }
        guard let number = Int64(id) else {
            throw Failure(.notFound, "There is no import \(id).")
        }
        return reply(
            try await ImportResource.json(
                try await transfer.showImport(number, of: account.id), transfer))
    }
}

/// A body in pieces, so that what is made of it is never there as a whole.
private final class Pieces: Sendable {
    private let bytes: [UInt8]
    private let place = Mutex(0)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func next() -> [UInt8]? {
        place.withLock { place in
            guard place < bytes.count else { return nil }
            let end = min(place + APILimits.importPieceBytes, bytes.count)
            defer { place = end }
            return Array(bytes[place..<end])
        }
    }
}

public enum ImportResource {
    /// Errors: those of the store.
    public static func json(
        _ record: ImportRecord, _ transfer: TransferActions
    ) async throws(Failure) -> JSON {
        [
            "id": record.id == 0 ? .null : .string("\(record.id)"),
            "state": .string(record.state.rawValue), "format": .string(record.format),
            "rows": .integer(record.rows), "done": .integer(record.done),
            "created": .integer(record.created), "skipped": .integer(record.skipped),
            "failed": .integer(record.failed), "problem": .text(record.problem),
            "report": .array(try await report(of: record, transfer)),
            "startedAt": .string(record.startedAt.rfc3339),
        ]
    }

    /// The rows, with the secrets of new webhooks that have delivered nothing yet.
    private static func report(
        of record: ImportRecord, _ transfer: TransferActions
    ) async throws(Failure) -> [JSON] {
        guard case .array(let rows)? = try? JSON(reading: Array(record.report.utf8)) else {
            return []
        }
        let secrets = try await transfer.secretsUntried(
            of: rows.compactMap(webhook), for: record.account)
        return rows.map { row in
            guard case .object(let members) = row,
                let secret = webhook(of: row).flatMap({ secrets[$0] })
            else { return row }
            return .object(members + [.init("secret", .string(secret))])
        }
    }

    private static func webhook(of row: JSON) -> Int64? {
        if case .integer(let id)? = row["webhook"] { id } else { nil }
    }
}
