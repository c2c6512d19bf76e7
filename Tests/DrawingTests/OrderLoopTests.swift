import CardFrames
import Smartlink
import Testing

@testable import Drawing

struct OrderLoopTests {
    @Test func `a cover is scaled to the width asked for`() throws {
        let answer = OrderLoop.answer(
            CardOrder(scaling: TestPicture.png(width: 400, height: 200), toWidth: 100))
        guard case .jpeg(let bytes) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(try ImageHead(reading: bytes).width == 100)
        #expect(try ImageHead(reading: bytes).height == 50)
    }

    @Test func `a cover that is none is refused with its reason`() {
        let svg = CardOrder(title: "a", artist: "b", cover: Array("<svg/>".utf8))
        #expect(OrderLoop.answer(svg) == .refused(.unknownType))
        #expect(
            OrderLoop.answer(CardOrder(scaling: TestPicture.bomb, toWidth: 64))
                == .refused(.tooLarge))
        #expect(OrderLoop.answer(CardOrder(scaling: [], toWidth: 64)) == .refused(.unknownType))
    }
}
