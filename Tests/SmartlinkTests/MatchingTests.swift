import MatchTable
import Smartlink
import Testing

struct MatchingTests {
    static let table: [MatchCase] = {
        do { return MatchCase.table(try Config.text("Tests/Samples/matches.txt")) ?? [] } catch {
            fatalError("Tests/Samples/matches.txt: \(error)")
        }
    }()

    private static func name(_ verdict: Verdict) -> String { verdict.status?.rawValue ?? "dropped" }

    @Test func `the table of hard cases is whole`() {
        #expect(Self.table.count >= 130)
        for expected in ["verified", "pending", "dropped"] {
            #expect(Self.table.count { $0.expected == expected } > 20)
        }
    }

    @Test(arguments: table)
    func `a hard case comes out as the table says`(row: MatchCase) {
        let verdict = Matching.judge(row.candidate(.words), for: row.wanted)
        #expect(Self.name(verdict) == row.expected, "\(verdict.confidence) \(verdict.reason)")
        #expect(!verdict.reason.isEmpty)
        #expect((verdict.confidence >= 0.8) == (verdict.status == .verified))
        #expect((verdict.confidence == 0) == (verdict.status == nil))
    }

    @Test(arguments: table)
    func `a code is believed unless it leads to karaoke, a cover or something else altogether`(
        row: MatchCase
    ) {
        let verdict = Matching.judge(row.candidate(.code), for: row.wanted)
        if verdict.status == .verified {
            #expect(verdict.confidence == 1)
            let texts = ["karaoke", "караоке", "カラオケ", "伴奏", "cover)", "tribute"]
            let line = row.description.lowercased()
            #expect(!texts.contains { line.contains($0) }, "\(verdict.reason)")
        } else {
            #expect(verdict.status == .pending, "\(verdict.reason)")
            #expect(verdict.reason.hasPrefix("same ISRC, but "))
        }
    }

    @Test(arguments: table)
    func `who is who does not depend on who is asked`(row: MatchCase) {
        var turned = row.candidate(.words)
        turned.music = row.wanted
        let there = Matching.judge(row.candidate(.words), for: row.wanted)
        let back = Matching.judge(turned, for: row.found)
        #expect((there.status == .verified) == (back.status == .verified), "\(back.reason)")
    }

    private static let sleeper: Music = {
        var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
        music.durationMs = 201_000
        music.isrc = "DEUM71100001"
        music.upc = "602445868162"
        return music
    }()

    private func candidate(
        _ basis: Candidate.Basis, _ change: (inout Candidate) -> Void = { _ in }
    ) -> Candidate {
        var candidate = Candidate(
            platform: "a", id: "1", url: "https://a.example/1", music: Self.sleeper, basis: basis)
        candidate.music.isrc = nil
        candidate.music.upc = nil
        change(&candidate)
        return candidate
    }

    @Test func `every basis has its own worth`() {
        func worth(_ basis: Candidate.Basis) -> Double {
            Matching.judge(candidate(basis), for: Self.sleeper).confidence
        }
        #expect(worth(.code) == 1)
        #expect(worth(.address) == 1)
        #expect(worth(.relation) == 0.9)
        #expect(worth(.words) == 0.98)
    }

    @Test func `a search that brings the same code up is a hit by code`() {
        let found = candidate(.words) {
            $0.music.isrc = Self.sleeper.isrc
            $0.music.title = "Sleeper (Live)"
        }
        let verdict = Matching.judge(found, for: Self.sleeper)
        #expect(verdict == Verdict(confidence: 1, status: .verified, reason: "same ISRC"))
    }

    @Test func `a search by code that brings another code up is one for words`() {
        let found = candidate(.code) {
            $0.music.isrc = "DEUM71100002"
            $0.music.title = "Sleeper (Live)"
        }
        #expect(Matching.judge(found, for: Self.sleeper).status == .pending)
    }

    @Test(
        arguments: [
            ("Sleeper (Live)", "Mira", "a live version"),
            ("Waker", "Anna", "another title and artist"),
            ("Sleeper (Karaoke)", "Mira", "a karaoke version"),
        ])
    func `a relation that contradicts itself is asked about`(
        title: String, artist: String, why: String
    ) {
        let found = candidate(.relation) {
            $0.music.title = title
            $0.music.artist = artist
        }
        let verdict = Matching.judge(found, for: Self.sleeper)
        #expect(verdict.status == .pending)
        #expect(verdict.reason == "another catalogue names it, but \(why)")
    }

    @Test func `a relation of another length is asked about`() {
        let found = candidate(.relation) { $0.music.durationMs = 300_000 }
        #expect(Matching.judge(found, for: Self.sleeper).status == .pending)
    }

