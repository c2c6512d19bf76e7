/// What a title says about which version of a work this is.
struct Marks: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    // Another recording of the work.
    static let live = Marks(rawValue: 1)
    static let acoustic = Marks(rawValue: 1 << 1)
    static let instrumental = Marks(rawValue: 1 << 2)
    static let remix = Marks(rawValue: 1 << 3)
    static let speed = Marks(rawValue: 1 << 4)
    static let demo = Marks(rawValue: 1 << 5)
    static let session = Marks(rawValue: 1 << 6)
    static let arrangement = Marks(rawValue: 1 << 7)
    /// A `version` with a word that is not known here (`Taylor's Version`).
    static let version = Marks(rawValue: 1 << 8)
    // By somebody else, or for singing along.
    static let karaoke = Marks(rawValue: 1 << 9)
    static let cover = Marks(rawValue: 1 << 10)
    // The same recording, maybe cut otherwise: its length tells.
    static let cut = Marks(rawValue: 1 << 11)
    // The same recording.
    static let remaster = Marks(rawValue: 1 << 12)
    static let sound = Marks(rawValue: 1 << 13)
    static let edition = Marks(rawValue: 1 << 14)
    static let words = Marks(rawValue: 1 << 15)
    static let trimmings = Marks(rawValue: 1 << 16)

    static let foreign: Marks = [.karaoke, .cover]
    static let distinct: Marks = [
        .live, .acoustic, .instrumental, .remix, .speed, .demo, .session, .arrangement, .version,
    ]
    static let forgiven: Marks = [.remaster, .sound, .edition, .words, .trimmings]

    /// In plain words, for the artist: the gravest of them.
    var description: String {
        let names: [(Marks, String)] = [
            (.karaoke, "a karaoke version"), (.cover, "a cover or tribute"),
            (.live, "a live version"), (.remix, "a remix"), (.instrumental, "an instrumental"),
            (.acoustic, "an acoustic version"), (.speed, "a sped-up or slowed version"),
            (.demo, "a demo"), (.session, "another take"), (.arrangement, "another arrangement"),
            (.version, "another version"), (.cut, "a shorter or longer cut"),
            (.remaster, "a remaster"), (.sound, "another mix-down"), (.edition, "another edition"),
            (.words, "a clean or explicit version"),
        ]
        return names.first { contains($0.0) }?.1 ?? "another version"
    }
}

/// The words that make a version, in the languages they are met in.
enum MarkWords {
    /// What one word says in a bracket or behind a dash.
    static let single = table([
        (
            .live,
            "live vivo directo direct concert concierto concerto konzert unplugged konsert canli koncert"
        ),
        (.live, "концерт концерта концерте живьем вживую לייב הופעה"),
        (
            .acoustic,
            "acoustic akustik acustico acustica acoustique akoestisch акустика акустическая"
        ),
        (.instrumental, "instrumental instrumentals instrumentale acapella acappella инструментал"),
        (.karaoke, "karaoke караоке минус минусовка playback singalong קריוקי كاريوكي καραοκε"),
        (.cover, "cover covers covered tribute tributo hommage homage кавер каверверсия"),
        (.remix, "remix rmx remixed mix dub bootleg mashup flip rework refix vip remezcla ремикс"),
        (.speed, "sped speed slowed nightcore reverb daycore 8d ускоренная ускоренный"),
        (.demo, "demo demos maquette outtake демо"),
        (.session, "session sessions take alternate alternative rehearsal sesion unreleased"),
        (.arrangement, "orchestral symphonic lullaby chiptune piano strings orchestra"),
        (
            .version,
            "rerecorded rerecording reimagined revisited redux reprise interlude intro outro skit commentary"
        ),
        (.cut, "edit extended short long cut single album radio full tv"),
        (.remaster, "remaster remastered remasterizado remasterisé remastering ремастер"),
        (.sound, "mono stereo atmos hd hq 4k digital binaural"),
        (.edition, "deluxe edition anniversary expanded bonus special collectors complete reissue"),
        (.words, "explicit clean uncensored censored"),
        (
            .trimmings,
            "official video audio lyrics lyric visualizer visualiser mv clip videoclip oficial"
        ),
        (.trimmings, "officiel offizielles original soundtrack ost clipe topic premiere"),
    ])

