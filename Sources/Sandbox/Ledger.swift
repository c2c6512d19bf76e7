import Smartlink

/// A fan of a stand-in, and what was saved for them.
struct SandboxAccount: Sendable {
    let id: Int
    let standIn: StandIn
    let name: String
    var market: String
    /// In order of first saving; short, so it is searched from end to end.
    var saved: [Saved] = []

    struct Saved: Sendable {
        let item: Item
        /// How often it was asked for, the first time included.
        var count: Int
        let firstAt: Instant
        var lastAt: Instant
    }
}

/// Something in a platform's catalogue, by the platform's own id.
struct Item: Hashable, Sendable {
    var kind: Kind
    var id: String

    enum Kind: String, Sendable, CaseIterable {
        case track, album, artist, playlist
    }
}

/// The libraries of all fans.
struct Ledger: Sendable {
    private(set) var accounts = BoundedTable<Int, SandboxAccount>(
        countMax: SandboxLimits.accountsMax)
    private var byName: [String: Int] = [:]
    private var lastID = 0

    /// The account of that name, made if there is none.
    mutating func account(named name: String, on standIn: StandIn, market: String) -> Int {
        let key = "\(standIn.rawValue)/\(name)"
        if let known = byName[key] {
            _ = accounts.update(known) { $0.market = market }
            return known
        }
        lastID += 1
        let account = SandboxAccount(id: lastID, standIn: standIn, name: name, market: market)
        if let dropped = accounts.insert(account, for: lastID) {
            byName["\(dropped.standIn.rawValue)/\(dropped.name)"] = nil
        }
        byName[key] = lastID
        return lastID
    }

    /// Puts `item` into the library; answers whether it was there already.
    @discardableResult
    mutating func save(_ item: Item, for account: Int, at now: Instant) -> Bool {
        accounts.update(account) { account in
            if let place = account.saved.firstIndex(where: { $0.item == item }) {
                account.saved[place].count += 1
                account.saved[place].lastAt = now
                return true
            }
            if account.saved.count >= SandboxLimits.savesPerAccountMax {
                account.saved.removeFirst()
            }
            account.saved.append(.init(item: item, count: 1, firstAt: now, lastAt: now))
            return false
        } ?? false
    }

    func has(_ item: Item, _ account: Int) -> Bool {
        accounts[account]?.saved.contains { $0.item == item } ?? false
    }
}
