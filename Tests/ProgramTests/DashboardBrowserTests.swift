import Browser
import JSONText
import Testing

@testable import Program

/// What only a browser can tell of the dashboard.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DashboardBrowserTests {
    @Test func `the first list is asked for beside the session, and each once`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        let page = try await Self.enter(browser, stage, "")
        try await Self.wait(page, for: "li.link")
        let session = stage.address + "/app/session"
        let list = stage.address + "/api/v1/links?"
        #expect(page.requests.filter { $0 == session }.count == 1)
        #expect(page.requests.filter { $0.hasPrefix(list) }.count == 1)
        let isBeside = try await page.evaluate(
            """
            (() => {
              const all = performance.getEntriesByType("resource");
              const of = (part) => all.find((one) => one.name.includes(part));
              return of("/api/v1/links?").startTime <= of("/app/session").responseEnd;
            })()
            """)
        #expect(isBeside == true)
        #expect(page.complaints == [])
        await stage.service.stop()
    }

    @Test func `a destination moves by its buttons, and focus goes with it`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        let page = try await Self.enter(browser, stage, "#/links/sleeper/edit/destinations")
        try await Self.wait(page, for: ".moves")
        let names =
            "[...document.querySelectorAll('.items > .item .top b')].map((one) => one.textContent)"
        #expect(try await page.evaluate(names) == ["Spotify", "Deezer"])
        try await page.click(".items > .item:first-child .moves button:nth-child(2)")
        #expect(try await page.evaluate(names) == ["Deezer", "Spotify"])
        let focused = try await page.evaluate("document.activeElement.getAttribute('aria-label')")
        #expect(focused == "Move Spotify up")
        #expect(page.complaints == [])
        await stage.service.stop()
    }

    @Test func `only what has tracks has a list of them`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        let page = try await Self.enter(browser, stage, "#/links/night-swimming/edit/tracks")
        try await Self.wait(page, for: ".moves")
        #expect(try await page.evaluate("document.querySelectorAll('ol > .item').length") == 30)
        try await page.click("ol > .item:first-child .remove")
        #expect(try await page.evaluate("document.querySelectorAll('ol > .item').length") == 29)
        let track = try await Self.enter(browser, stage, "#/links/sleeper/edit/tracks")
        try await Self.wait(track, for: ".moves")
        #expect(try await track.evaluate("document.querySelector('#tab-tracks')") == .null)
        await stage.service.stop()
    }

    /// The dashboard at `view`, signed in.
    private static func enter(
        _ browser: Browser, _ stage: LinkStage, _ view: String
    ) async throws -> BrowserPage {
        let door = try await browser.open(stage.address + "/app/")
        let status = try await door.evaluate(
            """
            fetch("/app/session", {
              method: "POST", headers: { "Content-Type": "application/json" },
              body: JSON.stringify({ key: "\(stage.key)" }),
            }).then((answer) => { localStorage.setItem("segue:signed-in", "yes"); return answer.status; })
            """)
        #expect(status == 200)
        return try await browser.open(stage.address + "/app/" + view)
    }

    private static func wait(_ page: BrowserPage, for selector: String) async throws {
        _ = try await page.evaluate(
            """
            new Promise((done) => {
              const look = () => (document.querySelector("\(selector)") ? done(true) : setTimeout(look, 20));
              look();
            })
            """)
    }
}
