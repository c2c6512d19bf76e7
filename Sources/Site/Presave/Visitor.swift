// What a request to the fan's side of the control plane says of who sent it, and what is sent back to their browser.
internal import Bytes
internal import HTTP
internal import Operations
internal import Pages
internal import Smartlink

/// A request, the tables it is answered from, and the cookies it came with.
struct Visitor {
    let request: Request
    let tables: FanTables
    let wording: Wording
    /// The variant of a link's page this browser was shown last, as far as its cookie leads to one.
    var shown: Link?
    private let cookies: [String: String]

    init(_ request: Request, _ tables: FanTables) {
        self.request = request
        self.tables = tables
        wording = tables.wording(for: request.fields["Accept-Language"] ?? "")
        cookies = Self.cookies(request.fields["Cookie"] ?? "")
    }

    var userAgent: String { request.fields["User-Agent"] ?? "" }
    var agent: Agent { tables.agents.classify(userAgent) }
    var isPrivate: Bool { request.fields["Sec-GPC"] == "1" }

    func cookie(_ name: String) -> String? { cookies[name] }

    func setting() -> PageSetting {
        var setting = PageSetting(
            baseURL: tables.baseURL, wording: wording, isSandbox: tables.presaves.isSandbox)
        setting.sharedPicture = tables.sharedPicture
        return setting
    }

    /// The fields of a form; the query's where there is no body. Nil for a form that cannot be read.
    func form() -> [String: String]? {
        guard request.method == .post, !request.body.isEmpty else {
            return Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
        }
        guard let pairs = Target.pairs(form: request.body) else { return nil }
        return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// Where the fan is: what a trusted proxy says, else by address.
    func country(_ lookup: any CountryLookup) -> ShortCode {
        if request.arrival.isVouched, tables.countryField.count > 0 {
            let name = tables.countryName
            if let named = request.fields[name].flatMap({ ShortCode($0) }) { return named }
        }
        return lookup.country(of: request.arrival.peer)
    }

    private static func cookies(_ field: String) -> [String: String] {
        var found: [String: String] = [:]
        for pair in field.split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let name = String(halves[0].drop { $0 == " " })
            if found[name] == nil { found[name] = String(halves[1]) }
        }
        return found
    }
}

extension Visitor {
    /// Remembers the fan in this browser, for as long as browsers keep cookies (RFC 6265bis: 400 days).
    func fanCookie(_ token: String) -> String {
        "segue_fan=\(token); Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax" + secure
    }

    var noFanCookie: String { "segue_fan=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax" + secure }

    /// Binds an authorisation to this browser (RFC 9700 §4.7.1); one a platform, so that two at once are possible.
    func browserCookie(_ secret: String, _ platform: String) -> String {
        "segue_oauth_\(platform)=\(secret); Path=/oauth/\(platform); Max-Age=\(Self.awaySecondsMax); HttpOnly; SameSite=Lax"
            + secure
    }

    /// What a fan's next step must know, where it arrives on another path than the link's: the variant they were shown,
    /// and whether they are the link's own artist. For a while only.
    func carried(to path: String, _ link: Link, seconds: Int) -> [String] {
        var pairs: [String] = []
        if let shown, link.split?.share(of: shown.code) != nil {
            pairs.append("\(Self.variantName)=\(shown.code)")
        }
        if isOwner(of: link) { pairs.append("\(Self.ownName)=\(link.account)") }
        return pairs.map {
            "\($0); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax" + secure
        }
    }

    private static let ownName = "segue_own"
    static let variantName = "segue_variant"

    /// The variant under which a step of this link counts: its link id, 0 for none.
    func variant(of link: Link, at now: Instant) -> Int64 {
        guard let shown, let split = link.split, split.isRunning(at: now) else { return 0 }
        return split.share(of: shown.code)?.link ?? 0
    }

    /// Whether the artist of the link is signed in with this browser.
    func isOwner(of link: Link) -> Bool { cookie(Self.ownName) == String(link.account) }

    /// How long a fan may be away at a platform.
    static let awaySecondsMax = 600

    /// The fan chose (SPEC §2).
    func choiceCookie(_ platform: String) -> String {
        "segue_platform=\(platform); Path=/link; Max-Age=31536000; HttpOnly; SameSite=Lax" + secure
    }

    private var secure: String { request.arrival.isSecure ? "; Secure" : "" }

    func page(_ html: [UInt8], status: Int = 200, cookies: [String] = []) -> Response {
        page(html, status: status, cookies: cookies, fields: tables.policy.fields)
    }

    func page(
        _ html: [UInt8], status: Int = 200, cookies: [String] = [],
        fields policy: [(name: String, value: String)]
    ) -> Response {
        var fields = Fields()
        for field in policy { fields.append(field.name, field.value) }
        fields["Content-Type"] = PagePolicy.contentType
        fields["Cache-Control"] = "no-store"
        // Addresses of such pages hold secrets.
        fields["Referrer-Policy"] = "same-origin"
        for cookie in cookies { fields.append("Set-Cookie", cookie) }
        return Response(status: status, fields: fields, body: .bytes(html))
    }

    /// A page without music, under the notice's own status.
    func notice(_ notice: Notice) -> Response {
        page(
            NoticePage.html(notice, wording: wording, baseURL: tables.baseURL),
            status: notice.status)
    }

    func redirect(to location: String, cookies: [String] = []) -> Response {
        var fields: Fields = ["Location": location, "Cache-Control": "no-store"]
        for cookie in cookies { fields.append("Set-Cookie", cookie) }
        return Response(status: 303, fields: fields)
    }
}
