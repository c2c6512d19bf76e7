import HTTP
import Pages
import Smartlink
import Testing

@testable import Site

struct EmbedMemoryTests {
    private let changes = LinkChanges()
    private let now = Instant(ms: 1_772_625_600_000)

    private func kept(bytes: Int = 100, until: Instant? = nil) -> EmbedMemory.Kept {
        EmbedMemory.Kept(
            fields: Fields(), body: [UInt8](repeating: 7, count: bytes), entityTag: "1",
            until: until)
    }

    private func look(_ language: String = "en") -> EmbedMemory.Look {
        EmbedMemory.Look(form: EmbedForm(), language: language)
    }

    /// Makes one where there is none, and says whether it was there.
    private func meet(
        _ memory: EmbedMemory, _ code: Code, _ look: EmbedMemory.Look, tables: Int = 0,
        made: EmbedMemory.Kept? = nil
    ) -> Bool {
        let (known, ticket) = memory.find(code, look, at: now, tables: tables)
        if known == nil { memory.keep(made ?? kept(), code, look, ticket) }
        return known != nil
    }

    @Test func `it is made once for each look, until its link changes`() throws {
        let memory = EmbedMemory(changes: changes)
        let (one, two) = (try #require(Code("summer")), try #require(Code("winter")))
        for code in [one, two] {
            #expect(!meet(memory, code, look()))
            #expect(!meet(memory, code, look("ja")))
            #expect(meet(memory, code, look()))
        }
        #expect(memory.bytes == 400)
        changes.publish(one)
        #expect(!meet(memory, one, look()))
        #expect(meet(memory, two, look()))
        #expect(memory.bytes == 300)
    }

    @Test func `what was begun before a change is not kept after it`() throws {
        let memory = EmbedMemory(changes: changes)
        let code = try #require(Code("summer"))
        let (_, ticket) = memory.find(code, look(), at: now, tables: 0)
        changes.publish(code)
        memory.keep(kept(), code, look(), ticket)
        #expect(memory.bytes == 0)
    }

    @Test func `a release and other tables make it anew`() throws {
        let memory = EmbedMemory(changes: changes)
        let code = try #require(Code("summer"))
        let release = kept(until: now)
        #expect(!meet(memory, code, look(), made: release))
        #expect(!meet(memory, code, look(), made: kept(until: Instant(ms: now.ms + 1))))
        #expect(meet(memory, code, look()))
        #expect(memory.bytes == 100)
        #expect(!meet(memory, code, look(), tables: 1))
    }

    @Test func `it never holds more than its bound`() throws {
        let memory = EmbedMemory(changes: changes, bytesMax: 1_000)
        for number in 0..<50 {
            #expect(!meet(memory, try #require(Code("summer-\(number)")), look()))
            #expect(memory.bytes <= 1_000)
        }
        _ = meet(memory, try #require(Code("large")), look(), made: kept(bytes: 1_001))
        #expect(memory.bytes <= 1_000)
    }
}
