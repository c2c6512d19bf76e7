import HTTP
import Smartlink
import Testing

struct SignTests {
    private static let address = "https://music.example/link/summer?ch=qr"

    @Test func `a code says the link's address and the channel its scans count as`() async throws {
        let house = try await AroundHouse()
        try await house.link()
        let answer = try #require(try await house.ask("/link/summer/qr.svg"))
        #expect(answer.status == 200)
        #expect(answer.fields["Content-Type"] == "image/svg+xml")
        // The stand-in's symbol is as wide as its text is long.
        let side = Self.address.utf8.count + 8
        #expect(answer.text.contains("viewBox=\"0 0 \(side) \(side)\""))
        #expect(answer.text.contains("width=\"512\" height=\"512\""))
        #expect(answer.text.contains("M4 4h\(Self.address.utf8.count)v1"))
    }

    @Test func `size and margin are as asked`() async throws {
        let house = try await AroundHouse()
        try await house.link()
        let width = Self.address.utf8.count
        let drawing = try await house.ask("/link/summer/qr.svg?size=200&margin=0")
        #expect(drawing?.text.contains("width=\"200\"") == true)
        #expect(drawing?.text.contains("viewBox=\"0 0 \(width) \(width)\"") == true)
        let picture = try await house.ask("/link/summer/qr.png?size=1024&margin=2")
        #expect(picture?.text == "png \(width) 1024 2")
        #expect(picture?.fields["Content-Type"] == "image/png")
    }

    @Test(arguments: [
        ("size=63", "size"), ("size=2049", "size"), ("size=big", "size"), ("margin=17", "margin"),
        ("margin=-1", "margin"), ("colour=red", "colour"), ("size=64", "room"),
    ])
    func `what cannot be drawn is refused in a sentence`(query: String, word: String) async throws {
        let house = try await AroundHouse()
        try await house.link()
        let answer = try #require(try await house.ask("/link/summer/qr.png?\(query)"))
        #expect(answer.status == 400)
        #expect(answer.text.contains(word))
    }

    @Test func `a code that is known is not sent again`() async throws {
        let house = try await AroundHouse()
        try await house.link()
        let tag = try #require(try await house.ask("/link/summer/qr.svg")?.fields["ETag"])
        let known = try await house.ask("/link/summer/qr.svg", fields: ["If-None-Match": tag])
        #expect(known?.status == 304)
        let other = try await house.ask(
            "/link/summer/qr.svg?size=99", fields: ["If-None-Match": tag])
        #expect(other?.status == 200)
    }
}
