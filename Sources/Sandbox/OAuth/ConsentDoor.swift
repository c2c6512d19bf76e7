// Where a fan agrees (RFC 6749 §4.1.1, RFC 7636 §4.3). What is wrong with client or redirect URI is told to the
// person at the browser; everything else goes back to the application (§4.1.2.1).
import Bytes
import HTTP
import Smartlink

/// An application's wish, checked.
struct ConsentRequest: Sendable {
    var redirect: String
    var state: String
    var scopes: [String]
    var challenge: String?
    /// Whether the answer is to last beyond the fan's presence (`access_type=offline`).
    var isOffline: Bool
}

enum ConsentDoor {
    private enum Reading {
        case ready(ConsentRequest)
        case refused(Response)
    }

    static func respond(to call: Call, _ rules: OAuthRules, in house: inout House) -> Response {
        let form: [(name: String, value: String)]
        switch call.request.method {
        case .get, .head: form = call.request.query
        case .post: form = Target.pairs(form: call.request.body) ?? []
        default:
            return .text(405, "Only GET and POST are answered here.\n").adding("Allow", "GET, POST")
        }
        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
        let wish: ConsentRequest
        switch read(rules, value) {
        case .refused(let response): return response
        case .ready(let ready): wish = ready
        }
        guard call.request.method == .post else {
            // Two visitors are two fans unless they say otherwise.
            let name = "Fan \(house.draws.token().prefix(4))"
            return ConsentPage.response(call.standIn, form, wish, suggesting: name)
        }
        guard value("decision") == "allow" else {
            let denial =
                call.standIn == .deezer
                ? [("error_reason", "user_denied")] : [("error", "access_denied")]
            return .redirect(address(wish.redirect, denial + [("state", wish.state)]))
        }
        return allow(call, wish, name: value("fan") ?? "", market: value("market") ?? "", &house)
    }

    private static func allow(
        _ call: Call, _ wish: ConsentRequest, name: String, market: String, _ house: inout House
    ) -> Response {
        let name = String(name.prefix(SandboxLimits.nameCharactersMax))
        let isMarket =
            market.utf8.count == 2 && market.utf8.allSatisfy { $0 | 0x20 > 0x60 && $0 < 0x7B }
        let account = house.ledger.account(
            named: name.isEmpty ? "fan" : name, on: call.standIn,
            market: isMarket ? market.uppercased() : "US")
        let code = house.draws.token()
        let scopes = wish.scopes + (wish.isOffline ? ["offline_access"] : [])
        house.grants.keep(
            AuthorisationCode(
                standIn: call.standIn, account: account, scopes: scopes, redirect: wish.redirect,
                challenge: wish.challenge, issuedAt: call.now), as: code)
        return .redirect(address(wish.redirect, [("code", code), ("state", wish.state)]))
    }

    private static func read(_ rules: OAuthRules, _ value: (String) -> String?) -> Reading {
        guard value(rules.words.client) == SandboxSettings.clientID else {
            return .refused(.text(400, "INVALID_CLIENT: Invalid client\n"))
        }
        guard let redirect = value("redirect_uri"), mayReturn(to: redirect) else {
            return .refused(.text(400, "INVALID_CLIENT: Invalid redirect URI\n"))
        }
        let state = value("state") ?? ""
        func back(_ error: String, _ why: String) -> Reading {
            let pairs = [("error", error), ("error_description", why), ("state", state)]
            return .refused(.redirect(address(redirect, pairs)))
        }
        // Platforms let it pass without; an application that forgets it has a hole (RFC 9700 §4.7).
        guard !state.isEmpty else { return back("invalid_request", "state is missing") }
        if let name = rules.words.responseType, value(name) != "code" {
            return back("unsupported_response_type", "response_type must be code")
        }
        let scopes = (value(rules.words.scope) ?? "").split(separator: rules.words.scopeSeparator)
            .map(String.init)
        if let known = rules.scopes, let other = scopes.first(where: { !known.contains($0) }) {
            return back("invalid_scope", "there is no scope \(other)")
        }
        let challenge = rules.challenge == .none ? nil : value("code_challenge")
        if challenge == nil, rules.challenge == .required {
            return back("invalid_request", "code_challenge is missing")
        }
        if let challenge {
            guard value("code_challenge_method") == "S256", isChallenge(challenge) else {
                return back("invalid_request", "code_challenge_method must be S256")
            }
        }
        return .ready(
            ConsentRequest(
                redirect: redirect, state: state, scopes: scopes, challenge: challenge,
                isOffline: value("access_type") == "offline"))
    }

    /// A SHA-256 in base64url (RFC 7636 §4.2).
    private static func isChallenge(_ text: String) -> Bool {
        bytes(base64URL: text)?.count == 32
    }

    /// https, or http to this machine by its number; no fragment (RFC 6749 §3.1.2).
    static func mayReturn(to address: String) -> Bool {
        guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !address.contains("#") else {
            return false
        }
        if address.hasPrefix("https://") { return address.utf8.count > 8 }
        return ["http://127.0.0.1:", "http://127.0.0.1/", "http://[::1]:", "http://[::1]/"]
            .contains(where: address.hasPrefix)
    }

    /// `redirect` with parameters.
    private static func address(_ redirect: String, _ pairs: [(String, String)]) -> String {
        let query = pairs.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
        return redirect + (redirect.contains("?") ? "&" : "?") + query
    }
}

/// Text inside a query (RFC 3986 §2.3).
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.append(byte)
            default: out += [UInt8(ascii: "%"), hexDigit(of: byte >> 4), hexDigit(of: byte)]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
