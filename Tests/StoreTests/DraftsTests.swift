import Smartlink
import Testing

@testable import Store

@Suite(.serialized) struct DraftsTests {
    private let folder = TemporaryFolder()

    private func draft(
        _ code: String, of account: Int64, cost: Int64 = 1, origin: UInt8? = nil
    ) throws -> LinkDraft {
        LinkDraft(
            try plainLink(code, account: account), cost: cost,
            origin: origin.map {
                Origin(key: Array(repeating: $0, count: 32), batch: [1])
            })
    }

    private func made(_ outcomes: [DraftOutcome]) -> [String] {
        outcomes.map { outcome in
            switch outcome {
            case .made(let link): "made \(link.code)"
            case .isThere(let link): "there \(link?.code.text ?? "deleted")"
            case .refused(let failure): "refused \(failure.code.rawValue)"
            }
        }
    }

    @Test func `one that is refused leaves nothing behind, and the others stand`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 2, at: noon2026
        ).id
        let other = try await store.createAccount(
            name: "B", plan: .pro, credits: 1, at: noon2026
        ).id
        _ = try await store.create(plainLink("theirs", account: other), cost: 1, once: nil)
        let outcomes = try await store.create(
            [
                try draft("one", of: account), try draft("theirs", of: account),
                try draft("two", of: account), try draft("three", of: account),
            ], at: noon2026)
        #expect(
            made(outcomes) == [
                "made one", "refused conflict", "made two", "refused credits_exhausted",
            ])
        #expect(try await store.account(account)?.credits == 0)
        #expect(try store.number("SELECT count(*) FROM links") == 3)
        #expect(try store.number("SELECT count(*) FROM routes") == 3)
        #expect(try await store.check() == [])
    }

    @Test func `what was imported is not made again, not even while it is deleted`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 9, at: noon2026
        ).id
        let first = try draft("one", of: account, origin: 1)
        #expect(
            made(try await store.create([first, first], at: noon2026)) == [
                "made one", "there one",
            ])
        // Another row that wants a code of the same account's.
        let same = try draft("one", of: account, origin: 2)
        #expect(made(try await store.create([same], at: noon2026)) == ["there one"])
        try await store.delete(first.link.code, of: account, at: noon2026)
        #expect(made(try await store.create([first], at: noon2026)) == ["there deleted"])
        #expect(try await store.account(account)?.credits == 8)
        try await store.sweep(at: Instant(ms: noon2026.ms + Link.restorableMs))
        let again = try draft("uno", of: account, origin: 1)
        #expect(made(try await store.create([again], at: noon2026)) == ["made uno"])
    }

    @Test func `codes that differ by case only are found`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 9, at: noon2026
        ).id
        _ = try await store.create(
            ["aBc", "abc", "other"].map { try draft($0, of: account) }, at: noon2026)
        #expect(try await store.codesAlike(of: account) == ["aBc", "abc"])
    }

    @Test func `an import is written down as it goes, for its account alone`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 9, at: noon2026
        ).id
        var record = try await store.begin(
            ImportRecord(account: account, format: "csv", at: noon2026))
        #expect(try await store.importsRunning(of: account, since: Instant(ms: 0)) == 1)
        (record.state, record.created, record.report) = (.done, 3, "[1]")
        try await store.update(record)
        #expect(try await store.importRecord(record.id, of: account) == record)
        #expect(try await store.importRecord(record.id, of: account + 1) == nil)
        #expect(try await store.importsRunning(of: account, since: Instant(ms: 0)) == 0)
    }
}
