import Smartlink
import Testing

struct AddressTests {
    private func read(_ text: String) throws -> MusicAddress {
        try Config.catalogue.address(of: text, field: "sourceUrl")
    }

    /// Text, platform, kind, id and country as one line, canonical URL.
    /// A row of `Tests/Samples/addresses.txt`.
    struct Row: Sendable, CustomStringConvertible {
        var meaning: String
        var description: String
        var url: String
    }

    static let music: [Row] = {
        do {
            return try Config.text("Tests/Samples/addresses.txt").split(separator: "\n")
                .filter { !$0.hasPrefix("#") }
                .map { line in
                    let cells = line.split(separator: " ; ").map(String.init)
                    return Row(meaning: cells[0], description: cells[1], url: cells[2])
                }
        } catch { fatalError("Tests/Samples/addresses.txt: \(error)") }
    }()

    @Test func `the table of URLs is whole`() {
        #expect(Self.music.count >= 80)
        for platform in Config.catalogue.platforms {
            #expect(
                Self.music.count { $0.meaning.hasPrefix(platform.id + " ") } >= 4, "\(platform.id)")
        }
    }

    @Test(arguments: music)
    func `a platform's URL says what music it means`(row: Row) throws {
        let address = try read(row.description)
        #expect(
            "\(address.platform) \(address.kind.rawValue) \(address.id) \(address.country ?? "-")"
                == row.meaning)
        #expect(address.url == row.url)
        #expect(try WebURL(address.url).text == address.url)
    }

    @Test(arguments: music)
    func `the stored form means the same`(row: Row) throws {
        let first = try read(row.description)
        let again = try read(first.url)
        #expect(again.platform == first.platform && again.id == first.id && again.url == first.url)
    }

    @Test(
        arguments: [
            // Pages without music
            "https://open.spotify.com/", "https://open.spotify.com/search/mira",
            "https://open.spotify.com/user/mira", "https://www.spotify.com/de/premium/",
            "https://music.apple.com/us/browse", "https://music.apple.com/search?term=mira",
            "https://www.youtube.com/", "https://www.youtube.com/results?search_query=mira",
            "https://www.youtube.com/embed/videoseries", "https://www.youtube.com/playlist?list=LL",
            "https://music.amazon.com/search/mira", "https://www.amazon.de/gp/cart",
            "https://tidal.com/search?q=x", "https://www.deezer.com/search/mira",
            "https://soundcloud.com/discover", "https://soundcloud.com/mira/likes",
            "https://soundcloud.com/search/sounds", "https://soundcloud.com/mira/sleeper/s-AbCdEf",
            "https://bandcamp.com/search?q=x", "https://daily.bandcamp.com/features/x",
            "https://www.pandora.com/genre/rock",
            // Ids that are none
            "https://open.spotify.com/track/short",
            "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqTx",
            "https://open.spotify.com/track/..%2F..%2Fv1%2Fme%2F%3Fx%3D1234567",
            "https://open.spotify.com/track/%34cOdK2wGLETKBW3PvgPWq%00",
            "https://www.deezer.com/track/3135556a", "https://www.deezer.com/track/-1",
            "https://www.deezer.com/track/3135556%3Faccess_token",
            "https://www.deezer.com/track/１２３",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ%26x", "https://www.youtube.com/watch?v=",
            "https://music.apple.com/us/song/x/12%2F34", "spotify:track:", "spotify:",
            "spotify:track:a:b:c",
            "deezer://", "vnd.youtube:../../etc",
            "https://soundcloud.com/a%2Fb/c", "https://a.b.bandcamp.com/track/x",
            "https://tidal.com/track/" + String(repeating: "1", count: 400),
        ])
    func `what is no music on a platform is refused with what would do`(text: String) {
        #expect {
            _ = try read(text)
        } throws: { error in
            guard let failure = error as? Failure else { return false }
            return failure.code == .invalidField && failure.field == "sourceUrl"
                && failure.message.contains("copy its URL, such as https://")
        }
    }

    @Test(
        arguments: [
            ("", "paste the URL"), ("sleeper by mira", "blanks"), ("sleeper", "https://"),
            ("https://example.org/track/1", "no platform"), ("javascript:alert(1)", "https://"),
            ("https://open.spotify.com@evil.example/track/1", "@"),
            ("https://open.spotify.com.evil.example/track/4cOdK2wGLETKBW3PvgPWqT", "no platform"),
            ("https://open.spotify.com:8443/track/4cOdK2wGLETKBW3PvgPWqT", "no platform"),
            ("https://169.254.169.254/latest", "host"), ("file:///etc/passwd", "https://"),
            ("intent://evil.example/track/1#Intent;end", "https://"),
            ("https://open.spotify.com\\@evil.example/", "backslashes"),
            ("https://open.spotify.com/track/4cOd\r\nHost: x", "control"),
            ("https://open.spotify.com/track/" + String(repeating: "a", count: 3_000), "bytes"),
        ])
    func `what is no platform's URL is refused`(text: String, word: String) {
        #expect {
            _ = try read(text)
        } throws: { error in
            guard let failure = error as? Failure else { return false }
            return failure.code == .invalidField && failure.message.contains(word)
        }
    }
}
