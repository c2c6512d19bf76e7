public import Smartlink

extension MusicIndex {
    /// The files that carry the code.
    public func tracks(isrc: String, in folders: MusicFolders) throws(StoreFailure) -> [LocalTrack]
    {
        try select("isrc = ?", [.text(isrc)], folders)
    }

    /// The files that may be this track, the likelier ones first: those of the same folded title, then those that share
    /// words of title and artist, or, if there are none, of the title alone. Somebody else judges them.
    public func tracks(
        like music: Music, in folders: MusicFolders
    ) throws(StoreFailure) -> [LocalTrack] {
        var found = try select("foldedTitle = ?", [.text(Folding.fold(music.title))], folders)
        let title = Self.anyOf(music.title)
        guard !title.isEmpty else { return found }
        let artist = Self.anyOf(music.artist)
        var more: [LocalTrack] = []
        if !artist.isEmpty {
            more = try matches("title : (\(title)) AND artist : (\(artist))", folders)
        }
        if more.isEmpty { more = try matches("title : (\(title))", folders) }
        let known = Set(found.map(\.path))
        found += more.filter { !known.contains($0.path) }
        return found
    }

    /// The files of one release, in the order of its discs and tracks.
    public func tracks(
        ofAlbum title: String, by artist: String, in folders: MusicFolders
    ) throws(StoreFailure) -> [LocalTrack] {
        let wanted = Set(Self.words(artist))
        return try select(
            "foldedAlbum = ?", [.text(Folding.fold(title))], folders,
            order: "disc, number, path", limit: Limits.albumTracksMax
        ).filter { track in
            let names = Self.words(track.albumArtist ?? track.artist)
            return wanted.isEmpty || !wanted.isDisjoint(with: names)
        }
    }

    // MARK: Queries

    private func matches(
        _ query: String, _ folders: MusicFolders
    ) throws(StoreFailure) -> [LocalTrack] {
        try select(
            "id IN (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?)",
            [.text(query), .integer(Limits.likeTracksMax)], folders)
    }

    private func select(
        _ condition: String, _ values: [Value], _ folders: MusicFolders, order: String = "path",
        limit: Int64 = Limits.likeTracksMax
    ) throws(StoreFailure) -> [LocalTrack] {
        guard !folders.roots.isEmpty else { return [] }
        let places = folders.roots.map { _ in "path >= ? AND path < ?" }.joined(separator: " OR ")
        return try use { connection throws(StoreFailure) in
            var tracks: [LocalTrack] = []
            // The plus keeps the paths' index, which covers nearly everything, out of it.
            try connection.rows(
                """
                SELECT \(MusicEntry.columns) FROM files
                WHERE title IS NOT NULL AND \(condition)
                    AND (\(places.replacing("path", with: "+path")))
                ORDER BY \(order) LIMIT ?
                """, values + folders.roots.flatMap(MusicScan.bounds) + [.integer(limit)]
            ) { tracks.append(MusicEntry.track($0)) }
            return tracks
        }
    }

    private static func words(_ text: String) -> [String] {
        Folding.fold(text).split { !$0.isLetter && !$0.isNumber }.prefix(Limits.searchWordsMax)
            .map(String.init)
    }

    /// As FTS5 writes it (sqlite.org/fts5.html §3); the words hold letters and digits only.
    private static func anyOf(_ text: String) -> String {
        words(text).map { "\"\($0)\"" }.joined(separator: " OR ")
    }
}
