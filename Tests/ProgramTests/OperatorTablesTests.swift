import Glibc
import Smartlink
import Testing

@testable import Program

private func write(_ text: String, to path: String) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
}

struct OperatorTablesTests {
    private func complaint(_ text: String) -> String {
        let place = Workplace()
        let path = place.path + "/platforms.json"
        write(text, to: path)
        var files = Configuration.Files()
        files.platforms = path
        do {
            _ = try OperatorTables.read(files)
            return "accepted"
        } catch {
            let message = CommandFailure(describing: error).message
            return message.hasPrefix(place.path)
                ? String(message.dropFirst(place.path.count + 1)) : message
        }
    }

    @Test func `the program's own files are found and hold together`() throws {
        let tables = try OperatorTables.read(Configuration.Files())
        #expect(tables.platforms.platforms.count >= 10)
        #expect(tables.wordings.count >= 7)
    }

    @Test func `a broken file is named with its line`() {
        #expect(
            complaint("{\n platforms: [\n  { id: \"x\" }\n  { id: \"y\" } ] }")
                == "platforms.json:3: a comma is missing after the value before")
    }

    @Test func `a value of the wrong kind is named with its line and path`() {
        let text = complaint(
            "{\n platforms: [\n  {\n   id: 7, name: \"X\", color: \"000000\", hosts: [\"x.example\"] } ],\n orders: {} }"
        )
        #expect(text.hasPrefix("platforms.json:4: platforms[0].id: "))
    }

    @Test func `a key nobody knows is named with its line`() {
        let text = complaint("{\n platforms: [],\n orders: {},\n plattforms: [] }")
        #expect(text.hasPrefix("platforms.json:4: plattforms: "))
    }

    @Test func `a file that is named and missing is said so`() {
        var files = Configuration.Files()
        files.crawlers = "/nowhere/crawlers.json"
        #expect(throws: CommandFailure.self) { try OperatorTables.read(files) }
    }
}

struct InstallationTests {
    @Test func `a clone is searched from its binary up, then the system, then here`() {
        let installation = Installation(
            binary: "/home/mira/segue/.build/x86_64/release/segue", current: "/tmp")
        #expect(
            installation.folders == [
                "/home/mira/segue/.build/x86_64/share/segue",
                "/home/mira/segue/.build/x86_64/release", "/home/mira/segue/.build/x86_64",
                "/home/mira/segue/.build", "/home/mira/segue", "/home/mira",
                "/usr/local/share/segue", "/usr/share/segue", "/tmp",
            ])
    }

    @Test func `an installed binary finds its prefix's share first`() {
        let installation = Installation(binary: "/usr/local/bin/segue", current: "/")
        #expect(installation.folders.first == "/usr/local/share/segue")
    }

    @Test(arguments: [
        ("lisen", "listen"), ("LISTEN", "listen"), ("datta", "data"), ("wrokers", "workers"),
    ])
    func `a mistyped word finds its neighbour`(typed: String, meant: String) {
        #expect(nearest(to: typed, of: Setting.all.map(\.key)) == meant)
    }

    @Test func `a word like no other finds none`() {
        #expect(nearest(to: "xyzzyplugh", of: Setting.all.map(\.key)) == nil)
    }
}
