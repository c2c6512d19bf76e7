import Smartlink
import Testing

@testable import Store

@Suite(.serialized) struct AllowancesTests {
    private let folder = TemporaryFolder()
    private let allowances = Allowances(starter: 5, pro: 20)

    @Test func `a month's credits come once, whoever grants them and however often`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let other = try openStore(folder)
        defer { other.close() }
        let pro = try await store.createAccount(name: "P", plan: .pro, credits: 3, at: noon2026)
        let free = try await store.createAccount(name: "F", plan: .free, credits: 0, at: noon2026)
        let month = Month(of: noon2026)
        let allowances = allowances
        let granted = try await withThrowingTaskGroup(of: Int.self) { group in
            for store in [store, other, store, other] {
                group.addTask {
                    try await store.grantAllowances(
                        allowances, for: month, to: nil, at: noon2026)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(granted == 1)
        #expect(try await store.account(pro.id)?.credits == 23)
        #expect(try await store.account(free.id)?.credits == 0)
        let line = try await store.ledger(of: pro.id, limit: 1, cursor: nil).items.first
        #expect(line?.reason == "allowance" && line?.amount == 20)
        #expect(try await store.check() == [])
    }

    @Test func `the next month brings them again, to many accounts at once`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        for number in 1...(Limits.allowancesMax + 3) {
            _ = try await store.createAccount(
                name: "A\(number)", plan: .starter, credits: 0, at: noon2026)
        }
        let month = Month(of: noon2026)
        for (month, sum) in [(month, 5), (month, 5), (month.next, 10)] {
            _ = try await store.grantAllowances(allowances, for: month, to: nil, at: noon2026)
            #expect(try store.number("SELECT min(credits) FROM accounts") == Int64(sum))
            #expect(try store.number("SELECT max(credits) FROM accounts") == Int64(sum))
        }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
        ("2026-12-31T23:59:59Z", 683, "2026-12-01T00:00:00Z"),
        ("2027-01-01T00:00:00Z", 684, "2027-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59Z", -1, "1969-12-01T00:00:00Z"),
    ])
    func `months are counted in UTC`(moment: String, number: Int64, start: String) throws {
        let month = Month(of: try #require(Instant(rfc3339: moment)))
        #expect(month.number == number)
        #expect(month.start.rfc3339 == start)
    }
}
