import Smartlink
import Testing

struct CardTests {
    private func link() throws -> Link {
        var link = Link(
            code: try #require(Code("mira-sleeper")), account: 1, kind: .track, title: "Sleeper",
            artist: "Mira Vale", createdAt: Instant(ms: 0))
        link.releaseAt = Instant(ms: 1_000)
        return link
    }

    @Test func `whatever changes the card changes its version`() throws {
        let link = try link()
        var changed = link
        changed.version += 1
        var dressed = link
        dressed.artwork = Artwork(
            hash: String(repeating: "ab", count: 32), type: .png, width: 9, height: 9)
        let versions = [
            Card.version(of: link, in: .presave), Card.version(of: link, in: .released),
            Card.version(of: changed, in: .released), Card.version(of: dressed, in: .released),
        ]
        #expect(Set(versions).count == versions.count)
        #expect(versions[1] == "\(Card.drawing)-1r")
        #expect(versions[3] == "\(Card.drawing)-1r-abababababab")
    }

    @Test func `a card that bears a date names its language, another does not`() throws {
        let link = try link()
        #expect(
            Card.path(of: link, in: .presave, language: "es")
                == "/link/mira-sleeper/card.jpg?v=\(Card.drawing)-1p&l=es")
        #expect(
            Card.path(of: link, in: .released, language: "es")
                == "/link/mira-sleeper/card.jpg?v=\(Card.drawing)-1r")
    }
}
