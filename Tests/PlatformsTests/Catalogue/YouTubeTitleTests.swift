import Loopback
import Platforms
import Smartlink
import Testing

/// What songs are called, read out of what videos are called.
struct YouTubeTitleTests {
    private func music(
        _ title: String, _ channel: String, _ description: String = "", length: String = "PT1S"
    ) async throws -> Music {
        let video = #"""
            {"items":[{"id":"dQw4w9WgXcQ","contentDetails":{"duration":"\#(length)"},"snippet":
             {"title":"\#(title)","channelTitle":"\#(channel)","description":"\#(description)"}}]}
            """#
        let stage = try LookupStage("youtube") { _ in .answer(200, video) }
        let found = try await stage.found(.place("youtube", .track, "dQw4w9WgXcQ"))
        return try #require(found.first).music
    }

    @Test(arguments: [
        ("Mira - Low Tide (Official Video)", "MiraVEVO", "Mira", "Low Tide"),
        ("Mira - Low Tide [Official Audio] [HD]", "whoever", "Mira", "Low Tide"),
        ("Low Tide (Lyrics)", "MiraVEVO", "Mira", "Low Tide"),
        ("Mira - Low Tide (Live in Paris)", "x", "Mira", "Low Tide (Live in Paris)"),
        ("Low Tide (feat. Jonas)", "Mira - Topic", "Mira", "Low Tide (feat. Jonas)"),
        ("Mira &amp; Jonas - Don&#39;t &#x263A; &bogus;", "x", "Mira & Jonas", "Don't ☺ &bogus;"),
        ("(Official Video)", "Mira", "Mira", "(Official Video)"),
        ("Low Tide (open", "Mira", "Mira", "Low Tide (open"),
        ("A - B - C", "x", "A", "B - C"), (" - Topic", "VEVO", "VEVO", "- Topic"),
    ])
    func `a title is taken apart`(
        title: String, channel: String, artist: String, song: String
    ) async throws {
        let music = try await music(title, channel)
        #expect(music.artist == artist)
        #expect(music.title == song)
    }

    @Test func `an Art Track tells its artists, release and day`() async throws {
        let told = try await music(
            "A · B", "Mira - Topic",
            #"Provided to YouTube by X\n\nA · B · Mira · Jonas\n\nShore\n\nReleased on: 2019-08-00"#
        )
        #expect(told.artist == "Mira, Jonas")
        #expect(told.album == "Shore")
        #expect(told.releaseDate == "2019-08")
        let other = try await music("A", "Mira - Topic", #"Provided to YouTube by X\n\nB · C"#)
        #expect(other.artist == "Mira")
        #expect(other.album == nil)
    }

    @Test(arguments: [
        ("PT3M44S", 224_000 as Int64?), ("PT1H", 3_600_000), ("P0DT0H0M9S", 9_000), ("PT", nil),
        ("P1DT1S", nil), ("PTM3S", nil), ("3:44", nil), ("PT-3S", nil),
        ("PT9999999999999999999S", nil),
        ("PT3X", nil), ("PT٣S", nil), ("", nil),
    ])
    func `a length is ISO 8601, within bounds`(text: String, length: Int64?) async throws {
        #expect(try await music("t", "c", length: text).durationMs == length)
    }
}