    @Test(arguments: [Int64.min, .max, 0, -1])
    func `a length that is none stops nothing`(durationMs: Int64) {
        let found = candidate(.words) { $0.music.durationMs = durationMs }
        #expect(Matching.judge(found, for: Self.sleeper).status != .verified)
    }

    @Test(arguments: Candidate.Basis.allCases)
    func `an album is no track`(basis: Candidate.Basis) {
        let found = candidate(basis) { $0.music.kind = .album }
        let verdict = Matching.judge(found, for: Self.sleeper)
        #expect(verdict == Verdict(confidence: 0, status: nil, reason: "an album, not a track"))
    }

    @Test func `the reason names the seconds`() {
        let found = candidate(.words) { $0.music.durationMs = 202_100 }
        #expect(
            Matching.judge(found, for: Self.sleeper).reason == "title and artist agree, 1 s apart")
    }

    @Test func `an album by words needs its tracks or its day to agree`() {
        var album = Music(kind: .album, title: "Night Songs", artist: "Mira")
        album.releaseDate = "2011-11-21"
        func verdict(_ change: (inout Music) -> Void) -> Verdict {
            var found = Candidate(
                platform: "a", id: "1", url: "https://a.example/1", music: album, basis: .words)
            change(&found.music)
            return Matching.judge(found, for: album)
        }
        #expect(verdict { _ in }.status == .verified)
        #expect(verdict { $0.releaseDate = "2011" }.status == .verified)
        #expect(verdict { $0.releaseDate = "2021-11-21" }.status == .pending)
        #expect(verdict { $0.releaseDate = nil }.status == .pending)
        #expect(verdict { $0.title = "Night Songs (Deluxe Edition)" }.status == .verified)
        #expect(verdict { $0.title = "Night Songs (Live)" }.status == .pending)
        #expect(verdict { $0.title = "Night Songs (Karaoke Version)" }.status == nil)
        album.tracks = [Music.Song(title: "Sleeper")]
        #expect(
            verdict { $0.tracks.append(Music.Song(title: "Bonus")) }.reason == "2 tracks, not 1")
    }

    @Test
    func
        `the best is the surest, then of the same release, the earliest, playable, no compilation`()
    {
        func best(_ changes: [(inout Candidate) -> Void]) -> String? {
            let found = changes.enumerated().map { place, change in
                candidate(.code) {
                    $0.id = "\(place)"
                    change(&$0)
                }
            }
            return Matching.best(of: found, for: Self.sleeper)?.candidate.id
        }
        #expect(best([{ $0.basis = .words }, { _ in }]) == "1")
        #expect(
            best([{ $0.music.releaseDate = "2001" }, { $0.music.upc = Self.sleeper.upc }]) == "1")
        #expect(
            best([
                { $0.music.releaseDate = "2011" }, { $0.music.releaseDate = "2009-05-01" },
                { _ in },
            ])
                == "1")
        #expect(best([{ $0.isAvailable = false }, { _ in }]) == "1")
        #expect(best([{ $0.isCompilation = true }, { _ in }]) == "1")
        #expect(best([{ _ in }, { _ in }]) == "0")
        #expect(best([{ $0.isAvailable = false }]) == "0")
        #expect(best([{ $0.music.kind = .album }]) == nil)
        #expect(best([]) == nil)
    }

    @Test func `rubbish is judged like anything else`() {
        var numbers = SeededNumbers(state: 11)
        let letters = Array("(()[]-–,;&feat. Live\u{200F}\u{FE0F}💔カﾞ\u{1112}\u{1161}\u{301}ß!$.×1Ⅱ'")
        func text() -> String {
            let count = Int.random(in: 0...30, using: &numbers)
            return String((0..<count).map { _ in letters.randomElement(using: &numbers) ?? "a" })
        }
        for _ in 0..<2_000 {
            var wanted = Music(kind: .track, title: text(), artist: text())
            wanted.album = text()
            var found = Music(kind: .track, title: text(), artist: text())
            found.album = text()
            let verdict = Matching.judge(candidate(.words) { $0.music = found }, for: wanted)
            #expect((0...1).contains(verdict.confidence))
        }
    }

    @Test(arguments: ["abcdefgh ", "x(", "a", "カ", "feat. ", "- live at "])
    func `a title of a megabyte is judged in no time`(part: String) {
        var wanted = Music(
            kind: .track, title: String(repeating: part, count: 1_000_000 / part.utf8.count),
            artist: String(repeating: "Mira & ", count: 100_000))
        wanted.durationMs = 201_000
        let found = candidate(.words) { $0.music = wanted }
        let clock = ContinuousClock()
        let took = clock.measure { _ = Matching.judge(found, for: wanted) }
        #expect(took < .seconds(5))
        #expect(Matching.judge(candidate(.words), for: wanted).status != .verified)
    }
}
