import FoundationEssentials
import Glibc
import Testing

@testable import Pages

/// A letter as another program reads it: Python's `email` package with its modern policy.
struct ReadLetter: Decodable {
    var fields: [String: [String]]
    var defects: [String]
    var fromName: String
    var fromAddress: String
    var date: String
    var types: [String]
    var text: String
    var html: String

    private enum Failure: Error { case noReader }

    private static let script = """
        import email, email.policy, json, sys
        def read(path):
            message = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
            parts = list(message.walk())
            fields = {}
            for name, value in message.items():
                fields.setdefault(name, []).append(str(value))
            defects = [repr(d) for p in parts for d in p.defects]
            defects += [repr(d) for v in message.values() for d in v.defects]
            sender = message["From"].addresses[0]
            return {
                "fields": fields, "defects": defects, "fromName": sender.display_name,
                "fromAddress": sender.addr_spec, "date": message["Date"].datetime.isoformat(),
                "types": [p.get_content_type() for p in parts],
                "text": message.get_body(("plain",)).get_content(),
                "html": message.get_body(("html",)).get_content(),
            }
        print(json.dumps([read(f"{sys.argv[1]}/{n}.eml") for n in range(int(sys.argv[2]))]))
        """

    static func read(_ bytes: [UInt8]) throws -> ReadLetter {
        try #require(try read([bytes]).first)
    }

    /// All at once: starting the reader takes longer than reading.
    static func read(_ letters: [[UInt8]]) throws -> [ReadLetter] {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "segue-letter-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (place, bytes) in letters.enumerated() {
            try Data(bytes).write(to: folder.appending(path: "\(place).eml"))
        }
        try Data(script.utf8).write(to: folder.appending(path: "read.py"))
        let path = folder.path
        guard let pipe = unsafe popen("python3 '\(path)/read.py' '\(path)' \(letters.count)", "r")
        else {
            throw Failure.noReader
        }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&chunk, 1, 65_536, pipe)
            guard count > 0 else { break }
            output += chunk[..<count]
        }
        let status = unsafe pclose(pipe)
        #expect(status == 0)
        return try JSONDecoder().decode([ReadLetter].self, from: Data(output))
    }
}
