import Testing

@testable import CardFrames

struct CardOrderTests {
    private let order = CardOrder(
        title: "Sleeper", artist: "Mira 🎧", dateLine: "Out soon", cover: [1, 2, 3])

    @Test func `what is ordered arrives`() throws {
        let frame = order.frame
        let head = try #require(CardOrderHead(Array(frame.prefix(CardOrderHead.bytes))))
        #expect(head.order(Array(frame.dropFirst(CardOrderHead.bytes))) == order)
    }

    @Test func `a scaled cover's width arrives`() throws {
        let frame = CardOrder(scaling: [9], toWidth: 640).frame
        let head = try #require(CardOrderHead(Array(frame.prefix(CardOrderHead.bytes))))
        #expect(head.order(Array(frame.dropFirst(CardOrderHead.bytes)))?.width == 640)
    }

    @Test func `a text too long is cut at a character's end`() throws {
        let long = CardOrder(title: String(repeating: "音", count: 2_000), artist: "").frame
        let head = try #require(CardOrderHead(Array(long.prefix(CardOrderHead.bytes))))
        let title = try #require(head.order(Array(long.dropFirst(CardOrderHead.bytes)))?.title)
        #expect(title.utf8.count == 4_095)
        #expect(title.allSatisfy { $0 == "音" })
    }

    @Test(arguments: [0, 3, 7, 11, 15, 19, 21, 22, 23])
    func `a head with one wrong byte is refused`(place: Int) {
        var head = Array(order.frame.prefix(CardOrderHead.bytes))
        head[place] ^= 0xF0
        #expect(CardOrderHead(head) == nil)
    }

    @Test func `a body shorter or longer than said is refused`() throws {
        let frame = order.frame
        let head = try #require(CardOrderHead(Array(frame.prefix(CardOrderHead.bytes))))
        let body = Array(frame.dropFirst(CardOrderHead.bytes))
        #expect(head.order(Array(body.dropLast())) == nil)
        #expect(head.order(body + [0]) == nil)
        #expect(CardOrderHead(Array(frame.prefix(CardOrderHead.bytes - 1))) == nil)
    }
}
