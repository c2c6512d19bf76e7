import API
import JSONText
import Operations
import Smartlink

extension Command {
    static let account: [Command] = [
        Command(
            words: ["account", "create"], summary: "make an account and its first key",
            flags: [
                Flag(name: "name", value: "NAME", help: "the artist", need: .required),
                Flag(
                    name: "plan", value: "PLAN",
                    help: "free, starter or pro (default: free); links need starter"),
                Flag(name: "credits", value: "N", help: "credits to start with (default: 0)"),
                .data, .config, .json,
            ], notes: "The key is shown once: the store keeps only its hash."
        ) { call in
            let plan = try call.plan() ?? .free
            let credits = try call.whole("credits") ?? 0
            try await Workbench.open(call, .made) { bench in
                let made = try await bench.actions.createAccount(
                    name: call.value("name") ?? "", plan: plan, credits: credits)
                call.answer([
                    "id": .integer(made.account.id), "name": .string(made.account.name),
                    "plan": .string(made.account.plan.rawValue),
                    "credits": .integer(made.account.credits), "key": .string(made.secret.text),
                ]) {
                    "Account \(made.account.id), \(made.account.name), on \(made.account.plan) with "
                        + "\(made.account.credits) credits.\nKey (shown once): \(made.secret.text)"
                }
            }
        },
        Command(
            words: ["account", "grant"], summary: "give an account credits", operands: ["ID"],
            flags: [
                Flag(
                    name: "credits", value: "N", help: "how many; a negative number takes back",
                    need: .required),
                .data, .config, .json,
            ]
        ) { call in
            let id = try call.number(of: "account")
            let credits = try call.whole("credits") ?? 0
            try await Workbench.open(call) { bench in
                call.answer(try await bench.actions.grantCredits(credits, to: id))
            }
        },
        Command(
            words: ["account", "plan"], summary: "put an account on a plan", operands: ["ID"],
            flags: [
                Flag(
                    name: "plan", value: "PLAN", help: "free, starter or pro", need: .required),
                .data, .config, .json,
            ]
        ) { call in
            let id = try call.number(of: "account")
            let plan = try call.plan() ?? .free
            try await Workbench.open(call) { bench in
                call.answer(try await bench.actions.setPlan(plan, of: id))
            }
        },
        Command(
            words: ["account", "list"], summary: "list all accounts",
            flags: [.data, .config, .json]
        ) { call in
            try await Workbench.open(call) { bench in
                let accounts = try await bench.actions.listAccounts()
                if call.wantsJSON {
                    call.console.say(JSON.array(accounts.map(\.json)).text)
                } else {
                    call.console.say(
                        heading: ["ID", "NAME", "PLAN", "CREDITS", "SINCE"],
                        rows: accounts.map {
                            [
                                "\($0.id)", $0.name, $0.plan.rawValue, "\($0.credits)",
                                $0.createdAt.rfc3339,
                            ]
                        })
                }
            }
        },
    ]
}

extension Account {
    fileprivate var json: JSON {
        [
            "id": .integer(id), "name": .string(name), "plan": .string(plan.rawValue),
            "credits": .integer(credits), "createdAt": .string(createdAt.rfc3339),
        ]
    }
}

extension Command.Call {
    /// One answer: in JSON where that was asked for, else in words.
    func answer(_ json: JSON, _ words: () -> String) {
        console.say(wantsJSON ? json.text : words())
    }

    fileprivate func answer(_ account: Account) {
        answer(account.json) {
            "Account \(account.id), \(account.name), is on \(account.plan) with "
                + "\(account.credits) credits."
        }
    }

    fileprivate func plan() throws -> Account.Plan? {
        guard let text = value("plan") else { return nil }
        guard let plan = Account.Plan(rawValue: text) else {
            throw CommandFailure(
                message: "--plan expects free, starter or pro, not \(text).", code: .misused)
        }
        return plan
    }

    /// A flag's whole number.
    func whole(_ flag: String) throws -> Int64? {
        guard let text = value(flag) else { return nil }
        guard let number = Int64(text) else {
            throw CommandFailure(
                message: "--\(flag) expects a whole number, not \(text).", code: .misused)
        }
        return number
    }

    /// The number that names one of `what`.
    func number(of what: String) throws -> Int64 {
        guard let number = Int64(operands[0]) else {
            throw CommandFailure(
                message: "\(operands[0]) is no \(what)'s number; `segue \(what) list` shows them.",
                code: .misused)
        }
        return number
    }
}
