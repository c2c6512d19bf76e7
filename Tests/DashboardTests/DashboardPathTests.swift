import HTTP
import Testing

@testable import Dashboard

struct DashboardPathTests {
    @Test(arguments: [
        ("/app/session", DashboardPath.session), ("/app/sessions", .sessions),
        ("/app/sessions/7", .oneSession(7)),
        ("/app/preview/mira-sleeper", .preview("mira-sleeper")),
        ("/app/preview/mira-sleeper/unfurl", .unfurl("mira-sleeper")),
    ])
    func `every place has its address`(path: String, place: DashboardPath) {
        #expect(DashboardPath(path) == place)
    }

    @Test(arguments: [
        "/app", "/app/", "/app/index.html", "/app/sessions/", "/app/sessions/x", "/app/preview/",
        "/app/preview//unfurl", "/app/preview/a/b", "/app/session/1", "/session", "/apps/session",
    ])
    func `what is no place of the door is left to the files`(path: String) {
        #expect(DashboardPath(path) == nil)
    }

    @Test func `a place says what it takes`() {
        #expect(DashboardPath.oneSession(1).allow == "DELETE, OPTIONS")
        #expect(DashboardPath.preview("a").methods == [.post, .options])
        #expect(DashboardPath.preview("a").bodyBytesMax > DashboardPath.session.bodyBytesMax)
    }
}
