import Smartlink
import Tags

/// One file's row.
struct MusicEntry {
    private let tags: TrackTags
    private let title: String?

    init(_ tags: TrackTags, path: String) {
        self.tags = tags
        // Without a length it is no music that could be understood.
        title = tags.title ?? (tags.durationMs == nil ? nil : TagFile.title(ofFile: path))
    }

    func write(_ file: WalkedFile, _ connection: Connection) throws(StoreFailure) {
        let foldedTitle = title.map { Folding.fold($0) }
        try connection.run(
            """
            INSERT INTO files (path, bytes, modifiedNs, title, artist, album, albumArtist, disc,
                number, isrc, durationMs, foldedTitle, foldedAlbum)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT (path) DO UPDATE SET bytes = ?2, modifiedNs = ?3, title = ?4, artist = ?5,
                album = ?6, albumArtist = ?7, disc = ?8, number = ?9, isrc = ?10, durationMs = ?11,
                foldedTitle = ?12, foldedAlbum = ?13
            """,
            .text(file.path), .integer(file.bytes), .integer(file.modifiedNs), Value(title),
            Value(tags.artist), Value(tags.album), Value(tags.albumArtist),
            Value(tags.disc.map(Int64.init)), Value(tags.number.map(Int64.init)),
            Value(tags.isrc), Value(tags.durationMs), Value(foldedTitle),
            Value(tags.album.map { Folding.fold($0) }))
        guard
            let id = try connection.integer("SELECT id FROM files WHERE path = ?", .text(file.path))
        else { return }
        try connection.run("DELETE FROM words WHERE rowid = ?", .integer(id))
        guard let foldedTitle else { return }
        let artists = [tags.artist, tags.albumArtist].compactMap { $0 }.joined(separator: " ")
        try connection.run(
            "INSERT INTO words (rowid, title, artist) VALUES (?, ?, ?)", .integer(id),
            .text(foldedTitle), .text(Folding.fold(artists)))
    }

    // MARK: Reading

    static let columns =
        "path, title, artist, album, albumArtist, disc, number, isrc, durationMs"

    static func track(_ row: borrowing Statement) -> LocalTrack {
        var track = LocalTrack(
            path: row.text(0), title: row.text(1), artist: row.textOrNil(2) ?? "")
        track.album = row.textOrNil(3)
        track.albumArtist = row.textOrNil(4)
        track.disc = row.integerOrNil(5).map(Int.init)
        track.number = row.integerOrNil(6).map(Int.init)
        track.isrc = row.textOrNil(7)
        track.durationMs = row.integerOrNil(8)
        return track
    }
}
