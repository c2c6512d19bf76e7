import HTTP
import Pages
import Smartlink

/// The page for people: what this is, what was asked, what was saved last.
enum FrontPage {
    private static let refreshSeconds = 3

    static func respond(to request: Request, in house: House) -> Response {
        guard request.method == .get || request.method == .head else {
            return .text(405, "Only GET is answered here.\n").adding("Allow", "GET, HEAD")
        }
        var page = PlainPage(title: "Segue sandbox", refreshSeconds: refreshSeconds)
        page.markup("<p class=\"notice\">Sandbox: none of this is a real streaming service</p>")
        page.markup(
            "<h1>Segue sandbox</h1><p>Stand-ins for the platforms, on this machine only. They ask, take "
        )
        page.markup("and save as the real ones document it, and forget everything at the end. ")
        page.markup(
            "<a href=\"/admin/library\">Library</a> · <a href=\"/admin/requests\">Requests</a> · ")
        page.markup("<a href=\"/admin/faults\">Faults</a></p>")
        platforms(house, &page)
        library(house, &page)
        return .page(page.finished())
    }

    private static func platforms(_ house: House, _ page: inout PlainPage) {
        page.markup("<table><thead><tr><th>Platform<th>apiBase<th>Requests</tr></thead><tbody>")
        for standIn in StandIn.allCases {
            page.element("<tr><td>", standIn.title, "</td>")
            page.element("<td><code>", standIn.apiPath, "</code></td>")
            page.element("<td>", String(house.tally.total(standIn)), "</td></tr>")
        }
        page.markup("</tbody></table>")
    }

    private static func library(_ house: House, _ page: inout PlainPage) {
        var rows: [(SandboxAccount, SandboxAccount.Saved)] = []
        var count = 0
        for account in house.ledger.accounts.inOrder {
            count += account.saved.count
            rows += account.saved.map { (account, $0) }
            // The oldest go as they come, so that a hundred thousand saves are no page's burden.
            if rows.count > SandboxLimits.rowsShownMax * 2 {
                rows.sort { $0.1.lastAt > $1.1.lastAt }
                rows.removeLast(rows.count - SandboxLimits.rowsShownMax)
            }
        }
        rows.sort { $0.1.lastAt > $1.1.lastAt }
        page.element("<h2>", "Saved: \(count)", "</h2>")
        guard !rows.isEmpty else {
            page.markup("<p>Nothing yet.</p>")
            return
        }
        page.markup(
            "<table><thead><tr><th>When<th>Platform<th>Fan<th>What<th>Times</tr></thead><tbody>")
        for (account, saved) in rows.prefix(SandboxLimits.rowsShownMax) {
            let title = house.shelf.title(of: saved.item, on: account.standIn) ?? saved.item.id
            page.element("<tr><td>", saved.lastAt.rfc3339, "</td>")
            page.element("<td>", account.standIn.title, "</td>")
            page.element("<td>", account.name, "</td>")
            page.element("<td>", "\(title) (\(saved.item.kind.rawValue))", "</td>")
            page.element("<td>", String(saved.count), "</td></tr>")
        }
        page.markup("</tbody></table>")
    }
}
