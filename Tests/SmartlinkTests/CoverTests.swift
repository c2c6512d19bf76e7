import Testing

@testable import Smartlink

struct CoverTests {
    private func artwork(width: Int) -> Artwork {
        Artwork(hash: String(repeating: "a", count: 64), type: .png, width: width, height: width)
    }

    @Test(arguments: [
        (3_000, [160, 320, 640, 1_280]), (1_280, [160, 320, 640, 1_280]),
        (1_000, [160, 320, 640, 1_000]), (641, [160, 320, 640, 641]), (640, [160, 320, 640]),
        (100, [100]), (1, [1]),
    ])
    func `a cover is offered in every width it has, and never larger than it is`(
        width: Int, widths: [Int]
    ) {
        let choices = Cover.choices(of: artwork(width: width))
        #expect(choices.map(\.width) == widths)
        #expect(Set(choices.map(\.path)).count == widths.count)
    }

    @Test func `an address names artwork and width`() {
        let artwork = artwork(width: 900)
        #expect(Cover.smallest(of: artwork) == artwork.path + "?size=160")
        #expect(Cover.choices(of: artwork).last?.path == artwork.path + "?size=1280")
    }
}
