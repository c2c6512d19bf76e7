import Smartlink
import Testing

@testable import Store

struct GrantSealsTests {
    let folder = TemporaryFolder()

    @Test func `every grant gets the seal it wants, page by page, and no other`() async throws {
        let house = try await Presaves(folder)
        let count = Limits.rowsMovedMax + 3
        for id in 1...count { try await house.queue(id, sealed: [UInt8(id % 2)]) }
        let changed = try await house.store.resealGrants { sealed, save in
            #expect(sealed == [UInt8(save % 2)])
            return sealed == [1] ? [7, UInt8(save % 100)] : nil
        }
        #expect(changed == Int(count + 1) / 2)
        for leased in try await house.lease() {
            let id = leased.save.id
            #expect(leased.sealed == (id % 2 == 1 ? [7, UInt8(id % 100)] : [0]))
        }
    }

    @Test func `a seal that does not open ends it, and what came before stays written`()
        async throws
    {
        let house = try await Presaves(folder)
        try await house.queue(1, sealed: [1])
        await #expect(throws: Failure.self) {
            try await house.store.resealGrants { (_, _) throws(Failure) in
                throw Failure(.unavailable, "no key")
            }
        }
        #expect(try await house.lease().first?.sealed == [1])
    }
}
