import Smartlink
import Testing

struct WebURLTests {
    @Test(
        arguments: [
            ("https://open.spotify.com/track/1", "https://open.spotify.com/track/1"),
            (" HTTPS://Open.Spotify.COM./track/1\n", "https://open.spotify.com/track/1"),
            ("http://a.example:80", "http://a.example/"),
            ("https://a.example:443/", "https://a.example/"),
            ("https://a.example:8443?x#y", "https://a.example:8443/?x#y"),
            ("https://a.example/ü|{}", "https://a.example/%C3%BC%7C%7B%7D"),
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
            ("https://a.example/@user:x", "https://a.example/@user:x"),
        ])
    func `a URL has one form`(text: String, normal: String) throws {
        #expect(try WebURL(text).text == normal)
        #expect(try WebURL(normal).text == normal)
    }

    @Test(
        arguments: [
            ("javascript:alert(1)", WebURL.Flaw.scheme), ("ftp://a.example/", .scheme),
            ("a.example/x", .scheme), ("", .scheme), ("https:/a.example", .scheme),
            ("https://open.spotify.com@evil.example/", .userInformation),
            ("https://u:p@a.example/", .userInformation),
            ("https://", .host), ("https:///x", .host), ("https://localhost/", .host),
            ("https://127.0.0.1/", .host), ("https://2130706433/", .host),
            ("https://0x7f.1/", .host), ("https://[::1]/", .host), ("https://a..example/", .host),
            ("https://-a.example/", .host), ("https://bücher.example/", .host),
            ("https://a.example%2eevil.example/", .host),
            ("https://a.example:0/", .port), ("https://a.example:65536/", .port),
            ("https://a.example:8x/", .port), ("https://a.example:1:2/", .port),
            ("https://a.example/\r\nX: y", .character), ("https://a.example/a b", .character),
            ("https://a.example\\@evil.example/", .character),
            ("https://a.example/\u{0}", .character), ("https://a.example/\u{7F}", .character),
            ("https://a.example/" + String(repeating: "a", count: 2_048), .tooLong),
            ("https://a.example/" + String(repeating: "é", count: 700), .tooLong),
        ])
    func `what is no web URL is refused`(text: String, flaw: WebURL.Flaw) {
        #expect(throws: flaw) { try WebURL(text) }
    }

    @Test(
        arguments: [
            ("open.spotify.com", true), ("OPEN.SPOTIFY.COM", true), ("open.spotify.com.", true),
            ("x.open.spotify.com", true), ("spotify.link", true),
            ("notspotify.com", false), ("spotify.com.evil.example", false), ("com", false),
            ("evil.example/.spotify.com", false), ("evil@open.spotify.com", false),
            ("open.spotify.com:8443", false), ("", false), (".spotify.com", false),
            ("open.spotify.com..", false), ("öpen.spotify.com", false),
        ])
    func `a platform owns its hosts and their subdomains`(host: String, isOwned: Bool) {
        #expect(Config.catalogue.platform(id: "spotify")?.owns(host: host) == isOwned)
    }

    @Test(
        arguments: [
            ("music.youtube.com", "youtube-music"), ("www.youtube.com", "youtube"),
            ("youtu.be", "youtube"), ("mira.bandcamp.com", "bandcamp"),
            ("geo.music.apple.com", "apple-music"), ("music.amazon.co.uk", "amazon-music"),
            ("example.org", nil),
        ] as [(String, String?)])
    func `a host belongs to the platform that names it most exactly`(host: String, id: String?) {
        #expect(Config.catalogue.platform(owning: host)?.id == id)
    }
}