    /// Words of a bracket that say nothing by themselves.
    static let filler = set(
        "version ver versao versión version versione at in from the on a an of de la le en em ao aus im by and for to "
            + "recorded recording performance track disc cd music new with part")

    static let versionWords = set("version ver versao versione mix remix edit remake arrangement")
    static let guestWords = set("feat ft featuring")
    static let guestBrackets = set("feat ft featuring with w")
    static let makers = set("prod produced producer")

    /// What two words in a row say, in a bracket or at the end of a title without one.
    static let double = pairs([
        (
            .karaoke,
            "karaoke version, backing track, off vocal, lead vocal, lead vocals, minus one, sing along"
        ),
        (
            .cover,
            "style of, made famous, made popular, originally performed, famous by, tribute to, cover version"
        ),
        (.cover, "originally by, tribute version, cover by"),
        (
            .live,
            "live at, live from, live in, live on, live version, ao vivo, en vivo, en directo, live aus, live session"
        ),
        (.speed, "sped up, slowed down, slowed reverb, speed up"),
        (
            .cut,
            "radio edit, radio mix, radio version, single version, album version, single edit, album edit"
        ),
        (
            .cut,
            "extended mix, extended version, video edit, full version, short version, original mix, video version"
        ),
        (.cut, "original version, main version, standard version, extended edit"),
        (.acoustic, "acoustic version"), (.instrumental, "instrumental version, a cappella"),
        (.remix, "club mix"), (.demo, "demo version"), (.version, "re recorded"),
        (
            .trimmings,
            "official video, official audio, lyric video, music video, official music, official lyric"
        ),
    ])

    /// In scripts that do not part words: anywhere in a bracket.
    static let inside = InsideWords([
        (.live, ["ライブ", "ライヴ", "라이브", "现场", "現場", "演唱会", "演唱會", "実況"]),
        (.acoustic, ["アコースティック", "어쿠스틱", "不插电", "弾き語り", "弹唱"]),
        (.instrumental, ["インスト", "인스트", "纯音乐", "純音樂"]),
        (.remix, ["リミックス", "리믹스", "混音"]), (.demo, ["デモ", "데모"]),
        (.remaster, ["リマスター", "리마스터"]), (.cut, ["サイズ"]), (.speed, ["加速", "倍速"]),
        (.version, ["バージョン", "ヴァージョン"]), (.edition, ["初回", "限定", "豪华", "盤"]),
    ])

    /// The same, and anywhere in a title, an artist's or an album's name.
    static let insideAnything = InsideWords([
        (.karaoke, ["カラオケ", "伴奏", "가라오케", "노래방", "반주", "卡拉ok", "オフボーカル"]),
        (.cover, ["翻唱", "歌ってみた", "カバー", "カヴァー", "커버", "トリビュート", "オルゴール"]),
    ])

    static func pair(_ one: Word, _ other: Word) -> UInt64 { one.hash &* 31 &+ other.hash }

    private static func set(_ text: String) -> WordTable<Bool> {
        WordTable(text.split(separator: " ").map(String.init))
    }

    private static func table(_ rows: [(Marks, String)]) -> WordTable<Marks> {
        var table: [UInt64: Marks] = [:]
        for (marks, text) in rows {
            for word in text.split(separator: " ") {
                table[Word.hash(Folding.fold(String(word)))] = marks
            }
        }
        return WordTable(table)
    }

    private static func pairs(_ rows: [(Marks, String)]) -> WordTable<Marks> {
        var table: [UInt64: Marks] = [:]
        for (marks, text) in rows {
            for phrase in text.split(separator: ",") {
                let words = phrase.split(separator: " ").map { Word.hash(String($0)) }
                if words.count == 2 { table[words[0] &* 31 &+ words[1]] = marks }
            }
        }
        return WordTable(table)
    }
}

/// Words of scripts that do not part them, by their first letter.
struct InsideWords: Sendable {
    struct Entry: Sendable {
        var scalars: [UInt32]
        var marks: Marks
    }
    private(set) var entries: [UInt32: [Entry]] = [:]

    init(_ rows: [(Marks, [String])]) {
        for (marks, texts) in rows {
            for text in texts {
                let scalars = text.unicodeScalars.map(\.value)
                guard let first = scalars.first else { continue }
                entries[first, default: []].append(Entry(scalars: scalars, marks: marks))
            }
        }
    }
}
