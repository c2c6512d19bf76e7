import Glibc
import Smartlink
import Testing

@testable import Outbound

struct OutboxErasureTests {
    private let path: String
    private let outbox: OutboxFolder

    init() throws {
        path = "/tmp/segue-outbox-\(UInt64.random(in: 0...UInt64.max))"
        outbox = try OutboxFolder(path)
    }

    private var names: [String] {
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private func lay(_ recipients: String...) async throws {
        for recipient in recipients {
            try await outbox.send([0x61], from: "news@example.org", to: recipient)
        }
    }

    private func clear() {
        for name in names { unsafe unlink("\(path)/\(name)") }
        unsafe rmdir(path)
    }

    @Test func `a fan's letters go, however the address is written, and nobody else's`()
        async throws
    {
        try await lay("mira@example.org", "Mira@Example.org", "ada@example.org")
        outbox.remove(lettersTo: ["MIRA@example.org"])
        #expect(names.count == 1)
        outbox.remove(lettersTo: [])
        #expect(names.count == 1)
        outbox.remove(lettersTo: ["ada@example.org", "nobody@example.org"])
        #expect(names.isEmpty)
        clear()
    }

    @Test func `old letters go, and what is not a letter stays`() async throws {
        try await lay("mira@example.org")
        let note = unsafe open("\(path)/note-of-operators", O_CREAT | O_WRONLY, 0o600)
        close(note)
        var time = time_t()
        unsafe Glibc.time(&time)
        outbox.remove(lettersBefore: Instant(ms: Int64(time - 60) * 1_000))
        #expect(names.count == 2)
        outbox.remove(lettersBefore: Instant(ms: Int64(time + 60) * 1_000))
        #expect(names == ["note-of-operators"])
        clear()
    }
}
