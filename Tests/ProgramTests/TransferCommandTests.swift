import JSONText
import Testing

@testable import Program

@Suite(.serialized)
struct TransferCommandTests {
    private static let table = """
        code,title,artist,spotify
        sleeper,Sleeper,Mira,https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT
        other,Other,,https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT

        """

    private func put(_ text: String, at path: String) throws {
        let file = try FilePieces(writing: path, console: Console())
        try file.put(Array(text.utf8))
    }

    @Test func `a file comes in, row by row reported, and everything goes out again`()
        async throws
    {
        let place = Workplace()
        _ = await place.run("account", "create", "--name", "Mira")
        let file = "\(place.path)/links.csv"
        try put(Self.table, at: file)
        let refused = await place.run("import", file, "--account", "1")
        #expect(refused.failure?.message.contains("segue account plan 1") == true)
        let trial = await place.run("import", file, "--account", "1", "--free", "--dry-run")
        #expect(trial.answer.hasPrefix("1 links would be made, 0 there already, 1 failed.\n"))
        let report = "\(place.path)/report.jsonl"
        let done = await place.run(
            "import", file, "--account", "1", "--free", "--report", report, "--json")
        #expect(done.failure == nil)
        let json = try JSON(reading: Array(done.answer.utf8))
        #expect(json["created"] == 1 && json["failed"] == 1 && json["state"] == "done")
        let rows = String(decoding: try ProgramFile.read(report), as: UTF8.self)
            .split(separator: "\n")
        #expect(rows.count == 2)
        #expect(rows.first?.contains(#""row":2,"status":"created","code":"sleeper""#) == true)

        let out = "\(place.path)/out.jsonl"
        let exported = await place.run("export", "--account", "1", "--output", out)
        #expect(exported.failure == nil)
        let spoken = await place.run("export", "--account", "1", "--format", "redirects")
        #expect(spoken.answer.contains("/link/sleeper https://open.spotify.com/track/"))

        let elsewhere = Workplace()
        _ = await elsewhere.run(
            "account", "create", "--name", "Mira", "--plan", "pro", "--credits", "1")
        let moved = await elsewhere.run("import", out, "--account", "1")
        #expect(moved.answer.hasPrefix("1 links made, 0 there already, 0 failed.\n"))
        let shown = await elsewhere.run("link", "show", "sleeper")
        #expect(shown.answer.contains("“Sleeper” by Mira"))
    }

    @Test func `what means nothing is misuse, what fails is failure`() async throws {
        let place = Workplace()
        _ = await place.run("account", "create", "--name", "Mira", "--plan", "pro")
        let file = "\(place.path)/what"
        try put("what is this\n", at: file)
        #expect(await place.run("import", file, "--account", "1").failure?.code == .misused)
        let none = await place.run("import", "\(place.path)/none", "--account", "1")
        #expect(none.failure?.code == .failed)
        let nobody = await place.run("export", "--account", "9")
        #expect(nobody.failure?.code == .failed)
        let format = await place.run("export", "--account", "1", "--format", "xml")
        #expect(format.failure?.code == .misused)
        try put(Self.table, at: file)
        let poor = await place.run("import", file, "--account", "1")
        #expect(poor.failure?.message.contains("segue account grant 1 --credits N") == true)
    }
}
