import HTTP
import Smartlink

/// What is in every library and how often it was asked for: the sandbox's account of what reached it.
///
/// Artists a fan follows are rows of the kind `artist`; of counts they have one of their own, `followed`.
/// `timesSaved` says of how many items (of one fan each) it was so often: `{"1": n}` alone means exactly once.
enum LibraryReport {
    /// `?platform=` and `?fan=` narrow it; `?summary` leaves the rows away.
    static func respond(to request: Request, _ house: House) -> Response {
        let platform = request.query.first { $0.name == "platform" }?.value
        let fan = request.query.first { $0.name == "fan" }?.value
        let isSummary = request.query.contains { $0.name == "summary" }
        var out = Array("{\"sandbox\":true,\"byPlatform\":".utf8)
        byPlatform(house).append(to: &out)
        if !isSummary {
            out += ",\"library\":[".utf8
            var isFirst = true
            for account in house.ledger.accounts.inOrder where !account.saved.isEmpty {
                guard platform.map({ $0 == account.standIn.rawValue }) ?? true,
                    fan.map({ $0 == account.name }) ?? true
                else { continue }
                for saved in account.saved {
                    if !isFirst { out.append(UInt8(ascii: ",")) }
                    isFirst = false
                    row(account, saved, house).append(to: &out)
                }
            }
            out += "]".utf8
        }
        out += "}".utf8
        return .bytes(200, out, type: "application/json")
    }

    private static func row(
        _ account: SandboxAccount, _ saved: SandboxAccount.Saved, _ house: House
    ) -> JSON {
        [
            "platform": .string(account.standIn.rawValue), "fan": .string(account.name),
            "kind": .string(saved.item.kind.rawValue), "id": .string(saved.item.id),
            "title": .text(house.shelf.title(of: saved.item, on: account.standIn)),
            "count": .integer(saved.count), "firstAt": .string(saved.firstAt.rfc3339),
            "lastAt": .string(saved.lastAt.rfc3339),
        ]
    }

    static func byPlatform(_ house: House) -> JSON {
        var accounts: [StandIn: Int] = [:]
        var items: [StandIn: Int] = [:]
        var followed: [StandIn: Int] = [:]
        var times: [StandIn: [Int: Int]] = [:]
        for account in house.ledger.accounts.inOrder {
            accounts[account.standIn, default: 0] += 1
            for saved in account.saved {
                if saved.item.kind == .artist {
                    followed[account.standIn, default: 0] += 1
                    continue
                }
                items[account.standIn, default: 0] += 1
                times[account.standIn, default: [:]][saved.count, default: 0] += 1
            }
        }
        return .object(
            StandIn.allCases.map { standIn in
                let often = times[standIn, default: [:]].sorted { $0.key < $1.key }
                return (
                    standIn.rawValue,
                    [
                        "fans": .integer(accounts[standIn, default: 0]),
                        "saved": .integer(items[standIn, default: 0]),
                        "followed": .integer(followed[standIn, default: 0]),
                        "timesSaved": .object(often.map { (String($0.key), .integer($0.value)) }),
                    ]
                )
            })
    }
}
