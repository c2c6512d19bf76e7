import Loopback
import Smartlink
import Testing

struct TidalTests {
    private let trackURL = "https://tidal.com/browse/track/251380837"

    @Test func `the save is as the specification has it`() async throws {
        let stage = try Stage("tidal") { _ in .answer(200, #"{"data":[],"links":{}}"#) }
        #expect(
            await stage.save(.track(trackURL), key: String(repeating: "k", count: 200)) == .saved)
        let request = stage.server.requests[0]
        #expect(stage.lines == ["POST /v2/userCollectionTracks/me/relationships/items"])
        #expect(request.body == #"{"data":[{"id":"251380837","type":"tracks"}]}"#)
        #expect(request.fields["content-type"] == "application/vnd.api+json")
        #expect(request.fields["accept"] == "application/vnd.api+json")
        #expect(request.fields["idempotency-key"] == String(repeating: "k", count: 128))
        #expect(await stage.save(.album("https://listen.tidal.com/album/77610756")) == .saved)
        #expect(stage.lines.last == "POST /v2/userCollectionAlbums/me/relationships/items")
    }

    @Test(arguments: [
        ("NOT_FOUND", SaveOutcome.notReleased), ("ALREADY_PRESENT", .saved),
    ])
    func `what was skipped says why`(reason: String, outcome: SaveOutcome) async throws {
        let stage = try Stage("tidal") { _ in
            .answer(
                200,
                #"{"data":[],"meta":{"skipped":[{"id":"251380837","type":"tracks","reason":"\#(reason)"}]}}"#
            )
        }
        #expect(await stage.save(.track(trackURL)) == outcome)
    }

    @Test(arguments: [
        (409, "DUPLICATE_ITEMS_IN_COLLECTION", SaveOutcome.saved), (409, "", .saved),
        (409, "IDEMPOTENT_REQUEST_IN_PROGRESS", .unreachable),
        (409, "TOO_MANY_ITEMS_IN_COLLECTION", .refused(.rejected)), (422, "", .unreachable),
        (404, "", .notReleased), (400, "", .refused(.rejected)), (401, "", .unauthorised),
        (429, "", .busy(retryAfterSeconds: nil)), (503, "", .unreachable),
    ])
    func `each refusal has its outcome`(
        status: Int, code: String, outcome: SaveOutcome
    ) async throws {
        let stage = try Stage("tidal") { _ in
            .answer(status, #"{"errors":[{"code":"\#(code)"}]}"#)
        }
        #expect(await stage.save(.track(trackURL)) == outcome)
    }

    @Test func `recordings and releases are looked up where the fan is`() async throws {
        let stage = try Stage("tidal") { request in
            request.method == "GET"
                ? .answer(200, #"{"data":[{"id":"5","type":"tracks"}]}"#)
                : .answer(200, #"{"data":[]}"#)
        }
        #expect(await stage.save(.track(), market: "de") == .saved)
        #expect(await stage.save(.album()) == .saved)
        #expect(stage.lines[0] == "GET /v2/tracks?filter%5Bisrc%5D=USRC17607839&countryCode=DE")
        #expect(stage.lines[2] == "GET /v2/albums?filter%5BbarcodeId%5D=602475093060")
        #expect(stage.server.requests[1].body.contains(#""id":"5""#))
    }

    @Test func `an id that would say more than an id is none`() async throws {
        let stage = try Stage("tidal") { _ in .answer(200, #"{"data":[{"id":"5\",\"x"}]}"#) }
        #expect(await stage.save(.track()) == .notReleased)
        #expect(stage.lines.count == 1)
    }
}
