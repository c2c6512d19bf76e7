import API
import HTTP
import JSONText
import Operations
import Smartlink

extension Command {
    private static let formats = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    private static let sources = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")

    static let transfer: [Command] = [
        Command(
            words: ["export"], summary: "take everything of an account out",
            flags: [
                Flag(name: "account", value: "ID", help: "whose", need: .required),
                Flag(name: "format", value: "FORMAT", help: "\(formats) (default: jsonl)"),
                Flag(name: "output", value: "FILE", help: "where to (default: standard output)"),
                .data, .config, .json,
            ],
            notes: "jsonl holds everything and can be imported again; csv the links; nginx and "
                + "redirects where each link leads, for a server without Segue."
        ) { call in try await export(call) },
        Command(
            words: ["import"], summary: "make links of a file, for an account", operands: ["FILE"],
            flags: [
                Flag(name: "account", value: "ID", help: "whose they become", need: .required),
                Flag(
                    name: "format", value: "FORMAT",
                    help: "\(sources) (default: as the file shows)"),
                Flag(name: "dry-run", value: nil, help: "make nothing, say what would be made"),
                Flag(name: "free", value: nil, help: "take no credits, whatever the plan"),
                Flag(
                    name: "resolve", value: nil,
                    help: "have the links looked for on other platforms by and by"),
                Flag(
                    name: "report", value: "FILE",
                    help: "what became of every row, as JSON Lines"),
                .data, .config, .json,
            ],
            notes: "FILE may be - for standard input. Beside a running server or alone. The same "
                + "file again makes nothing twice: after an interruption it goes on where it stopped."
        ) { call in try await bringIn(call) },
    ]

    @Sendable
    private static func export(_ call: Call) async throws {
        let format: ExportFormat = try call.word("format") ?? .jsonl
        let account = try call.whole("account") ?? 0
        let base = try Configured.read(call).configuration.publicURL
        try await Workbench.open(call) { bench in
            let owner = try await bench.actions.showAccount(account, limit: 1, cursor: nil).account
            let stream = ExportStream(bench.transfer, of: owner, as: format, baseURL: base)
            let file = try FilePieces(writing: call.value("output"), console: call.console)
            var bytes = 0
            while true {
                switch await stream.next() {
                case .bytes(let part):
                    try file.put(part)
                    bytes += part.count
                    call.console.pass("\(bytes >> 10) KiB")
                case .broken:
                    throw CommandFailure(
                        message: "the store could not be read to its end: the export is cut off.")
                case .end:
                    // Else the answer is the export itself.
                    guard let path = call.value("output") else { return }
                    let json: JSON = [
                        "account": .integer(account), "format": .string(format.rawValue),
                        "file": .string(path), "bytes": .integer(Int64(bytes)),
                    ]
                    return call.answer(json) {
                        "Account \(account) is exported to \(path) (\(bytes) bytes)."
                    }
                }
            }
        }
    }

    @Sendable
    private static func bringIn(_ call: Call) async throws {
        let path = call.operands[0]
        let account = try call.whole("account") ?? 0
        let asked: ImportFormat? = try call.word("format")
        let base = try Configured.read(call).configuration.publicURL
        let file = try FilePieces(reading: path)
        let start = try file.next() ?? []
        guard let format = asked ?? ImportFormat(guessing: start) else {
            throw CommandFailure(
                message: "\(path) does not show what it is: --format is one of \(sources).",
                code: .misused)
        }
        // Only lists have to be looked for at once.
        let reach: Workbench.Reach =
            format == .list || call.isSet("resolve") ? .sources : .store
        try await Workbench.open(call, reach: reach) { bench in
            let owner = try await bench.actions.showAccount(account, limit: 1, cursor: nil).account
            let terms = try terms(call, owner, bench)
            let report = try call.value("report").map { (path) throws(CommandFailure) in
                Report(try FilePieces(writing: path, console: call.console))
            }
            var importer = Importer(
                bench.transfer, for: owner, terms, format: format,
                run: call.isSet("dry-run") ? .dry : .real, baseURL: base)
            let record = try await importer.work(
                start: start,
                pull: { () throws(Failure) in
                    do throws(CommandFailure) { return try file.next() } catch {
                        throw Failure(.unavailable, error.message)
                    }
                },
                watch: Importer.Watch(
                    row: { row in try? report?.put(row) },
                    progress: { record in
                        call.console.pass(
                            "\(record.done) rows: \(record.created) made, "
                                + "\(record.skipped) were there, \(record.failed) failed")
                    }))
            try await show(record, bench.transfer, call)
            guard record.state == .done else {
                throw CommandFailure(message: record.problem ?? "The import ended early.")
            }
        }
    }

    private static func terms(
        _ call: Call, _ account: Account, _ bench: Workbench
    ) throws(Failure) -> ImportTerms {
        let search: ImportTerms.Search = call.isSet("resolve") ? .byAndBy : .never
        if call.isSet("free") { return ImportTerms(cost: 0, codes: .kept, search: search) }
        return try ImportTerms.own(of: account, search: search, bench.actions)
    }

    private static func show(
        _ record: ImportRecord, _ transfer: TransferActions, _ call: Call
    ) async throws(Failure) {
        let json = try await ImportResource.json(record, transfer)
        call.answer(json) {
            let made = call.isSet("dry-run") ? "would be made" : "made"
            var text =
                "\(record.created) links \(made), \(record.skipped) there already, "
                + "\(record.failed) failed."
            if record.state == .done, let problem = record.problem { text += "\n" + problem }
            return text
        }
        guard !call.wantsJSON,
            case .array(let rows)? = json["report"]
        else { return }
        for row in rows.prefix(20) {
            if case .integer(let line)? = row["row"], case .string(let why)? = row["problem"] {
                var text = "line \(line): \(why)"
                if case .string(let secret)? = row["secret"] { text += " It is \(secret)" }
                call.console.note(text)
            }
        }
        if rows.count > 20 { call.console.note("… --report FILE has all of them.") }
    }

    /// The file that hears of every row.
    private final class Report {
        private let file: FilePieces

        init(_ file: consuming FilePieces) { self.file = file }

        func put(_ row: RowReport) throws(CommandFailure) {
            try file.put(row.json.bytes + [UInt8(ascii: "\n")])
        }
    }
}

extension Command.Call {
    /// A flag's value, one of some words.
    fileprivate func word<Word: RawRepresentable<String> & CaseIterable>(
        _ flag: String
    ) throws(CommandFailure) -> Word? {
        guard let text = value(flag) else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                message: "--\(flag) expects one of \(known), not \(text).", code: .misused)
        }
        return word
    }
}
