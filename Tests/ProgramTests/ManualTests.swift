import Testing

@testable import Program

/// `config/segue.json` is the manual: complete, true and with words.
struct ManualTests {
    private static let path = sourceFolder + "config/segue.json"

    private func manual() throws -> (lines: [Substring], root: ConfigurationNode) {
        let bytes = try ProgramFile.read(Self.path)
        return (
            String(decoding: bytes, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false),
            try ConfigurationReader.read(bytes, file: Self.path)
        )
    }

    private func leaves(_ node: ConfigurationNode, _ prefix: String = "") -> [(String, Int)] {
        guard case .object(let members) = node.value else { return [] }
        return members.flatMap { member -> [(String, Int)] in
            let key = prefix + member.name
            if case .object = member.node.value { return leaves(member.node, key + ".") }
            return [(key, member.line)]
        }
    }

    @Test func `every setting stands in the manual, and nothing else`() throws {
        let written = leaves(try manual().root).map(\.0)
        #expect(written == Setting.all.map(\.key))
    }

    @Test func `every setting has a paragraph above it`() throws {
        let (lines, root) = try manual()
        for (key, line) in leaves(root) {
            let above = lines[line - 2].drop { $0 == " " }
            #expect(above.hasPrefix("//"), "\(key) has no words")
        }
    }

    @Test func `the manual's values are the defaults`() throws {
        var sources = ConfigurationSources()
        sources.file = (Self.path, try ProgramFile.read(Self.path))
        #expect("\(try sources.configuration())" == "\(Configuration())")
    }
}

/// The top of the source tree, with a slash at its end.
let sourceFolder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/") + "/"
