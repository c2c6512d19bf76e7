import Bytes
import Smartlink
import Testing

/// A link whose visits are dealt out: its own page with weight 1, `b` with 2, `c` with 5.
private func split(_ change: (inout Split) -> Void = { _ in }) throws -> Link {
    var link = Link.sample()
    link.account = 12
    var split = Split(
        variants: [
            SplitShare(variant: link.code, weight: 1, link: link.id),
            SplitShare(variant: try #require(Code("b")), weight: 2, link: 78),
            SplitShare(variant: try #require(Code("c")), weight: 5, link: 79),
        ], endsAt: Instant(ms: Link.noon.ms + 1_000), since: Link.noon)
    change(&split)
    link.split = split
    return link
}

private func route<T>(_ link: Link, _ read: (RawSpan) -> T) -> T {
    Route.prepare(link, catalogue: Config.catalogue).withRawSpan(read)
}

/// How often each link id is dealt in 8,000 even steps of chance.
private func dealt(_ link: Link, without gone: UInt8 = 0) -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    for step in 0..<UInt64(8_000) {
        let draw = step * (.max / 8_000)
        counts[route(link) { Route.share(drawn: draw, without: gone, $0).link }, default: 0] += 1
    }
    return counts
}

struct SplitTests {
    @Test func `chance deals by weight`() throws {
        let counts = dealt(try split())
        #expect(abs((counts[77] ?? 0) - 1_000) <= 1)
        #expect(abs((counts[78] ?? 0) - 2_000) <= 1)
        #expect(abs((counts[79] ?? 0) - 5_000) <= 1)
    }

    @Test func `who is gone drops out, and their weight with them`() throws {
        let counts = dealt(try split(), without: 0b100)
        #expect(counts[79] == nil)
        #expect(abs((counts[78] ?? 0) - 5_333) <= 1)
        #expect(dealt(try split(), without: 0b111) == [0: 8_000])
    }

    @Test(arguments: [("b", Int64(78)), ("mira-sleeper", 77), ("B", 0), ("", 0), ("bb", 0)])
    func `a variant is found by its code alone`(name: String, link: Int64) throws {
        let found = route(try split()) { route in
            Array(name.utf8).withRawSpan { bytes in
                Route.share(
                    named: ByteSlice(offset: 0, count: name.utf8.count), in: bytes, route)
            }
        }
        #expect(found.link == link)
        #expect((found.place < 0) == (link == 0))
    }

    @Test(arguments: [(Int64(-1), false), (0, true), (999, true), (1_000, false)])
    func `a test runs from its start to just before its end`(ms: Int64, runs: Bool) throws {
        let link = try split()
        let now = Instant(ms: Link.noon.ms + ms)
        #expect(route(link) { Route.isSplit($0, at: now) } == runs)
        #expect(link.split?.isRunning(at: now) == runs)
    }

    @Test func `a test that starts later than it was made waits, one without an end goes on`()
        throws
    {
        let link = try split {
            $0.startsAt = Instant(ms: Link.noon.ms + 500)
            $0.endsAt = nil
        }
        #expect(!route(link) { Route.isSplit($0, at: Link.noon) })
        #expect(route(link) { Route.isSplit($0, at: Instant(ms: .max - 1)) })
        #expect(route(link) { Route.splitEnd($0) } == .max)
    }

    @Test func `the route knows the account; without a split nothing is dealt`() throws {
        #expect(route(try split()) { Route.account($0) } == 12)
        #expect(!route(.sample()) { Route.isSplit($0, at: Link.noon) })
        #expect(route(.sample()) { Route.share(drawn: 1, without: 0, $0).link } == 0)
        // Nobody has looked these up: they were written before variants had numbers.
        let old = try split { for place in $0.variants.indices { $0.variants[place].link = 0 } }
        #expect(!route(old) { Route.isSplit($0, at: Link.noon) })
    }

    @Test func `a route with a split decides as one without`() throws {
        var fan = Fan()
        fan.visit.asked = Config.number("deezer")
        let link = try split()
        #expect(fan.opens(link) == fan.opens(.sample()))
        #expect(location(fan.opens(link), link) == "https://www.deezer.com/track/3135556")
    }

    @Test func `the link's own page is the baseline where it takes part, else the first variant`()
        throws
    {
        let link = try split()
        #expect(link.split?.baseline(of: link.code) == link.code)
        #expect(link.split?.baseline(of: try #require(Code("z"))) == link.code)
        let others = try split { $0.variants.removeFirst() }
        #expect(others.split?.baseline(of: link.code)?.text == "b")
    }

    @Test func `a variant lends its words and its picture and nothing else`() throws {
        var link = try split()
        link.headline = "Own"
        var variant = Link.sample()
        variant.code = try #require(Code("b"))
        variant.title = "Sleeper (night)"
        variant.headline = "Other"
        variant.cta = "Hear it"
        variant.destinations = []
        variant.artwork = Artwork(hash: "ab", type: .png, width: 1, height: 1)
        let dressed = link.dressed(as: variant)
        #expect(dressed.title == "Sleeper (night)" && dressed.headline == "Other")
        #expect(dressed.cta == "Hear it" && dressed.artwork == variant.artwork)
        #expect(dressed.destinations == link.destinations && dressed.code == link.code)
        #expect(dressed.split == link.split)
    }
}
