// What artists learn of pre-saves and fans: numbers of the ones, and of the others only who agreed to be written to.
internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    func showPresaves(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        return reply(
            PresaveResource.json(try await api.fans.showPresaves(code, of: account.id)))
    }

    func listFans(_ code: String) async throws(Failure) -> Response {
        let asked = try query("limit", "cursor")
        let limit = try asked.integer("limit") ?? APILimits.pageFans
        guard (1...APILimits.pageFansMax).contains(limit) else {
            throw Failure(
                .invalidField, "limit is a number from 1 to \(APILimits.pageFansMax).",
                field: "limit")
        }
        let page = try await api.fans.listFans(
            code, of: account.id, limit: limit, cursor: asked["cursor"])
        return reply([
            "items": .array(page.items.map { FanResource($0).json }),
            "nextCursor": .text(page.next),
        ])
    }

    /// All of them as a table (RFC 4180).
    func tabulateFans(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        var lines = FanResource.header
        var cursor: String?
        repeat {
            let page = try await api.fans.listFans(
                code, of: account.id, limit: APILimits.pageFansMax, cursor: cursor)
            for item in page.items { lines += FanResource(item).line }
            cursor = page.next
        } while cursor != nil
        return Response(
            status: 200,
            fields: Fields([
                "Content-Type": "text/csv; charset=utf-8; header=present",
                "Content-Disposition": "attachment; filename=\"fans-\(code).csv\"",
                "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
            ]), body: .bytes(Array(lines.utf8)))
    }
}

enum PresaveResource {
    static func json(_ counts: [SaveCount]) -> JSON {
        let platforms = Set(counts.map(\.platform)).sorted()
        return [
            "totals": states(of: counts),
            "by": .array(
                platforms.map { platform in
                    let own = counts.filter { $0.platform == platform }
                    return [
                        "platform": .string(platform), "states": states(of: own),
                        "reasons": reasons(of: own),
                    ]
                }),
        ]
    }

    private static func states(of counts: [SaveCount]) -> JSON {
        .object(
            Save.State.allCases.map { state in
                let sum = counts.filter { $0.state == state }.map(\.count).reduce(0, +)
                return .init(state.rawValue, .integer(Int64(sum)))
            })
    }

    private static func reasons(of counts: [SaveCount]) -> JSON {
        .object(
            Save.Reason.allCases.compactMap { reason in
                let sum = counts.filter { $0.reason == reason }.map(\.count).reduce(0, +)
                return sum == 0 ? nil : .init(reason.rawValue, .integer(Int64(sum)))
            })
    }
}

/// One fan who may be written to.
struct FanResource {
    private let address: String
    private let locale: String
    private let country: String
    private let confirmedAt: String
    private let wording: String

    init(_ item: (subscription: Subscription, fan: Fan)) {
        address = item.subscription.address
        locale = item.fan.locale
        country = item.fan.country == .unknown ? "" : item.fan.country.text
        confirmedAt = item.subscription.confirmedAt?.rfc3339 ?? ""
        wording = item.subscription.wording
    }

    var json: JSON {
        [
            "email": .string(address), "locale": .string(locale),
            "country": country.isEmpty ? .null : .string(country),
            "confirmedAt": .string(confirmedAt), "wording": .string(wording),
        ]
    }

    static let header = "email,locale,country,confirmedAt,wording\r\n"

    var line: String {
        TableLine.of([address, locale, country, confirmedAt, wording])
    }
}
