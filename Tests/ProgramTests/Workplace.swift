import Bytes
import EventLoop
import Glibc
import Testing

@testable import Program

/// A folder of its own for each test, and what a test does in it.
struct Workplace: ~Copyable {
    let path: String

    init() {
        var template = Array("/tmp/segue-program-XXXXXX".utf8CString)
        let isMade = unsafe mkdtemp(&template) != nil
        precondition(isMade, "no temporary folder")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in ProgramFile.names(in: path) { remove("\(path)/\(name)") }
        _ = unsafe rmdir(path)
        _ = unsafe unlink(path)
    }

    var data: String { path + "/data" }

    /// Runs a command as the terminal would; answers what it said and how it ended.
    func run(_ line: String...) async -> (answer: String, failure: CommandFailure?) {
        // Nobody outside is asked.
        await run(line, environment: ["SEGUE_LOOKUP_SOURCES": ""])
    }

    func run(
        _ line: [String], environment: [String: String]
    ) async -> (answer: String, failure: CommandFailure?) {
        let file = "\(path)/answer"
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        defer { close(descriptor) }
        let words = line + ["--data", data]
        guard
            case .run(let command, let operands, let values) = CommandLineReader(
                commands: Command.all
            ).read(words)
        else { return ("", CommandFailure(message: "misread", code: .misused)) }
        let call = Command.Call(
            operands: operands, values: values,
            console: Console(answers: descriptor, notes: descriptor),
            environment: environment)
        var failure: CommandFailure?
        do { try await command.run(call) } catch { failure = CommandFailure(describing: error) }
        let bytes = (try? ProgramFile.read(file)) ?? []
        return (String(decoding: bytes, as: UTF8.self), failure)
    }
}

/// One request over a connection of its own, waited for on a thread of its own: tests and the server under test share
/// the few threads of the concurrency runtime, and none of those may stand still.
enum Exchange {
    static func get(_ target: String, at address: String, _ fields: String...) async -> String {
        await ask("GET \(target)", at: address, fields)
    }

    /// A form, sent as browsers do.
    static func post(
        _ target: String, _ form: String, at address: String, _ fields: String...
    ) async -> String {
        let type = "Content-Type: application/x-www-form-urlencoded"
        return await ask(
            "POST \(target)", at: address,
            fields + [type, "Content-Length: \(form.utf8.count)"], form)
    }

    /// The values of a field of an answer.
    static func values(_ name: String, of answer: String) -> [String] {
        let head = answer.firstRange(of: "\r\n\r\n").map { answer[..<$0.lowerBound] }
        return (head ?? answer[...]).split(separator: "\r\n")
            .filter { $0.hasPrefix("\(name): ") }
            .map { String($0.dropFirst(name.utf8.count + 2)) }
    }

    /// The answer to a request line without its version.
    static func ask(
        _ line: String, at address: String, _ fields: [String] = [], _ body: String = ""
    ) async -> String {
        let head = (["\(line) HTTP/1.1", "Host: test", "Connection: close"] + fields)
            .joined(separator: "\r\n")
        let bytes = Array((head + "\r\n\r\n" + body).utf8)
        return await withCheckedContinuation { waiting in
            do {
                try LoopThread.start(named: "exchange") {
                    waiting.resume(returning: answer(to: bytes, at: address))
                }
            } catch {
                waiting.resume(returning: "no thread: \(error)")
            }
        }
    }

    private static func answer(to bytes: [UInt8], at address: String) -> String {
        guard let endpoint = Endpoint(String(address.dropFirst("http://".count))),
            let v4 = endpoint.address.v4
        else { return "no address in \(address)" }
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var form = sockaddr_in()
        form.sin_family = sa_family_t(AF_INET)
        form.sin_port = endpoint.port.bigEndian
        form.sin_addr.s_addr = v4.bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafePointer(to: &form) { form in
            unsafe form.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, size)
            }
        }
        guard code == 0 else { return "no connection to \(address)" }
        _ = unsafe send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(number, &part, part.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += part.prefix(count)
        }
    }
}
