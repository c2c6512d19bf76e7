import HTTP
import Pages

/// The page on which a fan agrees or declines.
enum ConsentPage {
    /// Parameters that go along when the form is sent.
    private static let own: Set<String> = ["fan", "market", "decision"]

    static func response(
        _ standIn: StandIn, _ form: [(name: String, value: String)], _ wish: ConsentRequest,
        suggesting name: String
    ) -> Response {
        var page = PlainPage(title: "Sandbox: not the real \(standIn.title)")
        page.element("<p class=\"notice\">", "Sandbox: not the real \(standIn.title)", "</p>")
        page.element(
            "<h1>", "Let “\(SandboxSettings.clientID)” into your \(standIn.title)?", "</h1>")
        page.markup("<p>It wants to:</p><ul>")
        for scope in wish.scopes { page.element("<li><code>", scope, "</code></li>") }
        if wish.scopes.isEmpty { page.markup("<li>act for you in your library</li>") }
        page.markup("</ul><form method=\"post\">")
        for pair in form where !own.contains(pair.name) { page.hidden(pair.name, pair.value) }
        page.markup(
            "<label>Your name, as anybody you like<br><input type=\"text\" name=\"fan\" maxlength=\"60\""
        )
        page.value(name)
        page.markup(
            "></label><label>Your country<br><input type=\"text\" name=\"market\" maxlength=\"2\"")
        page.value("US")
        page.markup(
            "></label><button class=\"allow\" name=\"decision\" value=\"allow\">Allow</button>")
        page.markup("<button name=\"decision\" value=\"deny\">Deny</button></form>")
        return .page(page.finished())
    }
}

extension Response {
    /// A page for people: no script, nothing from elsewhere, in nobody's frame.
    static func page(_ bytes: [UInt8]) -> Response {
        .bytes(200, bytes, type: "text/html; charset=utf-8")
            .adding(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
            )
            .adding("Referrer-Policy", "no-referrer")
    }
}
