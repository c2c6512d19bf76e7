// What only a sandbox has: looking into every library, breaking things, making fans by the thousand.
import FoundationEssentials
import HTTP
import Smartlink

enum AdminDoor {
    static func respond(to request: Request, in house: inout House, at now: Instant) -> Response {
        switch (request.method, request.path) {
        case (.get, "/admin/library"): return LibraryReport.respond(to: request, house)
        case (.get, "/admin/requests"): return .json(200, house.tally.json)
        case (.get, "/admin/faults"): return .json(200, faults(house))
        case (.post, "/admin/faults"): return addFault(request, &house)
        case (.delete, "/admin/faults"):
            house.faults = FaultTable()
            return .empty(204)
        case (.post, "/admin/catalogue"): return addRelease(request, &house, now)
        case (.post, "/admin/fans"): return addFans(request, &house, now)
        case (.post, "/admin/reset"):
            house.reset()
            return .empty(204)
        default:
            return refuse(404, "There is no \(request.method.token) \(request.path) here.")
        }
    }

    private static func refuse(_ status: Int, _ message: String) -> Response {
        .json(status, ["error": .string(message)])
    }

    /// Nil, and why, for a body that is not what was expected.
    private static func body<Body: Decodable>(_ type: Body.Type, _ request: Request) -> (
        Body?, String
    ) {
        do {
            return (try JSONDecoder().decode(type, from: Data(request.body)), "")
        } catch DecodingError.keyNotFound(let key, _) {
            return (nil, "\(key.stringValue) is missing.")
        } catch DecodingError.typeMismatch(_, let context) {
            return (
                nil, "\(context.codingPath.last?.stringValue ?? "The body") has the wrong type."
            )
        } catch {
            return (nil, "The body is not the JSON that is wanted here.")
        }
    }

    private static func standIn(_ name: String) -> (StandIn?, String) {
        let known = StandIn.allCases.map(\.rawValue).joined(separator: ", ")
        return (StandIn(rawValue: name), "platform must be one of \(known).")
    }

    // MARK: Faults

    private struct FaultBody: Decodable {
        var platform: String?
        var fault: String
        var times: Int?
        var seconds: Double?
        var path: String?
    }

    private static func addFault(_ request: Request, _ house: inout House) -> Response {
        let (read, why) = body(FaultBody.self, request)
        guard let read else { return refuse(400, why) }
        guard let kind = Fault.Kind(rawValue: read.fault) else {
            let known = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return refuse(400, "fault must be one of \(known).")
        }
        var rule = FaultTable.Rule(fault: Fault(kind: kind, seconds: read.seconds))
        if let platform = read.platform {
            let (standIn, why) = standIn(platform)
            guard let standIn else { return refuse(400, why) }
            rule.standIn = standIn
        }
        if let times = read.times, times < 1 { return refuse(400, "times must be 1 or more.") }
        rule.timesLeft = read.times
        rule.path = read.path
        guard house.faults.add(rule) else {
            return refuse(
                409,
                "There are \(SandboxLimits.faultsMax) faults already; DELETE /admin/faults ends them."
            )
        }
        return .json(201, faults(house))
    }

    private static func faults(_ house: House) -> JSON {
        let rows: [JSON] = house.faults.rules.map { rule in
            [
                "platform": .text(rule.standIn?.rawValue),
                "fault": .string(rule.fault.kind.rawValue),
                "timesLeft": rule.timesLeft.map { .integer($0) } ?? nil, "path": .text(rule.path),
            ]
        }
        return ["faults": .array(rows)]
    }

    // MARK: Catalogue

    private struct ReleaseBody: Decodable {
        var title: String
        var artist: String
        var isrc: String
        var album: String?
        var upc: String?
        var durationMs: Int?
        var availableAt: String?
        var platforms: [String]?
    }

