internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    private static let ledgerEntriesUnasked = 50

    func showAccount() async throws(Failure) -> Response {
        let asked = try query("limit", "cursor")
        let limit = try asked.integer("limit") ?? Self.ledgerEntriesUnasked
        let shown = try await actions.showAccount(
            account.id, limit: limit, cursor: asked["cursor"])
        return reply(
            AccountResource.json(
                shown.account, actions.allowance(of: shown.account), ledger: shown.ledger))
    }

    /// The catalogue, and what each platform can do on this server.
    func listPlatforms() throws(Failure) -> Response {
        _ = try query()
        let platforms = actions.listPlatforms().map { platform in
            PlatformResource.json(platform, abilities(of: platform))
        }
        return reply(["items": .array(platforms)])
    }

    /// Sends fans there, has a search page, is looked up in, is saved on for fans directly.
    private func abilities(of platform: Platform) -> [String] {
        var abilities = ["link"]
        if platform.searchURL != nil { abilities.append("search") }
        if actions.finder?.platforms.contains(platform.id) == true { abilities.append("lookup") }
        if api.fans.platforms()[platform.id] != nil { abilities.append("presave") }
        return abilities
    }
}

enum AccountResource {
    static func json(
        _ account: Account, _ allowance: (credits: Int64, nextAt: Instant?),
        ledger: Page<LedgerEntry>
    ) -> JSON {
        [
            "id": .integer(account.id), "name": .string(account.name),
            "plan": .string(account.plan.rawValue), "credits": .integer(account.credits),
            "createdAt": .string(account.createdAt.rfc3339),
            "allowance": [
                "credits": .integer(allowance.credits), "nextAt": .text(allowance.nextAt?.rfc3339),
            ],
            "ledger": .array(ledger.items.map(json)), "nextCursor": .text(ledger.next),
        ]
    }

    private static func json(_ entry: LedgerEntry) -> JSON {
        [
            "id": .integer(entry.id), "at": .string(entry.at.rfc3339),
            "amount": .integer(entry.amount), "reason": .string(entry.reason),
            "code": .text(entry.code?.text),
        ]
    }
}

enum PlatformResource {
    static func json(_ platform: Platform, _ abilities: [String]) -> JSON {
        return [
            "id": .string(platform.id), "name": .string(platform.name),
            "color": .string(platform.color),
            "hosts": .array(platform.hosts.map { .string($0) }),
            "territories": .array(platform.territories.map { .string($0.text) }),
            "abilities": .array(abilities.map { .string($0) }),
        ]
    }
}
