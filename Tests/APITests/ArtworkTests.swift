import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct ArtworkTests {
    @Test(arguments: [
        (Picture.jpeg(width: 600, height: 500), "image/jpeg", ".jpg"),
        (Picture.png(width: 600, height: 500), "image/png", ".png"),
        (Picture.webp(width: 600, height: 500), "image/webp", ".webp"),
    ])
    func `an image is kept by what its bytes are`(bytes: [UInt8], type: String, end: String)
        async throws
    {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(
            .put, "/links/mira/artwork", fields: [("Content-Type", "text/plain")], bytes: bytes)
        try #require(answer.status == 200, "\(answer.json.text)")
        let artwork = try #require(answer.json["artwork"])
        #expect(artwork["type"] == .string(type))
        #expect(artwork["width"] == 600)
        #expect(artwork["height"] == 500)
        let url = try #require(artwork["url"]?.string)
        #expect(url.hasPrefix("https://segue.example/artwork/") && url.hasSuffix(end))
        #expect(answer.json["version"] == 2)
        #expect(answer.fields["ETag"] == #""v2""#)
        let hash = String(url.split(separator: "/").last?.split(separator: ".").first ?? "")
        let file = await house.actions.links.artworkFile(
            hash: hash, fileExtension: String(end.dropFirst()))
        #expect(file?.bytes == bytes.count)
        #expect(await house.ask(.get, "/links/mira").json["artwork"] == artwork)
        let cleared = await house.ask(.patch, "/links/mira", #"{"artwork":null}"#)
        #expect(cleared.json["artwork"] == .null)
    }

    @Test func `the same image again changes nothing`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let image = Picture.png(width: 1, height: 1)
        let first = await house.ask(.put, "/links/mira/artwork", bytes: image)
        let second = await house.ask(.put, "/links/mira/artwork", bytes: image)
        #expect(first.json == second.json)
    }

    @Test(arguments: [
        (Array("GIF89a".utf8), 415, "unsupported_media_type"), ([], 415, "unsupported_media_type"),
        (Array("--x\r\nContent-Type: image/png".utf8), 415, "unsupported_media_type"),
        (Picture.png(width: 0, height: 5), 422, "invalid_field"),
        (Picture.png(width: 8_000, height: 5_001), 422, "invalid_field"),
        (Picture.png(width: 4_294_967_295, height: 4_294_967_295), 422, "invalid_field"),
        (Array(Picture.jpeg(width: 5, height: 5).prefix(20)), 422, "invalid_field"),
        (
            Picture.png(width: 5, height: 5) + [UInt8](repeating: 0, count: 10 << 20), 413,
            "too_large"
        ),
    ])
    func `what is no image that can be kept is refused`(bytes: [UInt8], status: Int, code: String)
        async throws
    {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(.put, "/links/mira/artwork", bytes: bytes)
        #expect(answer.status == status)
        #expect(answer.code == code)
        #expect(await house.ask(.get, "/links/mira").json["artwork"] == .null)
    }

    @Test(arguments: [
        (ArtworkFinding.broken, "damaged"), (.animated, "animated"), (.tooLarge, "600 × 500"),
        (.mixed, "behind the picture"),
    ])
    func `what a decoder refuses is refused, and the answer says why`(
        finding: ArtworkFinding, word: String
    ) async throws {
        let house = try await House(finding: finding)
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(
            .put, "/links/mira/artwork", bytes: Picture.png(width: 600, height: 500))
        #expect(answer.status == 422 && answer.code == "invalid_field")
        #expect(answer.json["field"] == "artwork")
        #expect(answer.json["detail"]?.text.contains(word) == true, "\(answer.json.text)")
        #expect(await house.ask(.get, "/links/mira").json["artwork"] == .null)
    }

    @Test func `a picture that moves is refused by its own head`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        var image = Picture.webp(width: 600, height: 500)
        image[20] |= 2
        let answer = await house.ask(.put, "/links/mira/artwork", bytes: image)
        #expect(answer.status == 422 && answer.json["field"] == "artwork")
    }

    @Test func `forty million pixels are enough and allowed`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let image = Picture.png(width: 8_000, height: 5_000)
        #expect(await house.ask(.put, "/links/mira/artwork", bytes: image).status == 200)
    }

    @Test func `artwork over a stale version is refused`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(
            .put, "/links/mira/artwork", fields: [("If-Match", #""v7""#)],
            bytes: Picture.png(width: 1, height: 1))
        #expect(answer.status == 412)
    }
}

/// The smallest heads of images.
enum Picture {
    static func jpeg(width: Int, height: Int) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + [UInt8](repeating: 0, count: 14)
            + [0xFF, 0xC0, 0, 11, 8] + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0, 0xFF, 0xD9]
    }

    static func png(width: Int, height: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13, 4) + Array("IHDR".utf8)
            + big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0] + [0, 0, 0, 0]
    }

    static func webp(width: Int, height: Int) -> [UInt8] {
        Array("RIFF".utf8) + [22, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0]
            + big(width - 1, 3).reversed() + big(height - 1, 3).reversed()
    }

    private static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
