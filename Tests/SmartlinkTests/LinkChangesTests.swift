import Smartlink
import Testing

struct LinkChangesTests {
    @Test func `every loop is told each change once, in order`() {
        let changes = LinkChanges()
        var one = changes.newest
        var other = changes.newest
        for hash in 1...3 as ClosedRange<UInt64> { changes.publish(hash) }
        #expect((1...3).map { _ in changes.next(&one) } == [.hash(1), .hash(2), .hash(3)])
        #expect(changes.next(&one) == .none)
        #expect(changes.next(&other) == .hash(1))
        changes.publish(4)
        #expect(changes.next(&one) == .hash(4))
    }

    @Test func `a loop that slept too long is told to forget everything`() {
        let changes = LinkChanges()
        var cursor = changes.newest
        for hash in 0..<LinkChanges.capacity { changes.publish(hash) }
        #expect(changes.next(&cursor) == .hash(0))
        changes.publish(1)
        changes.publish(2)
        #expect(changes.next(&cursor) == .overrun)
        #expect(changes.next(&cursor) == .none)
    }

    @Test func `writers and readers on several threads lose nothing but what they are told of`()
        async
    {
        let changes = LinkChanges()
        let perWriter: UInt64 = 20_000
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<2 as Range<UInt64> {
                group.addTask {
                    for number in 1...perWriter { changes.publish(writer << 32 | number) }
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    var cursor: UInt64 = 0
                    var last: [UInt64] = [0, 0]
                    while cursor < 2 * perWriter {
                        guard case .hash(let hash) = changes.next(&cursor) else { continue }
                        let writer = Int(hash >> 32)
                        let number = hash & 0xFFFF_FFFF
                        #expect(number > last[writer])
                        last[writer] = number
                    }
                }
            }
        }
        #expect(changes.newest == 2 * perWriter)
    }
}
