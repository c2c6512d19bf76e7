import Testing

@testable import CardFrames

struct CardAnswerTests {
    @Test(
        arguments: [CardAnswer.jpeg([1, 2]), .png([3])]
            + CardAnswer.Refusal.allCases.map { .refused($0) })
    func `what was answered arrives`(answer: CardAnswer) throws {
        let frame = answer.frame
        let head = try #require(CardAnswerHead(Array(frame.prefix(CardAnswerHead.bytes))))
        #expect(head.answer(Array(frame.dropFirst(CardAnswerHead.bytes))) == answer)
    }

    @Test(arguments: [
        (4, 3), (5, 1), (6, 1), (7, 1), (11, 1), (0, 0),
    ])
    func `a head that contradicts itself is refused`(place: Int, value: UInt8) {
        var head = Array(CardAnswer.jpeg([1, 2]).frame.prefix(CardAnswerHead.bytes))
        head[place] = value
        #expect(CardAnswerHead(head) == nil)
    }

    @Test func `a picture without bytes is none`() {
        let head = Array(CardAnswer.jpeg([]).frame)
        #expect(CardAnswerHead(head) == nil)
    }

    @Test func `a refusal of a kind nobody knows is refused`() {
        var head = CardAnswer.refused(.broken).frame
        head[5] = 99
        #expect(CardAnswerHead(head) == nil)
    }
}
