// From the words of the command line to a command and its arguments. A word that means nothing is answered with
// the nearest one that does.

enum CommandLineReading {
    case run(Command, operands: [String], values: [String: [String]])
    case help(String)
    case misuse(String)
}

struct CommandLineReader {
    let commands: [Command]

    func read(_ words: [String]) -> CommandLineReading {
        guard let first = words.first else { return .misuse(CommandHelp.overview(commands)) }
        if ["help", "--help", "-h"].contains(first) {
            let topic = Array(words.dropFirst().filter { !$0.hasPrefix("-") })
            return topic.isEmpty ? .help(CommandHelp.overview(commands)) : help(topic)
        }
        if first == "--version" { return read(["version"] + words.dropFirst()) }
        let leading = words.prefix { !$0.hasPrefix("-") }
        guard let command = command(at: leading) else {
            if words.contains("--help") || words.contains("-h") { return help(Array(leading)) }
            return .misuse(unknown(Array(leading), first))
        }
        return arguments(of: command, Array(words.dropFirst(command.words.count)))
    }

    private func command(at words: some Collection<String>) -> Command? {
        commands.first { words.starts(with: $0.words) }
    }

    private func help(_ words: [String]) -> CommandLineReading {
        if let command = command(at: words) { return .help(CommandHelp.page(command)) }
        let group = commands.filter { $0.words.starts(with: words) }
        guard !words.isEmpty, !group.isEmpty else {
            return .misuse(unknown(words, words.first ?? ""))
        }
        return .help(CommandHelp.overview(group))
    }

    private func unknown(_ words: [String], _ first: String) -> String {
        let group = commands.filter { $0.words.first == words.first }
        if !group.isEmpty {
            let verbs = group.map { $0.words.dropFirst().joined(separator: " ") }
            let given = words.dropFirst().first
            if let given, let near = nearest(to: given, of: verbs) {
                return "segue \(first) does not know \(given); did you mean \(near)?"
            }
            let known = verbs.joined(separator: ", ")
            return "segue \(first) needs one of: \(known)."
        }
        if let near = nearest(to: first, of: commands.compactMap(\.words.first)) {
            return "there is no command \(first); did you mean \(near)?"
        }
        return "there is no command \(first). `segue help` lists all."
    }

    private func arguments(of command: Command, _ words: [String]) -> CommandLineReading {
        let known = command.flags + [.help]
        var operands: [String] = []
        var values: [String: [String]] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0] == "-h" ? "help" : String(parts[0].drop { $0 == "-" })
            guard word.hasPrefix("--") || word == "-h",
                let flag = known.first(where: { $0.name == name })
            else { return .misuse(unknownFlag(String(parts[0]), of: command)) }
            if flag.value == nil {
                guard parts.count == 1 else { return .misuse("--\(name) takes no value.") }
                values[name, default: []].append("")
            } else if parts.count == 2 {
                values[name, default: []].append(String(parts[1]))
            } else if let value = rest.popFirst() {
                values[name, default: []].append(value)
            } else {
                return .misuse("--\(name) needs \(flag.value ?? "a value") behind it.")
            }
        }
        if values["help"] != nil { return .help(CommandHelp.page(command)) }
        if let complaint = complaint(command, operands, values) { return .misuse(complaint) }
        return .run(command, operands: operands, values: values)
    }

    private func unknownFlag(_ flag: String, of command: Command) -> String {
        let name = command.words.joined(separator: " ")
        let known = command.flags.map { "--" + $0.name }
        if let near = nearest(to: flag, of: known) {
            return "segue \(name) does not know \(flag); did you mean \(near)?"
        }
        return "segue \(name) does not know \(flag). `segue \(name) --help` shows what it takes."
    }

    private func complaint(
        _ command: Command, _ operands: [String], _ values: [String: [String]]
    ) -> String? {
        let name = command.words.joined(separator: " ")
        if operands.count > command.operands.count {
            return
                "segue \(name) does not know what to do with \(operands[command.operands.count])."
        }
        if operands.count < command.operands.count {
            return "segue \(name) needs \(command.operands[operands.count]) behind it."
        }
        for flag in command.flags {
            let count = values[flag.name]?.count ?? 0
            if flag.need == .required, count == 0 { return "segue \(name) needs --\(flag.name)." }
            if flag.need != .repeatable, count > 1 { return "--\(flag.name) is given twice." }
        }
        return nil
    }
}
