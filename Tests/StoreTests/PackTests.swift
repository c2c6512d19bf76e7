import Smartlink
import Testing

@testable import Store

struct PackTests {
    private static func rows(_ count: Int, seed: UInt64, keys: Int64, most: Int64) -> [Pack.Row] {
        var random = Seeded(state: seed)
        return (0..<count).map { _ in
            var counts = Counts()
            counts.visits = Int64.random(in: -most...most, using: &random)
            counts.presavesFailed = Int64.random(in: 0...1, using: &random)
            func key() -> Int64 { Int64.random(in: 0..<keys, using: &random) }
            return Pack.Row(
                hour: Int64.random(in: 0..<24, using: &random),
                profile: Profile(
                    platform: key() % 64, os: key() % 7, reason: key() % 8,
                    bot: BotClass.allCases.randomElement(using: &random) ?? .none,
                    country: key(), variant: key(), referrer: .max - key(), channel: 0),
                counts: counts)
        }
    }

    private func read<Result>(
        _ pack: [UInt8], _ take: (RawSpan) throws -> Result
    ) rethrows -> Result {
        try unsafe pack.withUnsafeBytes { unsafe try take($0.bytes) }
    }

    @Test(
        arguments: [
            (1, 1, 100), (300, 200, 40_000), (300, 300, 3_000_000_000), (40_000, 60_000, 9),
        ] as [(Int, Int64, Int64)])
    func `rows come out as they went in`(count: Int, keys: Int64, most: Int64) throws {
        let rows = Self.rows(count, seed: 3, keys: keys, most: most)
        var found: [Pack.Row] = []
        let packs = Pack.packs(of: rows)
        #expect(packs.count == (count + Limits.packRowsMax - 1) / Limits.packRowsMax)
        for pack in packs {
            found += try read(pack) { bytes in try PackReading(bytes).rows(in: bytes) }
        }
        #expect(found.map(\.profile) == rows.map(\.profile))
        #expect(found.map(\.counts) == rows.map(\.counts))
        #expect(found.map(\.hour) == rows.map(\.hour))
    }

    @Test func `a filter leaves what it wants, and the sums are those of the rows`() throws {
        let rows = Self.rows(2_000, seed: 4, keys: 300, most: 1_000)
        let pack = try #require(Pack.packs(of: rows).first)
        let wanted = rows.filter { $0.profile.country < 90 && $0.profile.variant % 2 == 0 }
        try read(pack) { bytes in
            var reading = try PackReading(bytes)
            reading.keep(Pack.column(of: .country), in: bytes) { $0 < 90 }
            reading.keep(Pack.column(of: .variant), in: bytes) { $0 % 2 == 0 }
            #expect(reading.rows(in: bytes).map(\.profile) == wanted.map(\.profile))
            let sums = reading.sums(
                of: reading.numbers(in: bytes), by: Pack.column(of: .os), in: bytes)
            var expected: [Int64: Counts] = [:]
            for row in wanted {
                expected[row.profile.key(of: .os), default: Counts()] += row.counts
            }
            #expect(Dictionary(uniqueKeysWithValues: sums.map { ($0.key, $0.counts) }) == expected)
            reading.keep(Pack.hour, in: bytes) { _ in false }
            #expect(reading.isEmpty)
        }
    }

    @Test func `a damaged pack is an error or other numbers, and never a crash`() throws {
        let pack = try #require(
            Pack.packs(of: Self.rows(400, seed: 5, keys: 300, most: 70_000)).first)
        for count in stride(from: 0, to: pack.count, by: 37) {
            #expect(throws: StoreFailure.self) {
                try read(Array(pack[..<count])) { _ = try PackReading($0) }
            }
        }
        var random = Seeded(state: 6)
        for _ in 0..<2_000 {
            var damaged = pack
            for _ in 0..<3 {
                damaged[Int.random(in: damaged.indices, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            read(damaged) { bytes in
                guard var reading = try? PackReading(bytes) else { return }
                reading.keep(Pack.column(of: .referrer), in: bytes) { $0 % 2 == 0 }
                #expect(reading.rows(in: bytes).count <= Limits.packRowsMax)
                _ = reading.sums(of: reading.numbers(in: bytes), by: Pack.hour, in: bytes)
            }
        }
    }
}