    private static func addRelease(
        _ request: Request, _ house: inout House, _ now: Instant
    ) -> Response {
        let (read, why) = body(ReleaseBody.self, request)
        guard let read else { return refuse(400, why) }
        let texts = [read.title, read.artist, read.album ?? "", read.upc ?? ""]
        guard texts.allSatisfy({ $0.count <= SandboxLimits.textCharactersMax }) else {
            return refuse(
                400, "A text has more than \(SandboxLimits.textCharactersMax) characters.")
        }
        let isrc = read.isrc.uppercased().filter { $0 != "-" && $0 != " " }
        guard isrc.utf8.count == 12, isrc.utf8.allSatisfy({ $0 < 0x80 }) else {
            return refuse(400, "isrc must have 12 characters.")
        }
        var release = Release(
            title: read.title, artist: read.artist, album: read.album ?? read.title, isrc: isrc,
            upc: read.upc, durationMs: max(0, read.durationMs ?? 180_000),
            releaseDate: String(now.rfc3339.prefix(10)))
        if let text = read.availableAt {
            guard let moment = Instant(rfc3339: text) else {
                return refuse(400, "availableAt must be a time like 2026-12-05T00:00:00Z.")
            }
            release.availableAt = moment
            release.releaseDate = String(moment.rfc3339.prefix(10))
        }
        if let names = read.platforms {
            var chosen: Set<StandIn> = []
            for name in names {
                let (standIn, why) = standIn(name)
                guard let standIn else { return refuse(400, why) }
                chosen.insert(standIn)
            }
            release.platforms = chosen
        }
        guard let kept = house.shelf.add(release) else {
            return refuse(409, "There are \(SandboxLimits.releasesMax) releases already.")
        }
        let ids = StandIn.allCases.map { standIn -> (String, JSON) in
            (
                standIn.rawValue,
                [
                    "track": .string(kept.id(.track, on: standIn)),
                    "album": .string(kept.id(.album, on: standIn)),
                ]
            )
        }
        return .json(201, ["isrc": .string(isrc), "ids": .object(ids)])
    }

    // MARK: Fans

    private struct FansBody: Decodable {
        var platform: String
        var count: Int
        var market: String?
        /// How long the access tokens are good for; as long as usual if absent.
        var expiresInSeconds: Int?
    }

    private static func addFans(
        _ request: Request, _ house: inout House, _ now: Instant
    ) -> Response {
        let (read, why) = body(FansBody.self, request)
        guard let read else { return refuse(400, why) }
        let (standIn, whyNot) = standIn(read.platform)
        guard let standIn else { return refuse(400, whyNot) }
        let most = SandboxLimits.fansPerRequestMax
        guard (1...most).contains(read.count) else {
            return refuse(400, "count must be 1 to \(most).")
        }
        if let seconds = read.expiresInSeconds, !(0...31_536_000).contains(seconds) {
            return refuse(400, "expiresInSeconds must be 0 to 31536000.")
        }
        let market = read.market ?? "US"
        guard market.utf8.count == 2 else { return refuse(400, "market must have two letters.") }
        var out = Array("{\"platform\":\"\(standIn.rawValue)\",\"fans\":[".utf8)
        for number in 0..<read.count {
            let fan = house.makeFan(standIn, market, read.expiresInSeconds, at: now)
            if number > 0 { out.append(UInt8(ascii: ",")) }
            let refresh = fan.refresh.map { ",\"refresh\":\"\($0)\"" } ?? ""
            out += "{\"fan\":\"\(fan.name)\",\"access\":\"\(fan.access)\"\(refresh)}".utf8
        }
        out += "]}".utf8
        return .bytes(201, out, type: "application/json")
    }
}

extension House {
    /// Forgets everything but the catalogue's beginnings.
    mutating func reset() {
        shelf = Shelf()
        ledger = Ledger()
        grants = GrantTable()
        faults = FaultTable()
        tally = Tally()
        repeats = .init(countMax: SandboxLimits.idempotencyKeysMax)
    }

    /// A fan who has agreed to everything, with tokens as the token endpoint gives them.
    mutating func makeFan(
        _ standIn: StandIn, _ market: String, _ expiresInSeconds: Int?, at now: Instant
    ) -> (name: String, access: String, refresh: String?) {
        madeFans += 1
        let name = "f\(madeFans)"
        let account = ledger.account(named: name, on: standIn, market: market.uppercased())
        let rules = standIn.dialect.oauth
        let scopes = (rules?.scopes ?? []).sorted()
        let access = draws.token()
        let lifeMs =
            expiresInSeconds.map { Int64($0) * 1000 } ?? rules?.accessMs
            ?? SandboxLimits.musicUserTokenMs
        grants.keep(
            Grant(
                standIn: standIn, account: account, scopes: scopes, use: .access, authorisedAt: now,
                expiresAt: Instant(ms: now.ms + lifeMs)), as: access)
        guard let rules, rules.refresh != .none else { return (name, access, nil) }
        let refresh = draws.token()
        grants.keep(
            Grant(
                standIn: standIn, account: account, scopes: scopes, use: .refresh,
                authorisedAt: now, expiresAt: rules.refreshMs.map { Instant(ms: now.ms + $0) }),
            as: refresh)
        return (name, access, refresh)
    }
}
