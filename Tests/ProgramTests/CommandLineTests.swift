import Testing

@testable import Program

private func read(_ line: String) -> CommandLineReading {
    CommandLineReader(commands: Command.all).read(line.split(separator: " ").map(String.init))
}

private func misuse(_ line: String) -> String? {
    if case .misuse(let text) = read(line) { text } else { nil }
}

struct CommandLineTests {
    @Test func `words, operands and both forms of flags are told apart`() throws {
        guard
            case .run(let command, let operands, let values) = read(
                "account grant 7 --credits=5 --data /tmp/x --json")
        else {
            Issue.record("not read")
            return
        }
        #expect(command.words == ["account", "grant"])
        #expect(operands == ["7"])
        #expect(values == ["credits": ["5"], "data": ["/tmp/x"], "json": [""]])
    }

    @Test func `everything behind two dashes is an operand`() throws {
        guard case .run(_, let operands, _) = read("link show -- --odd") else {
            Issue.record("not read")
            return
        }
        #expect(operands == ["--odd"])
    }

    @Test func `a flag that repeats keeps all its values`() throws {
        guard
            case .run(_, _, let values) = read(
                "link create --account 1 --title T --artist A --to a --to b")
        else {
            Issue.record("not read")
            return
        }
        #expect(values["to"] == ["a", "b"])
    }

    @Test(arguments: [
        ("serv", "there is no command serv; did you mean serve?"),
        ("xyzzy", "there is no command xyzzy. `segue help` lists all."),
        ("account", "segue account needs one of: create, grant, plan, list."),
        ("account crate", "segue account does not know crate; did you mean create?"),
        ("serve --lisen 1", "segue serve does not know --lisen; did you mean --listen?"),
        (
            "serve --x 1",
            "segue serve does not know --x. `segue serve --help` shows what it takes."
        ),
        ("serve --listen", "--listen needs ADDRESS behind it."),
        ("serve -l 1", "segue serve does not know -l. `segue serve --help` shows what it takes."),
        ("version --json=yes", "--json takes no value."),
        ("account create --plan pro", "segue account create needs --name."),
        ("serve --data a --data b", "--data is given twice."),
        ("link show", "segue link show needs CODE behind it."),
        ("link show a b", "segue link show does not know what to do with b."),
    ])
    func `a command line that means nothing is answered with what would`(
        line: String, message: String
    ) {
        #expect(misuse(line) == message)
    }

    @Test(arguments: Command.all.map { $0.words.joined(separator: " ") })
    func `every command has its help`(words: String) {
        guard case .help(let text) = read("\(words) --help") else {
            Issue.record("no help")
            return
        }
        #expect(text.hasPrefix("usage: segue \(words)"))
        #expect(text.contains("--help"))
    }

    @Test(arguments: ["help", "--help", "-h", "account --help", "help account", "help serve"])
    func `help is asked for in many ways`(line: String) {
        guard case .help = read(line) else {
            Issue.record("no help")
            return
        }
    }

    @Test func `nothing at all is a misuse that shows what there is`() {
        #expect(misuse("")?.contains("segue COMMAND") == true)
    }

    @Test func `no two commands share their words`() {
        let names = Command.all.map { $0.words.joined(separator: " ") }
        #expect(Set(names).count == names.count)
    }
}
