import Bytes
import Operations
import Smartlink
import Testing

@Suite(.serialized) struct AccountTests {
    private let peer = PeerAddress(v4: 0x7F00_0001)

    @Test func `an account comes with a key that signs in`() async throws {
        let desk = try Desk()
        let made = try await desk.actions.createAccount(name: "Mira", plan: .pro, credits: 5)
        #expect(made.account.credits == 5)
        #expect(made.secret.text.hasPrefix("segue_"))
        #expect(made.secret.text.utf8.count == 38)
        let signedIn = try await SignIn(desk.actions).account(
            presenting: made.secret.text, from: peer)
        #expect(signedIn == made.account)
        let keys = try await desk.actions.listKeys(of: made.account.id)
        #expect(keys.count == 1)
        #expect(keys.first.map { made.secret.text.hasPrefix($0.prefix) } == true)
        #expect(try await desk.actions.listAccounts() == [made.account])
    }

    @Test(arguments: ["", "a\u{7}b", String(repeating: "n", count: 201)])
    func `a name that cannot be shown is refused`(name: String) async throws {
        let desk = try Desk()
        let failure = await #expect(throws: Failure.self) {
            try await desk.actions.createAccount(name: name, plan: .free, credits: 0)
        }
        #expect(failure?.field == "name")
    }

    @Test(arguments: [-1, 1_000_000_001] as [Int64])
    func `credits have bounds`(credits: Int64) async throws {
        let desk = try Desk()
        let failure = await #expect(throws: Failure.self) {
            try await desk.actions.createAccount(name: "Mira", plan: .free, credits: credits)
        }
        #expect(failure?.field == "credits")
    }

    @Test func `grants and plans change the account, and the ledger adds up`() async throws {
        let desk = try Desk()
        let made = try await desk.actions.createAccount(name: "Mira", plan: .free, credits: 2)
        let id = made.account.id
        #expect(try await desk.actions.grantCredits(3, to: id).credits == 5)
        #expect(try await desk.actions.setPlan(.starter, of: id).plan == .starter)
        let shown = try await desk.actions.showAccount(id, limit: 10, cursor: nil)
        #expect(shown.account.credits == shown.ledger.items.reduce(0) { $0 + $1.amount })
        #expect(shown.ledger.items.count == 2)
    }

    @Test func `an account nobody has is not found`() async throws {
        let desk = try Desk()
        for attempt in 0..<4 {
            let failure = await #expect(throws: Failure.self) {
                switch attempt {
                case 0: _ = try await desk.actions.createKey(for: 99)
                case 1: _ = try await desk.actions.grantCredits(1, to: 99)
                case 2: _ = try await desk.actions.setPlan(.pro, of: 99)
                default: _ = try await desk.actions.showAccount(99, limit: 1, cursor: nil)
                }
            }
            #expect(failure?.code == .notFound)
        }
    }

    @Test func `a revoked key signs nobody in, the others still do`() async throws {
        let desk = try Desk()
        let made = try await desk.actions.createAccount(name: "Mira", plan: .pro, credits: 0)
        let second = try await desk.actions.createKey(for: made.account.id)
        try await desk.actions.revokeKey(second.key.id)
        let door = SignIn(desk.actions)
        let failure = await #expect(throws: Failure.self) {
            try await door.account(presenting: second.secret.text, from: peer)
        }
        #expect(failure?.code == .unauthorized)
        #expect(
            try await door.account(presenting: made.secret.text, from: peer).id
                == made.account.id)
    }
}

struct KeySecretTests {
    @Test(arguments: [
        "segue_" + String(repeating: "a", count: 31), "segue_" + String(repeating: "a", count: 33),
        "segua_" + String(repeating: "a", count: 32), "segue_" + String(repeating: "ä", count: 16),
        "segue_" + String(repeating: " ", count: 32), "",
    ])
    func `what has not a key's shape is none`(text: String) { #expect(KeySecret(text) == nil) }
}
