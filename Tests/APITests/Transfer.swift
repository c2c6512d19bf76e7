import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

extension House {
    /// An export, whole.
    func export(_ format: ExportFormat = .jsonl, from base: String = "https://segue.example")
        async throws -> String
    {
        let account = try #require(try await actions.accounts.account(account.id))
        let stream = ExportStream(transfer, of: account, as: format, baseURL: base)
        var bytes: [UInt8] = []
        while true {
            switch await stream.next() {
            case .bytes(let part): bytes += part
            case .end: return String(decoding: bytes, as: UTF8.self)
            case .broken:
                Issue.record("the export broke")
                return ""
            }
        }
    }

    /// What a file came to, and what was said of its rows.
    @discardableResult
    func bring(
        _ file: String, as format: ImportFormat? = nil, _ run: Importer.Run = .real,
        terms: ImportTerms = ImportTerms(codes: .kept), pieceBytes: Int = 1_000,
        stopAfter pieces: Int = .max
    ) async throws -> (record: ImportRecord, rows: [RowReport]) {
        let bytes = Array(file.utf8)
        let format = try #require(format ?? ImportFormat(guessing: bytes))
        let account = try #require(try await actions.accounts.account(account.id))
        var importer = Importer(
            transfer, for: account, terms, format: format, run: run,
            baseURL: "https://segue.example")
        var place = min(pieceBytes, bytes.count)
        var count = 1
        var rows: [RowReport] = []
        let record = try await importer.work(
            start: Array(bytes[..<place]),
            pull: { () throws(Failure) in
                guard place < bytes.count else { return nil }
                count += 1
                if count > pieces { throw Failure(.unavailable, "The machine is gone.") }
                let start = place
                place = min(start + pieceBytes, bytes.count)
                return Array(bytes[start..<place])
            }, watch: Importer.Watch(row: { rows.append($0) }))
        return (record, rows)
    }

    /// The account's links as JSON, oldest first.
    func linksShown() async throws -> [JSON] {
        await ask(.get, "/links?sort=createdAt&limit=200").json["items"]?.items ?? []
    }
}

extension JSON {
    /// Without what another store says in its own way.
    func without(_ names: String...) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !names.contains($0.name) })
    }
}
