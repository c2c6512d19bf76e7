import API
import Geo
import Glibc
import JSONText
import Store

extension Command {
    static let store: [Command] = [
        Command(
            words: ["check"], summary: "check configuration, files and store",
            flags: [.data, .config, .json],
            notes: "Reads the whole store, beside a running server or alone; changes nothing."
        ) { call in try await check(call) },
        Command(
            words: ["backup"], summary: "copy the store, as it is now, into a folder",
            operands: ["DIR"], flags: [.data, .config, .json],
            notes: "The folder must not hold a store yet. A running server goes on."
        ) { call in
            let target = call.operands[0]
            try await Workbench.open(call) { bench in
                try await bench.store.backup(to: target)
                call.answer(["backup": .string(target)]) { "The store is copied to \(target)." }
            }
        },
        Command(
            words: ["restore"], summary: "make a data folder from a backup", operands: ["DIR"],
            flags: [.data, .config, .json],
            notes: "Checks the backup first. The data folder must not hold a store yet."
        ) { call in
            let data = try Configured.read(call).configuration.data
            try Store.restore(from: call.operands[0], to: data)
            call.answer(["data": .string(data)]) { "\(call.operands[0]) is restored to \(data)." }
        },
    ]

    static let version = Command(
        words: ["version"], summary: "say which version this is", flags: [.json]
    ) { call in
        call.answer(["version": .string(Release.version)]) { "segue \(Release.version)" }
    }

    /// Everything a start would read, and the store from end to end.
    @Sendable
    private static func check(_ call: Call) async throws {
        var findings: [String] = []
        let configured = try Configured.read(call)
        let configuration = configured.configuration
        findings += configured.unknownVariables.map { "\($0) is set and no setting's variable" }
        findings += configuration.doubts
        do { _ = try OperatorTables.read(configuration.files) } catch {
            findings.append(CommandFailure(describing: error).message)
        }
        do { _ = try CountrySource.open(database: configuration.geoDatabase) } catch {
            findings.append(CommandFailure(describing: error).message)
        }
        let hasStore = unsafe access("\(configuration.data)/segue.db", F_OK) == 0
        if hasStore, findings.isEmpty {
            try await Workbench.open(call) { bench in findings += try await bench.store.check() }
        }
        call.answer([
            "configuration": configured.file.map { .string($0) } ?? .null,
            "data": .string(configuration.data), "store": .bool(hasStore),
            "findings": .array(findings.map { .string($0) }),
        ]) {
            let file = configured.file ?? "no file, defaults only"
            let store =
                hasStore ? "\(configuration.data) is sound" : "\(configuration.data) is empty"
            let state = findings.isEmpty ? store : findings.joined(separator: "\n")
            return "Configuration: \(file)\n\(state)"
        }
        guard findings.isEmpty else {
            throw CommandFailure(message: "\(findings.count) finding(s); see above.")
        }
    }
}

/// Which version this is.
enum Release {
    static let version = "0.1.0"
}
