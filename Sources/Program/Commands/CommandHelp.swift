/// The texts of `--help`.
enum CommandHelp {
    static func overview(_ commands: [Command]) -> String {
        let rows = commands.map { (call($0), $0.summary) }
        return "usage: segue COMMAND [arguments]\n\n" + table(rows)
            + "\n`segue COMMAND --help` shows what one takes."
    }

    static func page(_ command: Command) -> String {
        var text = "usage: segue \(call(command))"
        for flag in command.flags where flag.need == .required {
            text += " --\(flag.name) \(flag.value ?? "")"
        }
        text += command.flags.contains { $0.need != .required } ? " [flags]\n\n" : "\n\n"
        text += command.summary + "\n"
        if !command.notes.isEmpty { text += "\n" + command.notes + "\n" }
        let rows = (command.flags + [.help]).map { flag in
            ("--\(flag.name)" + (flag.value.map { " " + $0 } ?? ""), flag.help)
        }
        return text + "\n" + table(rows)
    }

    private static func call(_ command: Command) -> String {
        (command.words + command.operands).joined(separator: " ")
    }

    /// Two columns, the second aligned.
    static func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { row in
            "  " + row.0 + String(repeating: " ", count: width - row.0.count + 3) + row.1 + "\n"
        }.joined()
    }
}
