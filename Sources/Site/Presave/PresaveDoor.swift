// The fan's way to a pre-save and to everything that is held on them:
//
//   GET, POST  /link/<code>/presave/<platform>    begins: to the platform, or to Apple's script
//   GET, POST  /oauth/<platform>/callback         ends it
//   POST       /link/<code>/subscribe             leaves an address
//   GET, POST  /confirm/<token>                   a page with a button; the button confirms
//   GET, POST  /unsubscribe/<token>               the same for ending it; POST is RFC 8058's one click
//   GET        /me/<token>  ·  /me/<token>.json   what is held, the export
//   POST       /me/<token>/revoke, /unsubscribe, /follow, /erase
//
// The door translates; what can be done is in Operations.
internal import Bytes
public import HTTP
public import Operations
internal import Pages
public import Smartlink

/// Pre-saves, sign-ups and the fan's own page.
public struct PresaveDoor: Sendable {
    public let actions: FanActions
    let tables: FanTablesInForce
    let countries: any CountryLookup
    let steps: FanSteps
    private let rates: VisitRates

    public init(
        _ actions: FanActions, tables: FanTablesInForce, countries: any CountryLookup,
        steps: FanSteps, rates: VisitRates = VisitRates()
    ) {
        self.actions = actions
        self.tables = tables
        self.countries = countries
        self.steps = steps
        self.rates = rates
    }

    /// Answers what is this door's; nil for every other path.
    public func respond(to request: Request) async -> Response? {
        let segments = request.path.split(separator: "/", omittingEmptySubsequences: false)
            .dropFirst().map(String.init)
        guard let way = Way(segments) else { return nil }
        guard way.methods.contains(request.method) else {
            return refused(request, allow: way.methods)
        }
        var visitor = Visitor(request, tables.tables)
        do throws(Failure) {
            visitor.shown = try await shown(visitor)
            return try await answer(way, visitor)
        } catch {
            return trouble(error, way, visitor)
        }
    }

    /// The link behind the fan's variant cookie.
    private func shown(_ visitor: Visitor) async throws(Failure) -> Link? {
        guard let code = visitor.cookie(Visitor.variantName).flatMap({ Code($0) }) else {
            return nil
        }
        return try await actions.links.link(code)
    }

    private func answer(_ way: Way, _ visitor: Visitor) async throws(Failure) -> Response {
        switch way {
        case .presave(let code, let platform): try await begin(code, platform, visitor)
        case .callback(let platform): try await finish(platform, visitor)
        case .subscribe(let code): try await subscribe(code, visitor)
        case .confirm(let token): try await confirm(token, visitor)
        case .unsubscribe(let token): try await unsubscribe(token, visitor)
        case .fan(let token): try await fanPage(token, visitor)
        case .export(let token): try await export(token, visitor)
        case .act(let token, let act): try await perform(act, token, visitor)
        }
    }

    /// A failure as a page in the fan's language.
    private func trouble(_ failure: Failure, _ way: Way, _ visitor: Visitor) -> Response {
        let trouble: PresaveTrouble
        switch failure.code {
        case .notFound where way.isOfLink: return visitor.notice(.notFound)
        case .notFound:
            return visitor.page(LapsedPage.html(visitor.setting()), status: 404)
        case .invalidField where failure.field == "address": trouble = .address
        case .invalidField: trouble = .nothingChosen
        default:
            var response = visitor.notice(
                .failed(status: failure.code == .rateLimited ? 429 : 503))
            if let seconds = failure.retryAfterSeconds {
                response.fields["Retry-After"] = String(seconds)
            }
            return response
        }
        let facts = PresaveFailedFacts(setting: visitor.setting(), trouble: trouble)
        return visitor.page(PresaveFailedPage.html(facts), status: trouble.status)
    }

    private func refused(_ request: Request, allow methods: [HTTP.Method]) -> Response {
        let allow = (methods + [.options]).map(\.token).joined(separator: ", ")
        if request.method == .options { return Response(status: 204, fields: ["Allow": allow]) }
        let visitor = Visitor(request, tables.tables)
        var response = visitor.notice(.failed(status: 405))
        response.fields["Allow"] = allow
        return response
    }

    /// Counts a request that costs others something against its address.
    func pay(_ visitor: Visitor) throws(Failure) {
        let now = Instant(ms: visitor.request.arrival.nowMs)
        if let wait = rates.wait(visitor.request.arrival.peer, at: now) {
            throw Failure(
                .rateLimited, "Too often. Try again in \(wait) s.", retryAfterSeconds: wait)
        }
    }

    func trace(_ visitor: Visitor, zone: String?) -> FanTrace {
        FanTrace(
            fan: visitor.cookie("segue_fan").flatMap { actions.fan(of: $0) },
            locale: visitor.wording.tag, zone: zone, country: visitor.country(countries))
    }

    func token(of fan: Int64) -> String { actions.tokens.make([fan], for: .fan) }
}

/// The paths of this door.
private enum Way {
    case presave(code: String, platform: String)
    case callback(platform: String)
    case subscribe(code: String)
    case confirm(token: String)
    case unsubscribe(token: String)
    case fan(token: String)
    case export(token: String)
    case act(token: String, FanAct)

    init?(_ segments: [String]) {
        switch (segments.first, segments.count) {
        case ("link", 4) where segments[2] == "presave":
            self = .presave(code: segments[1], platform: segments[3])
        case ("link", 3) where segments[2] == "subscribe": self = .subscribe(code: segments[1])
        case ("oauth", 3) where segments[2] == "callback": self = .callback(platform: segments[1])
        case ("confirm", 2): self = .confirm(token: segments[1])
        case ("unsubscribe", 2): self = .unsubscribe(token: segments[1])
        case ("me", 2):
            let isExport = segments[1].hasSuffix(".json")
            self =
                isExport
                ? .export(token: String(segments[1].dropLast(5))) : .fan(token: segments[1])
        case ("me", 3):
            guard let act = FanAct(rawValue: segments[2]) else { return nil }
            self = .act(token: segments[1], act)
        default: return nil
        }
    }

    /// Whether it starts from a link's code, and not from a token of ours.
    var isOfLink: Bool {
        switch self {
        case .presave, .subscribe: true
        default: false
        }
    }

    var methods: [HTTP.Method] {
        switch self {
        case .presave, .callback: [.get, .post]
        case .confirm, .unsubscribe: [.get, .head, .post]
        case .fan, .export: [.get, .head]
        case .subscribe, .act: [.post]
        }
    }
}

/// What the forms of the fan's own page do, and the offer to follow after a pre-save.
enum FanAct: String { case revoke, unsubscribe, follow, erase }
