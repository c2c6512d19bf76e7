import Bytes
import Testing

@testable import HTTP

private func request(_ fields: KeyValuePairs<String, String>) -> Request {
    Request(
        method: .post, path: "/", fields: Fields(fields), authority: "Music.example:8080",
        arrival: Arrival(peer: PeerAddress(v4: 0), isSecure: false, nowMs: 0, closes: false))
}

struct OwnOriginTests {
    @Test(arguments: [
        ("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false),
        ("", false),
    ])
    func `a browser that says where it comes from is believed`(site: String, isOwn: Bool) {
        #expect(request(["Sec-Fetch-Site": site]).isOwn() == isOwn)
        let claimed = request(["Sec-Fetch-Site": site, "Origin": "http://music.example:8080"])
        #expect(claimed.isOwn() == isOwn)
    }

    @Test(arguments: [
        ("http://music.example:8080", true), ("https://MUSIC.example:8080", true),
        ("http://music.example", false), ("http://music.example:8081", false),
        ("https://evil.example", false), ("null", false), ("", false),
        ("ftp://music.example:8080", false),
        ("http://music.example:8080.evil.example", false), ("http:music.example:8080", false),
        ("https://link.mira.example", true), ("https://mira.example", false),
    ])
    func `otherwise the origin must be the host asked for, or the public one`(
        origin: String, isOwn: Bool
    ) {
        let asked = request(["Origin": origin])
        #expect(asked.isOwn(publicURL: "https://link.mira.example") == isOwn)
    }

    @Test func `who is no browser says nothing`() { #expect(request([:]).isOwn()) }

    @Test(arguments: [
        ("a=1; segue_session=x; b=2", "x"), ("segue_session=x", "x"), ("segue_session=", ""),
        ("segue_session=a=b", "a=b"), ("xsegue_session=1; segue_session=2", "2"),
        ("segue_session=1;segue_session=2", "1"), ("segue_session", nil), ("", nil),
    ])
    func `a cookie is found by its whole name`(field: String, value: String?) {
        #expect(request(["Cookie": field]).fields.cookie("segue_session") == value)
    }

    @Test(arguments: [
        ("application/jsonl", true), ("application/json, Application/JSONL;q=0.5", true),
        ("application/jsonl;q=0", false), ("application/jsonl ; q=0", false), ("*/*", false),
        ("application/*", false), ("application/jsonlines", false), ("", false),
    ])
    func `a type counts where it is named and wanted`(field: String, isAccepted: Bool) {
        #expect(request(["Accept": field]).accepts("application/jsonl") == isAccepted)
    }
}
