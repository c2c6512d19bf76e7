import Bytes
import Smartlink
import Testing

@testable import Store

/// A link with every field set.
func fullLink(_ code: String, account: Int64) throws -> Link {
    var link = Link(
        code: try #require(Code(code)), account: account, kind: .album, title: "Träume \(code)",
        artist: "Mira 夢", createdAt: noon2026)
    link.album = "Sleeper"
    link.isrc = "GBARL9300135"
    link.upc = "0602445790098"
    link.durationMs = 213_000
    link.releaseAt = Instant(ms: noon2026.ms + 1)
    link.releaseMode = .local
    link.headline = "New \"record\"\n"
    link.bio = "🎧"
    link.cta = "Hear it"
    link.artwork = Artwork(
        hash: String(repeating: "a0", count: 32), type: .webp, width: 3_000, height: 2_000)
    var spotify = Destination(platform: "spotify", url: "https://open.spotify.com/track/x?a=b")
    spotify.source = .resolver
    spotify.confidence = 0.75
    spotify.status = .pending
    spotify.territories = ["DE", "AT"]
    spotify.isCustom = true
    link.destinations = [spotify, Destination(platform: "tidal", url: "https://tidal.com/1")]
    link.mode = .direct
    var rule = Rule(to: .platform("tidal"))
    rule.country = [try #require(ShortCode("DE"))]
    rule.os = [.ios, .macos]
    rule.language = [try #require(ShortCode("fil"))]
    rule.referrer = ["instagram.com", "t.co"]
    rule.channel = ["qr", "mail"]
    rule.inApp = false
    rule.after = Instant(ms: 1)
    rule.before = Instant(ms: 2)
    link.rules = [rule, Rule(to: .page)]
    link.emailCapture = true
    link.utm.source = "segue"
    link.utm.content = "x"
    link.affiliate = ["apple-music": ["at": "1000l4"]]
    var track = Track(title: "One")
    track.artist = "Mira"
    track.durationMs = 5
    track.destinations = [Destination(platform: "deezer", url: "https://www.deezer.com/track/1")]
    link.tracks = [track, Track(title: "Two")]
    link.family = Code("family")
    link.split = Split(
        variants: [
            SplitShare(variant: try #require(Code("b")), weight: 30, link: 5),
            SplitShare(variant: try #require(Code("c")), weight: 70, link: 6),
        ], startsAt: Instant(ms: 7), endsAt: Instant(ms: 8), since: Instant(ms: 9))
    return link
}

func plainLink(_ code: String, account: Int64, title: String = "Song", at ms: Int64 = 0) throws
    -> Link
{
    Link(
        code: try #require(Code(code)), account: account, kind: .track, title: title,
        artist: "Artist", createdAt: Instant(ms: noon2026.ms + ms))
}

struct LinkStoreTests {
    let folder = TemporaryFolder()

    private func withStore(_ body: (Store, Account) async throws -> Void) async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "Mira", plan: .pro, credits: 10, at: noon2026)
        try await body(store, account)
    }

    @Test func `a link comes back as it was stored, field by field`() async throws {
        try await withStore { store, account async throws in
            var link = try fullLink("mira", account: account.id)
            let created = try await store.create(link, cost: 1, once: nil)
            #expect(!created.isRepeat)
            link.id = created.link.id
            #expect(created.link == link)
            #expect(try await store.link(link.code) == link)
            #expect(try await store.account(account.id)?.credits == 9)
            let ledger = try await store.ledger(of: account.id, limit: 10, cursor: nil)
            #expect(ledger.items.map(\.amount) == [-1, 10])
            #expect(ledger.items.first?.code == link.code)
        }
    }

    @Test func `a taken code is a conflict, and a deleted link's code stays taken`() async throws {
        try await withStore { store, account async throws in
            let link = try plainLink("song", account: account.id)
            _ = try await store.create(link, cost: 1, once: nil)
            for _ in 0..<2 {
                let failure = await #expect(throws: Failure.self) {
                    try await store.create(link, cost: 1, once: nil)
                }
                #expect(failure?.code == .conflict)
                #expect(try await store.account(account.id)?.credits == 9)
                try? await store.delete(link.code, of: account.id, at: noon2026)
            }
            #expect(try await store.link(link.code) == nil)
            let next = try await store.create(
                plainLink("other", account: account.id), cost: 0, once: nil)
            #expect(next.link.id == 2)
        }
    }

    @Test func `without credits nothing is made`() async throws {
        try await withStore { store, account async throws in
            let failure = await #expect(throws: Failure.self) {
                try await store.create(
                    plainLink("song", account: account.id), cost: 11, once: nil)
            }
            #expect(failure?.code == .creditsExhausted)
            #expect(try await store.link(#require(Code("song"))) == nil)
            #expect(try store.number("SELECT count(*) FROM codes") == 0)
        }
    }

    @Test func `a repeated idempotency key makes one link and takes one credit`() async throws {
        try await withStore { store, account async throws in
            let once = Once(key: "k", fingerprint: "f")
            let first = try await store.create(
                plainLink("one", account: account.id), cost: 1, once: once)
            let second = try await store.create(
                plainLink("two", account: account.id), cost: 1, once: once)
            #expect(second.isRepeat)
            #expect(second.link == first.link)
            #expect(try await store.account(account.id)?.credits == 9)
            let failure = await #expect(throws: Failure.self) {
                try await store.create(
                    plainLink("two", account: account.id), cost: 1,
                    once: Once(key: "k", fingerprint: "g"))
            }
            #expect(failure?.code == .conflict)
        }
    }

    @Test func `a change needs the present version and counts it up`() async throws {
        try await withStore { store, account async throws in
            var link = try await store.create(
                fullLink("song", account: account.id), cost: 0, once: nil
            ).link
            link.title = "Changed"
            link.rules = []
            link.destinations.removeFirst()
            let later = Instant(ms: noon2026.ms + 5)
            let changed = try await store.replace(link, at: later)
            #expect(changed.version == 2)
            #expect(changed.updatedAt == later)
            #expect(try await store.link(link.code) == changed)
            let failure = await #expect(throws: Failure.self) {
                try await store.replace(link, at: later)
            }
            #expect(failure?.code == .preconditionFailed)
            link.account = account.id + 1
            let other = await #expect(throws: Failure.self) {
                try await store.replace(link, at: later)
            }
            #expect(other?.code == .notFound)
        }
    }

    @Test(arguments: LinkQuery.Sort.allCases)
    func `pages follow each other without gap or repetition`(sort: LinkQuery.Sort) async throws {
        try await withStore { store, account async throws in
            for number in 0..<25 {
                _ = try await store.create(
                    plainLink(
                        "c\(number)", account: account.id, title: "é.\(number % 3)",
                        at: Int64(number / 2)), cost: 0, once: nil)
            }
            var query = LinkQuery()
            query.sort = sort
            query.limit = 7
            var seen: [Link] = []
            repeat {
                let page = try await store.links(of: account.id, query)
                seen += page.items
                query.cursor = page.next
            } while query.cursor != nil
            #expect(Set(seen.map(\.code)).count == 25)
            #expect(seen.count == 25)
            let isInOrder = zip(seen, seen.dropFirst()).allSatisfy { one, next in
                switch sort {
                case .createdAscending: one.createdAt <= next.createdAt
                case .createdDescending: one.createdAt >= next.createdAt
                case .updatedDescending: one.updatedAt >= next.updatedAt
                case .titleAscending: one.title <= next.title
                }
            }
            #expect(isInOrder)
        }
    }

    @Test func `a search finds folded words in title, artist, album and code`() async throws {
        try await withStore { store, account async throws in
            _ = try await store.create(
                fullLink("CODE-1", account: account.id), cost: 0, once: nil)
            _ = try await store.create(
                plainLink("other", account: account.id), cost: 0, once: nil)
            for (search, count) in [
                ("träume", 1), ("TRÄUME mira", 1), ("sleeper", 1), ("code-1", 1), ("夢", 1),
                ("träume artist", 0), ("", 2), ("%", 0),
            ] {
                var query = LinkQuery()
                query.search = search
                #expect(try await store.links(of: account.id, query).items.count == count)
            }
            for (state, count) in [(Link.State.presave, 1), (.released, 1), (.disabled, 0)] {
                var query = LinkQuery()
                query.state = state
                #expect(try await store.links(of: account.id, query).items.count == count)
            }
            #expect(try await store.links(of: account.id + 1, LinkQuery()).items.isEmpty)
        }
    }

    @Test(arguments: ["x", "title.zz.1", "-createdAt.a.1", "createdAt.1.1", "-createdAt.1.x", ""])
    func `a foreign cursor is refused`(cursor: String) async throws {
        try await withStore { store, account async throws in
            var query = LinkQuery()
            query.cursor = cursor
            let failure = await #expect(throws: Failure.self) {
                try await store.links(of: account.id, query)
            }
            #expect(failure?.field == "cursor")
        }
    }

    @Test func `artwork is kept once, under its hash`() async throws {
        try await withStore { store, _ async throws in
            let hash = String(repeating: "0f", count: 32)
            let art = Artwork(hash: hash, type: .jpeg, width: 1, height: 1)
            for _ in 0..<2 { try await store.keepArtwork([1, 2, 3], art) }
            let file = try #require(await store.artworkFile(hash: hash, fileExtension: "jpg"))
            #expect(file.bytes == 3)
            #expect(try DataFolder.read(file.path) == [1, 2, 3])
            #expect(await store.artworkFile(hash: hash, fileExtension: "png") == nil)
            #expect(await store.artworkFile(hash: "../segue", fileExtension: "db") == nil)
            #expect(try await store.check() == [])
        }
    }
}
