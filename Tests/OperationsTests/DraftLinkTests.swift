import Operations
import Smartlink
import Testing

@Suite(.serialized) struct DraftLinkTests {
    @Test func `a draft is the link as a change would leave it, and nothing is stored`()
        async throws
    {
        let desk = try Desk()
        let made = try await desk.actions.createAccount(name: "Mira", plan: .pro, credits: 5)
        let order = LinkOrder(slug: "mira-sleeper", search: .nowhere)
        let link = try await desk.actions.createLink(order, for: made.account) { link in
            link.title = "Sleeper"
            link.artist = "Mira"
        }.link
        let draft = try await desk.actions.draftLink("mira-sleeper", of: made.account.id) {
            $0.headline = "  Out now "
        }
        #expect(draft.headline == "Out now" && draft.version == link.version)
        #expect(
            try await desk.actions.showLink("mira-sleeper", of: made.account.id).headline == nil)
        let empty = await #expect(throws: Failure.self) {
            try await desk.actions.draftLink("mira-sleeper", of: made.account.id) { $0.title = "" }
        }
        #expect(empty?.field == "title")
        let foreign = await #expect(throws: Failure.self) {
            try await desk.actions.draftLink("mira-sleeper", of: made.account.id + 1) { _ in }
        }
        #expect(foreign?.code == .notFound)
    }
}
