import Glibc
import Outbound
import Smartlink
import Testing

struct OutboxFolderTests {
    private let scratch = Scratch()

    @Test func `each letter is a file of its own, for its owner alone`() async throws {
        let folder = "\(scratch.path)/outbox"
        let post = try OutboxFolder(folder)
        let letter = Array("Subject: x\r\n\r\nHello\r\n".utf8)
        for _ in 0..<3 { try await post.send(letter, from: "a@b.example", to: "c@d.example") }
        let names = scratch.names(in: "outbox")
        #expect(names.count == 3)
        for name in names {
            #expect(name.wholeMatch(of: /\d{8}T\d{6}Z-[0-9a-z]+-[0-9a-z]+\.eml/) != nil)
            #expect(scratch.read("outbox/\(name)") == letter)
            #expect(scratch.mode(of: "outbox/\(name)") == 0o600)
        }
        #expect(scratch.mode(of: "outbox") == 0o700)
    }

    @Test func `a folder that is gone is a reason to try again`() async throws {
        let post = try OutboxFolder("\(scratch.path)/outbox")
        unsafe rmdir("\(scratch.path)/outbox")
        await #expect {
            try await post.send([1], from: "a@b.example", to: "c@d.example")
        } throws: { error in
            if case .transient? = error as? PostFailure { true } else { false }
        }
    }

    @Test func `where no folder can be, the start fails and says why`() {
        let failure = #expect(throws: Failure.self) { try OutboxFolder("/proc/outbox") }
        #expect(failure?.message.contains("/proc/outbox") == true)
    }
}
