import CardFrames
import FoundationEssentials
import Glibc
import Testing

@testable import Cards

@Suite(.timeLimit(.minutes(2)))
struct PainterTests {
    private let order = CardOrder(title: "Sleeper", artist: "Mira Vale")

    private func file(_ name: String, of painter: Painter) throws -> String {
        let path = URL(filePath: "/proc/\(painter.process)/\(name)")
        return String(decoding: try Data(contentsOf: path), as: UTF8.self)
    }

    @Test func `one painter draws card after card`() throws {
        let painter = try Painter(program: Atelier.segueCard)
        for _ in 0..<3 {
            guard case .jpeg(let bytes) = try painter.paint(order) else {
                Issue.record("no picture")
                return
            }
            #expect(bytes.count > 5_000)
        }
        #expect(painter.isAlive)
    }

    @Test func `a cover of ten megabytes is refused, not choked on`() throws {
        let painter = try Painter(program: Atelier.segueCard)
        let cover = [UInt8](repeating: 0x41, count: CardFrames.Limits.coverBytesMax)
        let answer = try painter.paint(CardOrder(title: "a", artist: "b", cover: cover))
        #expect(answer == .refused(.unknownType))
        #expect(painter.isAlive)
    }

    @Test func `a killed painter is seen to be dead`() throws {
        let painter = try Painter(program: Atelier.segueCard)
        _ = try painter.paint(order)
        kill(painter.process, SIGKILL)
        #expect(throws: PainterFailure.ended) { try painter.paint(order) }
        #expect(!painter.isAlive)
    }

    @Test func `it may use little of the machine`() throws {
        let painter = try Painter(program: Atelier.segueCard)
        _ = try painter.paint(order)
        let limits = try file("limits", of: painter)
        func most(_ name: String) -> String? {
            limits.split(separator: "\n").first { $0.hasPrefix(name) }?
                .dropFirst(26).split(separator: " ").first.map(String.init)
        }
        #expect(most("Max core file size") == "0")
        #expect(most("Max file size") == "0")
        #expect(most("Max open files") == "128")
        #expect(most("Max address space") == "1610612736")
        #expect(most("Max cpu time").flatMap { Int($0) }.map { $0 < 60 } == true)
        #expect(try file("status", of: painter).contains("NoNewPrivs:\t1"))
    }

    @Test func `it has nothing of the server's but the channel`() throws {
        let secret = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(secret) }
        let painter = try Painter(program: Atelier.segueCard)
        _ = try painter.paint(order)
        let open = try FileManager.default.contentsOfDirectory(
            atPath: "/proc/\(painter.process)/fd")
        #expect(open.sorted() == ["0", "1", "2"])
        #expect(try file("environ", of: painter).utf8.count < 80)
    }

    @Test func `a frame that is none ends it`() throws {
        let painter = try Painter(program: Atelier.segueCard)
        _ = try painter.paint(order)
        #expect(throws: PainterFailure.ended) {
            try painter.send(Array("GET / HTTP/1.1\r\nHost: segue\r\n\r\n".utf8), by: .max)
            _ = try painter.paint(order)
        }
    }

    @Test func `a program that is none is told`() {
        #expect(throws: PainterFailure.notStarted(errno: ENOENT)) {
            _ = try Painter(program: "/nowhere/segue-card")
        }
    }
}
