import Browser
import JSONText
import Testing

@testable import Program

/// What only a browser can tell of the pages.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct BrowserTests {
    @Test func `pages and embeds fit a small phone, and the browser has nothing to complain of`()
        async throws
    {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        let paths = [
            LinkStage.released, LinkStage.presave, LinkStage.album,
            LinkStage.released + "/embed", LinkStage.album + "/embed?size=large",
        ]
        for (number, path) in paths.enumerated() {
            var viewing = Viewing()
            viewing.width = 320
            viewing.height = 568
            viewing.scheme = number % 2 == 0 ? .light : .dark
            let page = try await browser.open(stage.address + path, viewing)
            #expect(page.complaints == [], "\(path)")
            let sideways = try await page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth")
            #expect(sideways == 0, "\(path)")
            let isDark = try await page.evaluate(
                "matchMedia('(prefers-color-scheme: dark)').matches")
            #expect(isDark == .bool(viewing.scheme == .dark))
            let cover = try await page.evaluate(
                "document.querySelector('img.art').naturalWidth > 0 && document.querySelector('img.art').currentSrc"
            )
            #expect(cover.text.contains("?size="), "\(path): \(cover.text)")
        }
        await stage.service.stop()
    }

    @Test func `without scripts every button is a link, and takes the fan there`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        var viewing = Viewing()
        viewing.script = .off
        let page = try await browser.open(stage.address + LinkStage.released, viewing)
        let links = try await page.evaluate(
            "[...document.querySelectorAll('.services a.service')].map((one) => one.getAttribute('href'))"
        )
        #expect(
            links
                == [
                    .string("\(LinkStage.released)/to/spotify"),
                    .string("\(LinkStage.released)/to/deezer"),
                ])
        try await page.click("a.service")
        try await page.waitForRequest("\(stage.address)\(LinkStage.released)/to/spotify")
        try await page.waitForRequest("https://open.spotify.com/track/")
        await stage.service.stop()
    }

    @Test func `what a page's policy stops, the browser complains of`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        let page = try await browser.open(stage.address + LinkStage.released)
        #expect(page.complaints == [])
        _ = try await page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
        try await page.waitForComplaint()
        #expect(page.complaints.contains { $0.contains("style-src") }, "\(page.complaints)")
        await stage.service.stop()
    }

    @Test func `no player is looked for before the fan asks for one`() async throws {
        let place = Workplace()
        let stage = try await LinkStage(place)
        let browser = try Browser()
        for path in [LinkStage.released, LinkStage.released + "/embed"] {
            let page = try await browser.open(stage.address + path)
            let isShown = try await page.evaluate("!document.querySelector('a.player').hidden")
            try #require(isShown == true)
            #expect(page.requests.allSatisfy { $0.hasPrefix(stage.address) }, "\(page.requests)")
            try await page.click("a.player")
            try await page.waitForRequest("ws://127.0.0.1:9876")
        }
        await stage.service.stop()
    }
}
