import Operations
import ScriptedSources
import Smartlink
import Testing

struct ResolveMusicTests {
    private let spotify = ScriptedSource("spotify", takes: ["isrc", "upc", "address", "words"]) {
        _ in
        .found([sleeper(on: "spotify", .address)])
    }

    @Test(arguments: [
        (MusicOrder(isrc: "qz-sbx-26-00001"), "isrc:QZSBX2600001"),
        (MusicOrder(upc: "4006381333931"), "upc:4006381333931"),
        (
            MusicOrder(sourceURL: "spotify:track:4cOdK2wGLETKBW3PvgPWqT"),
            "spotify:track:-:4cOdK2wGLETKBW3PvgPWqT"
        ),
    ])
    func `each clue is asked in its normal form, and nothing is made`(
        order: MusicOrder, question: String
    )
        async throws
    {
        let studio = try await Studio([spotify])
        let search = try await studio.desk.actions.resolve(order)
        #expect(spotify.questions.first == question)
        #expect(search.reports.map(\.outcome) == [.found])
        #expect(try await studio.ledger() == [5])
    }

    @Test(arguments: [
        (MusicOrder(), "isrc"), (MusicOrder(isrc: "QZSBX2600001", upc: "4006381333931"), "isrc"),
        (MusicOrder(isrc: "QZSBX26O0001"), "isrc"), (MusicOrder(upc: "1"), "upc"),
        (MusicOrder(sourceURL: "https://example.org"), "sourceUrl"),
        (
            MusicOrder(sourceURL: "https://open.spotify.com/artist/4cOdK2wGLETKBW3PvgPWqT"),
            "sourceUrl"
        ),
        (MusicOrder(sourceURL: "https://spotify.link/abcdefgh"), "sourceUrl"),
    ])
    func `what is no clue is refused at its field`(order: MusicOrder, field: String) async throws {
        let studio = try await Studio([spotify])
        let failure = await #expect(throws: Failure.self) {
            try await studio.desk.actions.resolve(order)
        }
        #expect(failure?.code == .invalidField && failure?.field == field)
        #expect(spotify.questions == [])
    }

    @Test func `without any source it says so`() async throws {
        let studio = try await Studio([])
        let failure = await #expect(throws: Failure.self) {
            try await studio.desk.actions.resolve(MusicOrder(isrc: "QZSBX2600001"))
        }
        #expect(failure?.code == .unavailable)
    }
}
