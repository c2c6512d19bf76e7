import Smartlink
import Synchronization
import Testing

@testable import Player

struct PlayerTests {
    private let link: LinkAddress
    private let memory = Memory()

    init() throws { link = try LinkAddress("https://host.example/link/sleeper") }

    private var metadata: LinkMetadata {
        var metadata = LinkMetadata()
        metadata.title = "Sleeper"
        metadata.artist = "Mira"
        metadata.isrc = "DE-A67-11-00001"
        return metadata
    }

    private func player(_ sources: [Source], _ local: LocalSourceStub? = nil) -> Player {
        var player = Player(now: Instant(ms: 1_000_000)) { _ in
            try? await Task.sleep(nanoseconds: 60_000_000_000)
        }
        player.sources = sources
        player.local = local
        player.memory = memory
        // The confidence stands in a candidate's id.
        player.judge = { candidate, _ in
            let value = Double(candidate.music.album ?? "") ?? 0
            return Verdict(
                confidence: value, status: value > 0.8 ? .verified : value > 0.4 ? .pending : nil,
                reason: "judged")
        }
        return player
    }

    @Test func `all sources are asked at once, and the best is chosen`() async throws {
        let gate = Gate(2)
        let player = player([
            Source("deezer", ["isrc:DEA671100001": [0.85]], gate),
            Source("tidal", ["isrc:DEA671100001": [0.9, 0.2]], gate),
        ])
        let metadata = metadata
        let plan = try await player.plan(for: link) { url throws(Failure) in
            guard url == "https://host.example/link/sleeper.json" else {
                throw Failure(.notFound, "")
            }
            return metadata
        }
        #expect(plan.chosen.platform == "tidal")
        #expect(plan.record.options.map(\.verdict.grade) == [.sure, .sure, .other])
        #expect(plan.record.outcomes == ["deezer": "found", "tidal": "found"])
    }

    @Test func `where a code finds nothing, words are tried`() async throws {
        let source = Source("deezer", ["words": [0.9]])
        let metadata = metadata
        let plan = try await player([source]).plan(for: link) { _ throws(Failure) in metadata }
        #expect(plan.chosen.platform == "deezer")
        #expect(source.asked.withLock { $0 } == ["isrc", "words"])
    }

    @Test func `the second time nobody is asked, until the link changes`() async throws {
        let source = Source("deezer", ["isrc:DEA671100001": [0.9]])
        let player = player([source])
        var metadata = metadata
        let first = metadata
        let plan = try await player.plan(for: link) { _ throws(Failure) in first }
        await player.remember(plan, of: link)
        let again = try await player.plan(for: link) { _ throws(Failure) in first }
        #expect(again.origin == .remembered)
        #expect(again.record == plan.record)
        #expect(source.asked.withLock { $0.count } == 1)
        metadata.title = "Sleeper (Extended)"
        metadata.isrc = nil
        let changed = metadata
        source.answers.withLock { $0["words"] = [0.9] }
        let third = try await player.plan(for: link) { _ throws(Failure) in changed }
        #expect(third.origin == .asked)
        let passed = try await player.plan(for: link, memories: .passedOver) {
            _ throws(Failure) in first
        }
        #expect(passed.origin == .asked)
    }

    @Test func `a link whose server is away plays from memory, another failure does not`()
        async throws
    {
        let player = player([Source("deezer", ["isrc:DEA671100001": [0.9]])])
        let metadata = metadata
        let plan = try await player.plan(for: link) { _ throws(Failure) in metadata }
        await player.remember(plan, of: link)
        let away = try await player.plan(for: link) { _ throws(Failure) in
            throw Failure(.unavailable, "no connection")
        }
        #expect(away.doubt == "no connection")
        #expect(away.chosen == plan.chosen)
        await #expect(throws: Failure.self) {
            try await player.plan(for: link) { _ throws(Failure) in throw Failure(.notFound, "") }
        }
    }

    @Test func `new files on this machine end what was remembered`() async throws {
        let local = LocalSourceStub()
        let player = player([Source("deezer", ["isrc:DEA671100001": [0.9]])], local)
        let metadata = metadata
        let plan = try await player.plan(for: link) { _ throws(Failure) in metadata }
        await player.remember(plan, of: link)
        local.state.withLock { $0.mark += 1 }
        let again = try await player.plan(for: link) { _ throws(Failure) in metadata }
        #expect(again.origin == .asked)
    }

    @Test func `what the link names is sure, except what is no web address`() async throws {
        var metadata = metadata
        for url in ["file:///etc/passwd", "https://deezer.example/1", "javascript:alert(1)", "-x"] {
            var place = LinkMetadata.Place()
            place.platform = "deezer"
            place.url = url
            place.territories = url.hasPrefix("https") ? ["DE"] : []
            metadata.destinations.append(place)
        }
        let given = metadata
        let plan = try await player([]).plan(for: link) { _ throws(Failure) in given }
        #expect(plan.record.options.map(\.target) == ["https://deezer.example/1"])
        #expect(!plan.chosen.isAvailable)
    }

    @Test func `before the release it says when`() async {
        var metadata = metadata
        metadata.releaseAt = "1970-01-02T00:00:00Z"
        let early = metadata
        let failure = await #expect(throws: Failure.self) {
            try await player([]).plan(for: link) { _ throws(Failure) in early }
        }
        #expect(failure?.message.contains("1970-01-02T00:00:00Z") == true)
    }

    @Test func `what is found nowhere says who was asked`() async {
        let metadata = metadata
        let failure = await #expect(throws: Failure.self) {
            try await player([Source("deezer", [:])]).plan(for: link) { _ throws(Failure) in
                metadata
            }
        }
        #expect(failure?.message.contains("deezer: missed") == true)
    }

    @Test func `a source that does not answer in time is done without`() async throws {
        var metadata = metadata
        var place = LinkMetadata.Place()
        place.platform = "deezer"
        place.url = "https://deezer.example/1"
        metadata.destinations = [place]
        let given = metadata
        var player = player([Source("tidal", [:], Gate(9))])
        player.sleep = { _ in }
        let plan = try await player.plan(for: link) { _ throws(Failure) in given }
        #expect(plan.chosen.platform == "deezer")
        #expect(plan.record.outcomes == ["tidal": "timed_out"])
        // What is missing may be there soon.
        #expect(plan.record.goodUntilMs - plan.record.atMs == Limits.incompleteMs)
    }

    @Test func `nothing is waited for once the favourite surely has it`() async throws {
        let local = LocalSourceStub()
        local.state.withLock { $0.tracks["Sleeper"] = 0.9 }
        let metadata = metadata
        let player = player([Source("tidal", [:], Gate(9))], local)
        let plan = try await player.plan(for: link) { _ throws(Failure) in metadata }
        #expect(plan.chosen.target == "/music/Sleeper.mp3")
        #expect(plan.record.outcomes["tidal"] == Inquiry.notNeeded)
        #expect(plan.record.goodUntilMs - plan.record.atMs == Limits.sureMs)
        // Who wants to see everything is not served from a look that ended early.
        await player.remember(plan, of: link)
        let remembered = try await player.plan(for: link) { _ throws(Failure) in metadata }
        #expect(remembered.origin == .remembered)
        var thorough = self.player([Source("tidal", [:])], local)
        thorough.patience = .all
        let all = try await thorough.plan(for: link) { _ throws(Failure) in metadata }
        #expect(all.record.outcomes == ["local": "found", "tidal": "missed"])
    }
}
