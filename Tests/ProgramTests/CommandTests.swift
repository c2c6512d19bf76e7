import API
import JSONText
import Testing

@testable import Program

@Suite(.serialized)
struct CommandTests {
    @Test func `an account is made with its key, in exactly these words`() async throws {
        let place = Workplace()
        let made = await place.run(
            "account", "create", "--name", "Mira", "--plan", "pro", "--credits", "100", "--json")
        #expect(made.failure == nil)
        let json = try JSON(reading: Array(made.answer.utf8))
        guard case .object(let members) = json else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.name) == ["id", "name", "plan", "credits", "key"])
        #expect(json["name"] == "Mira")
        #expect(json["plan"] == "pro")
        #expect(json["credits"] == 100)
        guard case .string(let key)? = json["key"] else {
            Issue.record("no key")
            return
        }
        #expect(key.hasPrefix("segue_"))
    }

    @Test func `credits, plan and keys are changed and listed`() async {
        let place = Workplace()
        _ = await place.run("account", "create", "--name", "Mira")
        #expect(
            await place.run("account", "grant", "1", "--credits", "5").answer
                == "Account 1, Mira, is on free with 5 credits.\n")
        #expect(
            await place.run("account", "plan", "1", "--plan", "starter").answer
                == "Account 1, Mira, is on starter with 5 credits.\n")
        _ = await place.run("key", "create", "--account", "1")
        #expect(await place.run("key", "revoke", "2").answer == "Key 2 is revoked.\n")
        let keys = await place.run("key", "list", "--account", "1").answer
        #expect(keys.split(separator: "\n").count == 3)
        #expect(await place.run("account", "list").answer.contains("Mira"))
    }

    @Test func `a link is made, shown and listed`() async {
        let place = Workplace()
        _ = await place.run(
            "account", "create", "--name", "Mira", "--plan", "pro", "--credits", "2")
        let made = await place.run(
            "link", "create", "--account", "1", "--title", "Sleeper", "--artist", "Mira", "--slug",
            "mira-sleeper", "--to", "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
        #expect(made.failure == nil)
        #expect(made.answer.hasPrefix("http://127.0.0.1:8080/link/mira-sleeper\n"))
        let shown = await place.run("link", "show", "mira-sleeper", "--json").answer
        #expect(shown.contains(#""title":"Sleeper","artist":"Mira""#))
        #expect(await place.run("link", "list", "--account", "1").answer.contains("Sleeper"))
        let stranger = await place.run(
            "link", "create", "--account", "1", "--title", "T", "--artist", "A", "--to",
            "https://evil.example/x")
        #expect(stranger.failure?.code == .misused)
    }

    @Test func `a backup is restored elsewhere and is sound`() async {
        let place = Workplace()
        _ = await place.run("account", "create", "--name", "Mira")
        #expect(await place.run("backup", place.path + "/copy").failure == nil)
        let again = await place.run("backup", place.path + "/copy")
        #expect(again.failure?.code == .failed)
        #expect(await place.run("restore", place.path + "/copy").failure != nil)
        let checked = await place.run("check", "--json")
        #expect(checked.failure == nil)
        #expect(checked.answer.contains(#""findings":[]"#))
    }

    @Test func `a reclassification of a store without events finds nothing to do`() async {
        let place = Workplace()
        _ = await place.run("account", "create", "--name", "Mira")
        let run = await place.run("stats", "reclassify", "--json")
        #expect(run.failure == nil)
        #expect(run.answer.contains(#""events":0,"changed":0"#))
    }

    @Test(arguments: [
        ["account", "list"], ["key", "list", "--account", "1"], ["link", "show", "x"],
        ["backup", "/tmp/never"],
    ])
    func `a folder without a store is said so`(words: [String]) async {
        let place = Workplace()
        guard
            case .run(let command, let operands, let values) = CommandLineReader(
                commands: Command.all
            ).read(words + ["--data", place.data])
        else {
            Issue.record("not read")
            return
        }
        let call = Command.Call(
            operands: operands, values: values, console: Console(), environment: [:])
        do {
            try await command.run(call)
            Issue.record("done")
        } catch {
            let message = CommandFailure(describing: error).message
            #expect(message.hasPrefix("there is no store in \(place.data)"))
        }
    }

    @Test func `a configuration that is named and missing is a misuse`() async {
        let place = Workplace()
        let run = await place.run("account", "list", "--config", place.path + "/none.json")
        #expect(run.failure?.code == .misused)
        #expect(run.failure?.message.contains("none.json") == true)
    }
}
