/// A piece of music taken apart for comparing; an object, for it is passed around more than it is made.
final class MusicReading: Sendable {
    let music: Music
    let title: TitleReading
    let artist: ArtistReading
    let album: TitleReading?
    /// What the album's name says of all that stands on it.
    let albumMarks: Marks

    init(_ music: Music) {
        self.music = music
        title = TitleReading(music.title)
        artist = ArtistReading(music.artist)
        guard music.kind == .track, let name = music.album, !name.isEmpty else {
            album = nil
            albumMarks = []
            return
        }
        let album = TitleReading(name)
        self.album = album
        albumMarks = Self.marks(ofAlbum: album)
    }

    private static func marks(ofAlbum album: TitleReading) -> Marks {
        let words = album.whole.words
        var marks = album.marks.intersection([.live, .karaoke, .cover, .acoustic, .instrumental])
        if words.count > 1, words.last?.hash == live { marks.formUnion(.live) }
        for (place, word) in words.enumerated() {
            if karaoke.contains(word.hash) { marks.formUnion(.karaoke) }
            if word.hash == unplugged { marks.formUnion(.live) }
            guard place + 1 < words.count,
                let pair = MarkWords.double[MarkWords.pair(word, words[place + 1])]
            else { continue }
            marks.formUnion(pair.intersection([.live, .karaoke, .cover]))
        }
        return marks
    }

    private static let live = Word.hash("live")
    private static let unplugged = Word.hash("unplugged")
    private static let karaoke = WordTable(["karaoke", "караоке"])
}

/// Two pieces of music side by side.
struct Likeness: Sendable {
    /// 0 to 1 each; nil where a text is missing, or written in another script than its counterpart.
    var title: Double?
    var artist: Double?
    var album: Double?
    var gapMs: Int64?
    /// What only one of both says it is.
    var marks: Marks
    /// Marks both have, said with other words: two remixers, two venues.
    var isOtherwiseMarked: Bool

    init(_ wanted: MusicReading, _ found: MusicReading) {
        artist = Self.artist(wanted, found)
        title = Self.title(wanted.title, found.title)
        album = Self.album(wanted, found)
        if let one = wanted.music.durationMs, let other = found.music.durationMs, one > 0, other > 0
        {
            gapMs = one > other ? one &- other : other &- one
        }
        let ours = wanted.title.marks.union(wanted.artist.marks).union(wanted.albumMarks)
        let theirs = found.title.marks.union(found.artist.marks).union(found.albumMarks)
        // The same album has said all there is to say of it.
        let isSameAlbum = (album ?? 0) >= Matching.titleAgreesMin
        let told = isSameAlbum ? wanted.albumMarks.union(found.albumMarks) : []
        marks = ours.symmetricDifference(theirs).subtracting(told)
        let details = wanted.title.details
        let theirDetails = found.title.details
        isOtherwiseMarked =
            !ours.intersection(theirs).isDisjoint(with: Marks.distinct) && details != theirDetails
            && details.isDisjoint(with: theirDetails)
        if (title ?? 0) < Matching.titleAgreesMin {
            readDash(of: found.title, for: wanted)
            readDash(of: wanted.title, for: found)
        }
    }

    private static func title(_ one: TitleReading, _ other: TitleReading) -> Double? {
        if one.whole.scripts != 0, other.whole.scripts != 0,
            one.whole.scripts & other.whole.scripts == 0
        {
            return nil
        }
        var likeness = Similarity.of(one.whole, other.whole)
        // A catalogue may leave `(I Can't Get No)` out; what follows a name may be a version nobody here has heard of.
        let hasBracket = one.name.words.count != one.whole.words.count
        let otherHasBracket = other.name.words.count != other.whole.words.count
        if likeness < Matching.bracketLess, hasBracket != otherHasBracket {
            let worth = one.hasTail || other.hasTail ? Matching.tailLess : Matching.bracketLess
            likeness = max(likeness, Similarity.of(one.name, other.name) * worth)
        }
        return one.numbers == other.numbers ? likeness : min(likeness, Matching.otherNumberMax)
    }

    private static func album(_ wanted: MusicReading, _ found: MusicReading) -> Double? {
        guard let ours = wanted.album, let theirs = found.album else { return nil }
        return title(ours, theirs)
    }

    private static func artist(_ wanted: MusicReading, _ found: MusicReading) -> Double? {
        if wanted.artist.isVarious != found.artist.isVarious { return nil }
        let one = wanted.artist.whole
        let other = found.artist.whole
        if one.scripts != 0, other.scripts != 0, one.scripts & other.scripts == 0 { return nil }
        return wanted.artist.likeness(
            to: found.artist, guests: wanted.title.guests, found.title.guests)
    }

    /// `Mira - Sleeper`, as video platforms have it: the artist before the dash, the title behind it.
    private mutating func readDash(of dashed: TitleReading, for plain: MusicReading) {
        guard let name = dashed.behindDash else { return }
        var lead = Similarity.of(dashed.name, plain.artist.whole)
        for artist in plain.artist.names { lead = max(lead, Similarity.of(dashed.name, artist)) }
        let likeness = max(
            Similarity.of(name, plain.title.whole), Similarity.of(name, plain.title.name) * 0.95)
        guard lead >= Matching.artistAgreesMin, likeness > title ?? 0 else { return }
        title = likeness
        // Who put it there may be anybody: the credit alone makes it theirs.
        artist = max(artist ?? 0, Matching.uploaderLikeness)
    }
}
