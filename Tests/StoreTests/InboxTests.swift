import Bytes
import Testing

@testable import Store

struct InboxTests {
    private var inbox = Inbox(bytesMax: 100)

    private func append(_ count: Int, to inbox: inout Inbox) -> UInt64 {
        let bytes = [UInt8](repeating: 1, count: count)
        return unsafe inbox.append(bytes.span.bytes, events: 1, at: 5)
    }

    @Test func `what comes during a commit waits for the next`() {
        var inbox = inbox
        var batch: [UInt8] = []
        let first = append(10, to: &inbox)
        inbox.take(into: &batch)
        let second = append(10, to: &inbox)
        #expect(second == first + 1)
        inbox.settle()
        #expect(inbox.reached == first)
        inbox.take(into: &batch)
        inbox.settle()
        #expect(inbox.reached == second)
        #expect(inbox.held == 0)
    }

    @Test func `a stall reaches everything given out, and later events do not wait`() {
        var inbox = inbox
        var batch: [UInt8] = []
        _ = append(10, to: &inbox)
        inbox.take(into: &batch)
        let second = append(10, to: &inbox)
        inbox.stall()
        #expect(inbox.reached >= second)
        let third = append(10, to: &inbox)
        #expect(third != 0)
        #expect(third <= inbox.reached)
        inbox.settle()
        // The disk is back: from here on replies wait again.
        #expect(append(10, to: &inbox) > inbox.reached)
        inbox.take(into: &batch)
        #expect(batch.count == 30)
    }

    @Test func `more than the bound is dropped and counted`() {
        var inbox = inbox
        var batch: [UInt8] = []
        #expect(append(60, to: &inbox) != 0)
        inbox.take(into: &batch)
        #expect(append(60, to: &inbox) == 0)
        #expect(inbox.dropped == 1)
        #expect(append(40, to: &inbox) != 0)
        inbox.settle()
        #expect(append(60, to: &inbox) != 0)
        inbox.abandon()
        #expect(inbox.held == 0)
        #expect(inbox.dropped == 3)
    }
}
