public import Smartlink

/// A list of files for a player: extended M3U in UTF-8, paths whole.
public enum Playlist {
    public static func m3u8(_ files: [LocalTrack], title: String) -> String {
        var text = "#EXTM3U\n#PLAYLIST:\(oneLine(title))\n"
        // A name with a line break in it cannot be written.
        for file in files where !file.path.contains(where: \.isNewline) {
            // Whole seconds; -1 where the length is not known.
            let seconds = file.durationMs.map { ($0 + 500) / 1_000 } ?? -1
            let name = file.artist.isEmpty ? file.title : "\(file.artist) - \(file.title)"
            text += "#EXTINF:\(seconds),\(oneLine(name))\n\(file.path)\n"
        }
        return text
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
