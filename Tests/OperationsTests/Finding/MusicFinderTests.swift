import Operations
import ScriptedSources
import Smartlink
import Testing

struct MusicFinderTests {
    private let isrc = Clue.isrc("QZSBX2600001")

    private func outcomes(_ search: Search) -> [SourceReport.Outcome] {
        search.reports.map(\.outcome)
    }

    @Test func `all sources are asked at once, and each says its own`() async throws {
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let deezer = ScriptedSource("deezer") { _ in .missed }
        let tidal = ScriptedSource("tidal") { _ in .failed(SourceFailure(.garbled)) }
        let desk = try Desk(sources: [spotify, deezer, tidal])
        let search = await desk.finder.find(isrc).wait(for: .over)
        #expect(
            outcomes(search) == [.found, .missed, .failed(SourceFailure(.garbled))])
        #expect(search.music?.title == "Sleeper")
        // Who had nothing by the code was asked by words as well.
        #expect(deezer.questions.count == 2)
        #expect(tidal.questions == ["isrc:QZSBX2600001"])
    }

    @Test func `who takes no code is asked by words as soon as somebody tells them`() async throws {
        let latch = Latch()
        let youtube = ScriptedSource("youtube", takes: ["words"]) { _ in
            latch.open()
            return .missed
        }
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let slow = ScriptedSource("deezer") { _ in
            // Answers only once the other was asked: nobody waited for it.
            await latch.wait()
            return .missed
        }
        let desk = try Desk(sources: [spotify, youtube, slow])
        let search = await desk.finder.find(isrc).wait(for: .over)
        #expect(outcomes(search) == [.found, .missed, .missed])
        #expect(youtube.questions.count == 1)
    }

    @Test func `nobody is asked by words while nobody knows any`() async throws {
        let youtube = ScriptedSource("youtube", takes: ["words"]) { _ in .missed }
        let spotify = ScriptedSource("spotify") { _ in .missed }
        let desk = try Desk(sources: [spotify, youtube])
        let search = await desk.finder.find(isrc).wait(for: .over)
        #expect(outcomes(search) == [.missed, .notAsked])
        #expect(search.music == nil)
        #expect(youtube.questions == [])
    }

    @Test
    func `a source that hangs is reported and holds nobody up, whether it heeds its end or not`()
        async throws
    {
        let stubborn = Latch()
        let hanging = ScriptedSource("tidal") { _ in
            await stubborn.wait()
            return .missed
        }
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let timeIsUp = Latch()
        let desk = try Desk(sources: [spotify, hanging], timeIsUp: timeIsUp)
        let flight = desk.finder.find(isrc)
        #expect(await flight.wait(for: .known).music?.artist == "Mira")
        timeIsUp.open()
        let search = await flight.wait(for: .over)
        #expect(outcomes(search) == [.found, .failed(SourceFailure(.timedOut))])
        stubborn.open()
    }

    @Test func `a look-up is another one where other things were told`() async throws {
        let latch = Latch()
        let spotify = ScriptedSource("spotify") { _ in
            await latch.wait()
            return .missed
        }
        let desk = try Desk(sources: [spotify])
        var told = Music(kind: .track, title: "Sleeper", artist: "Mira")
        let one = desk.finder.find(isrc, told: told)
        told.durationMs = 187_000
        let other = desk.finder.find(isrc, told: told)
        latch.open()
        #expect(await one.wait(for: .over).music?.durationMs == nil)
        #expect(await other.wait(for: .over).music?.durationMs == 187_000)
    }

    @Test func `who waits no longer than a moment has what is known by then`() async throws {
        let latch = Latch()
        let spotify = ScriptedSource("spotify") { _ in
            await latch.wait()
            return .found([sleeper(on: "spotify")])
        }
        let desk = try Desk(sources: [spotify])
        let flight = desk.finder.find(isrc)
        #expect(await flight.wait(for: .over) {}.music == nil)
        latch.open()
        #expect(await flight.wait(for: .over).music != nil)
        // Once it is over, nobody waits at all.
        #expect(await flight.wait(for: .known) { await Latch().wait() }.isOver)
    }

    @Test func `a search that only found other things is asked again where misses are`()
        async throws
    {
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let youtube = ScriptedSource("youtube", takes: ["words"]) { _ in
            .found([sleeper(on: "youtube", .words, title: "Sleeper (Live in Oslo)")])
        }
        let desk = try Desk(sources: [spotify, youtube])
        for _ in 0..<2 { _ = await desk.finder.find(isrc).wait(for: .over) }
        #expect(youtube.questions.count == 1)
        _ = await desk.finder.find(isrc, .missesAnew).wait(for: .over)
        #expect(spotify.questions.count == 1 && youtube.questions.count == 2)
    }

    @Test func `what was said is not asked again while it is good`() async throws {
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let deezer = ScriptedSource("deezer", takes: ["isrc"]) { _ in .missed }
        let tidal = ScriptedSource("tidal") { _ in .failed(SourceFailure(.unreachable)) }
        let desk = try Desk(sources: [spotify, deezer, tidal])
        _ = await desk.finder.find(isrc).wait(for: .over)
        let again = await desk.finder.find(isrc).wait(for: .over)
        #expect(outcomes(again)[0] == .found && outcomes(again)[1] == .missed)
        #expect(spotify.questions.count == 1)
        #expect(deezer.questions.count == 1)
        // A failure is nothing to remember.
        #expect(tidal.questions.count == 2)
        _ = await desk.finder.find(isrc, .missesAnew).wait(for: .over)
        #expect(spotify.questions.count == 1)
        #expect(deezer.questions.count == 2)
        desk.wait(ms: FindingLimits.foundMs + 1)
        _ = await desk.finder.find(isrc).wait(for: .over)
        #expect(spotify.questions.count == 2)
    }

    @Test func `who wants what somebody is looking for joins in`() async throws {
        let latch = Latch()
        let spotify = ScriptedSource("spotify") { _ in
            await latch.wait()
            return .found([sleeper(on: "spotify")])
        }
        let desk = try Desk(sources: [spotify])
        let flights = (0..<100).map { _ in desk.finder.find(isrc) }
        latch.open()
        for flight in flights { #expect(await flight.wait(for: .over).music != nil) }
        #expect(spotify.questions.count == 1)
    }

    @Test func `a URL's own platform tells the code the others are asked by`() async throws {
        let address = MusicAddress(
            platform: "spotify", kind: .track, id: "4cOdK2wGLETKBW3PvgPWqT",
            url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
        let spotify = ScriptedSource("spotify", takes: ["address", "isrc", "words"]) { _ in
            .found([sleeper(on: "spotify", .address)])
        }
        let deezer = ScriptedSource("deezer") { _ in .found([sleeper(on: "deezer")]) }
        let desk = try Desk(sources: [deezer, spotify])
        let search = await desk.finder.find(.address(address)).wait(for: .over)
        #expect(outcomes(search) == [.found, .found])
        #expect(deezer.questions == ["isrc:QZSBX2600001"])
        #expect(spotify.questions == ["spotify:track:-:4cOdK2wGLETKBW3PvgPWqT"])
    }
}
