import API
import Crypto
import JSONText
import Operations
import Smartlink
import Store

extension Command {
    private static let accountFlag = Flag(
        name: "account", value: "ID", help: "the account's number", need: .required)

    static let key: [Command] = [
        Command(
            words: ["key", "create"], summary: "make another key for an account",
            flags: [accountFlag, .data, .config, .json],
            notes: "The key is shown once: the store keeps only its hash."
        ) { call in
            let account = try call.whole("account") ?? 0
            try await Workbench.open(call) { bench in
                let made = try await bench.actions.createKey(for: account)
                call.answer([
                    "id": .integer(made.key.id), "account": .integer(made.key.account),
                    "prefix": .string(made.key.prefix), "key": .string(made.secret.text),
                ]) { "Key \(made.key.id) of account \(account) (shown once): \(made.secret.text)" }
            }
        },
        Command(
            words: ["key", "revoke"], summary: "end a key at once", operands: ["ID"],
            flags: [.data, .config, .json]
        ) { call in
            let id = try call.number(of: "key")
            try await Workbench.open(call) { bench in
                try await bench.actions.revokeKey(id)
                call.answer(["id": .integer(id), "revoked": true]) { "Key \(id) is revoked." }
            }
        },
        Command(
            words: ["key", "list"], summary: "list an account's keys by their first characters",
            flags: [accountFlag, .data, .config, .json]
        ) { call in
            let account = try call.whole("account") ?? 0
            try await Workbench.open(call) { bench in
                let keys = try await bench.actions.listKeys(of: account)
                if call.wantsJSON {
                    call.console.say(JSON.array(keys.map(\.json)).text)
                } else {
                    call.console.say(
                        heading: ["ID", "KEY", "SINCE", "REVOKED"],
                        rows: keys.map {
                            [
                                "\($0.id)", "\($0.prefix)…", $0.createdAt.rfc3339,
                                $0.revokedAt?.rfc3339 ?? "",
                            ]
                        })
                }
            }
        },
        Command(
            words: ["key", "rotate"],
            summary:
                "make a new key for the fans' tokens and webhooks' secrets and seal them all under it",
            flags: [.data, .config, .json],
            notes: """
                Works beside a running server, which takes the new key up by itself; SIGHUP has it do so at once.
                Keys made before stay, because backups are sealed under them. With vaultKeyFile the newest key is
                the first line of that file: write it there first, then this seals everything under it.
                """
        ) { call in
            let configuration = try Configured.read(call).configuration
            try await Workbench.open(call) { bench in
                let keys = try KeyRing(
                    folder: "\(configuration.data)/keys", keyFile: configuration.vaultKeyFile)
                if configuration.vaultKeyFile == nil { try keys.rotate() }
                let webhooks = try await bench.store.resealWebhooks(keys.reseal)
                let count = try await bench.store.resealGrants(keys.reseal) + webhooks
                call.answer(["resealed": .integer(Int64(count))]) {
                    "\(count) secrets are sealed under the newest key."
                }
            }
        },
    ]
}

extension Key {
    fileprivate var json: JSON {
        [
            "id": .integer(id), "account": .integer(account), "prefix": .string(prefix),
            "createdAt": .string(createdAt.rfc3339),
            "revokedAt": revokedAt.map { .string($0.rfc3339) } ?? .null,
        ]
    }
}
