import Testing

@testable import Drawing

struct ColourTests {
    @Test(arguments: [
        // Pairs and ratios as WebAIM's contrast checker gives them.
        (0x000000, 0xFFFFFF, 21.0), (0x777777, 0xFFFFFF, 4.48), (0x767676, 0xFFFFFF, 4.54),
        (0xFF0000, 0xFFFFFF, 4.0), (0x0000FF, 0xFFFFFF, 8.59), (0x336699, 0xFFFFFF, 6.0),
        (0x123456, 0x123456, 1.0),
    ])
    func `contrast is WCAG's`(one: UInt32, other: UInt32, ratio: Double) {
        let contrast = Colour(one).contrast(with: Colour(other))
        #expect(abs(contrast - ratio) < 0.01)
        #expect(contrast == Colour(other).contrast(with: Colour(one)))
    }
}

struct BackdropTests {
    private func expectReadable(_ backdrop: Backdrop, _ what: String) {
        for share in stride(from: 0.0, through: 1, by: 0.1) {
            let ground = backdrop.top.mixed(with: backdrop.bottom, share)
            #expect(backdrop.ink.contrast(with: ground) >= 4.5, "\(what), \(share)")
            #expect(backdrop.softInk.contrast(with: ground) >= 4.5, "\(what), \(share)")
        }
    }

    @Test func `what is written can be read on every pair of colours`() {
        let steps: [UInt32] = [0, 0x55, 0xAA, 0xFF]
        let all = steps.flatMap { red in
            steps.flatMap { green in steps.map { red << 16 | green << 8 | $0 } }
        }
        for one in all {
            for other in all {
                expectReadable(
                    Backdrop(top: Colour(one), bottom: Colour(other)), "\(one), \(other)")
            }
        }
    }

    @Test func `a release without cover keeps its colours`() {
        #expect(Backdrop(words: "Sleeper") == Backdrop(words: "Sleeper"))
        for word in 0..<40 { expectReadable(Backdrop(words: "\(word)"), "\(word)") }
    }

    @Test func `a red cover gives a red ground, grey around it or not`() {
        var pixels: [UInt8] = []
        for place in 0..<900 { pixels += place % 3 == 0 ? [128, 128, 128] : [200, 20, 30] }
        let backdrop = Backdrop(of: Pixmap(width: 30, height: 30, pixels: pixels))
        #expect(backdrop.top.red > 2 * backdrop.top.green)
        expectReadable(backdrop, "red")
    }

    @Test func `white and black covers give light and dark grounds`() {
        for value: UInt8 in [0, 255] {
            let pixels = [UInt8](repeating: value, count: 300)
            let backdrop = Backdrop(of: Pixmap(width: 10, height: 10, pixels: pixels))
            #expect((backdrop.top.luminance > 0.5) == (value == 255))
            expectReadable(backdrop, "\(value)")
        }
    }
}
