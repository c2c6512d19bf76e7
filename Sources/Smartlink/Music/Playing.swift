// How a listener's machine plays a link: what could be opened, and what was opened last time. Only Program sees both
// the player and the store.

/// A piece of music that lies on this machine.
public struct LocalTrack: Equatable, Sendable, Codable {
    /// Absolute.
    public var path: String
    public var title: String
    public var artist: String
    public var album: String?
    /// Of which release it is, where that is another's (a compilation).
    public var albumArtist: String?
    public var disc: Int?
    public var number: Int?
    public var isrc: String?
    public var durationMs: Int64?

    public init(path: String, title: String, artist: String) {
        self.path = path
        self.title = title
        self.artist = artist
    }
}

/// The music folders of this machine, asked like any other source: `id` is `local`.
///
/// Its candidates carry the file's absolute path as `id` and a `file:` URL.
public protocol LocalMusic: MusicSource {
    /// Changes whenever files came, went or changed, as far as a quick look at the folders tells.
    func mark() async -> Int64
    /// The files of one release, in the order of its discs and tracks.
    func tracks(ofAlbum title: String, by artist: String) async -> [LocalTrack]
}

/// One thing that could be opened.
public struct PlayOption: Equatable, Sendable, Codable {
    /// Who tells of it: `local`, `spotify`, `musicbrainz`; `link` for the link itself.
    public var source: String
    /// Where it plays: `local`, or a platform.
    public var platform: String
    /// A file's path, or a URL; empty for files that are played as a list.
    public var target: String
    public var music: Music
    public var verdict: PlayVerdict
    public var isAvailable = true
    /// The files of an album or playlist, in its order.
    public var files: [LocalTrack] = []

    public init(
        source: String, platform: String, target: String, music: Music, verdict: PlayVerdict
    ) {
        self.source = source
        self.platform = platform
        self.target = target
        self.music = music
        self.verdict = verdict
    }
}

/// What is thought of an option.
public struct PlayVerdict: Equatable, Sendable, Codable {
    /// 0 to 1.
    public var confidence: Double
    public var grade: Grade
    public var reason: String

    public init(confidence: Double, grade: Grade, reason: String) {
        self.confidence = confidence
        self.grade = grade
        self.reason = reason
    }

    public init(_ verdict: Verdict) {
        let grade: Grade =
            switch verdict.status {
            case .verified: .sure
            case .pending: .likely
            case .unavailable, nil: .other
            }
        self.init(confidence: verdict.confidence, grade: grade, reason: verdict.reason)
    }

    /// The better one is the lesser one.
    public enum Grade: Int, Sendable, Codable, Comparable {
        /// It is this music, all of it.
        case sure
        /// It may be, or a part is missing.
        case likely
        /// Something else: shown, never opened.
        case other

        public static func < (one: Grade, other: Grade) -> Bool { one.rawValue < other.rawValue }
    }
}

/// What was opened for a link, and what else there was.
public struct PlayRecord: Equatable, Sendable, Codable {
    /// What the link said: where it says something else now, the record is out of date.
    public var metadata: LinkMetadata
    /// In their order of rank.
    public var options: [PlayOption]
    /// Which of them was opened.
    public var opened: Int
    /// What each source said: `found`, `missed` or why it failed.
    public var outcomes: [String: String] = [:]
    /// The music folders' mark at that time; nil without any.
    public var localMark: Int64?
    /// Milliseconds since 1970.
    public var atMs: Int64
    public var goodUntilMs: Int64

    public init(
        metadata: LinkMetadata, options: [PlayOption], opened: Int, atMs: Int64, goodUntilMs: Int64
    ) {
        self.metadata = metadata
        self.options = options
        self.opened = opened
        self.atMs = atMs
        self.goodUntilMs = goodUntilMs
    }
}

/// Keeps what was opened and what platforms answered, between runs.
public protocol PlayMemory: Sendable {
    /// The record kept under `key`, the outdated included.
    func played(_ key: String) async -> PlayRecord?
    func remember(_ record: PlayRecord, as key: String) async
    /// What sources said to that clue, the outdated included.
    func answers(to clue: String) async -> [KeptAnswer]
    func keep(_ answers: [KeptAnswer]) async
}
