// YouTube knows videos and channels, not songs and artists. What the music is stands in texts:
//
//   Art Track   channel `Mira - Topic`, title `Sleeper`, and a description that begins
//               `Provided to YouTube by …`, then, parted by empty lines, `Sleeper · Mira · Jonas` and `Low Tide`,
//               further down `Released on: 2011-11-21`
//   other       channel `MiraVEVO` or anybody's, title `Mira - Sleeper (Official Video)`
import Smartlink

enum YouTubeTitle {
    /// What a video is of; nil without a title or a channel.
    static func music(of snippet: YouTubeSnippet) -> Music? {
        guard let title = Reading.name(plain(snippet.title)),
            let channel = Reading.name(plain(snippet.channelTitle ?? ""))
        else { return nil }
        let owner = artist(ofChannel: channel)
        if channel.hasSuffix(topic) { return artTrack(title, by: owner, snippet.description ?? "") }
        let parts = title.split(separator: " - ", maxSplits: 1)
        guard parts.count == 2, let artist = Reading.name(String(parts[0])),
            let song = Reading.name(bare(String(parts[1])))
        else {
            return Music(kind: .track, title: Reading.name(bare(title)) ?? title, artist: owner)
        }
        return Music(kind: .track, title: song, artist: artist)
    }

    private static func artTrack(_ title: String, by owner: String, _ description: String) -> Music
    {
        var music = Music(kind: .track, title: title, artist: owner)
        let lines = description.split(separator: "\n").compactMap { Reading.name(String($0)) }
        guard let first = lines.first, first.hasPrefix("Provided to YouTube by") else {
            return music
        }
        if lines.count > 1, lines[1].hasPrefix("\(title) · ") {
            let names = lines[1].dropFirst(title.count + 3).split(separator: " · ").map(String.init)
            music.artist = Reading.credit(names) ?? owner
            music.album = lines.count > 2 ? lines[2] : nil
        }
        let day = lines.first { $0.hasPrefix(released) }?.dropFirst(released.count)
        music.releaseDate = Reading.date(day.map(String.init))
        return music
    }

    private static let topic = " - Topic"
    private static let released = "Released on: "

    /// `Mira` for `Mira - Topic` and `MiraVEVO`.
    static func artist(ofChannel name: String) -> String {
        for mark in [topic, "VEVO"] where name.hasSuffix(mark) && name.count > mark.count {
            return String(name.dropLast(mark.count))
        }
        return name
    }

    /// Without what says only that it is a video: `(Official Video)`, `[Lyrics]`.
    static func bare(_ title: String) -> String {
        var bare = ""
        var rest = title[...]
        while let open = rest.firstIndex(where: { $0 == "(" || $0 == "[" }) {
            let close: Character = rest[open] == "(" ? ")" : "]"
            guard let end = rest[open...].firstIndex(of: close) else { break }
            let inside = rest[rest.index(after: open)..<end].lowercased()
            bare += rest[..<open]
            if !isAboutVideo(inside) { bare += rest[open...end] }
            rest = rest[rest.index(after: end)...]
        }
        bare += rest
        return bare.split(separator: " ").joined(separator: " ")
    }

    private static func isAboutVideo(_ text: String) -> Bool {
        text.hasPrefix("official ")
            || [
                "audio", "hd", "hq", "4k", "lyrics", "lyric video", "music video", "official",
                "video", "visualizer", "visualiser", "with lyrics",
            ].contains(text)
    }

    /// Search answers write `&amp;` and `&#39;`.
    static func plain(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var plain = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            rest = rest[start...]
            guard let end = rest.prefix(10).firstIndex(of: ";"),
                let character = character(rest[rest.index(after: start)..<end])
            else {
                plain.append("&")
                rest = rest.dropFirst()
                continue
            }
            plain.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return plain + rest
    }

    private static func character(_ name: Substring) -> Character? {
        switch name {
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        case "lt": return "<"
        case "gt": return ">"
        case "nbsp": return " "
        default:
            guard name.first == "#" else { return nil }
            let digits = name.dropFirst()
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            return UInt32(
                isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10
            )
            .flatMap(Unicode.Scalar.init).map(Character.init)
        }
    }

    /// `PT1H2M3S` and days before it (ISO 8601); nil for anything else.
    static func length(_ text: String?) -> Int64? {
        guard let text, text.hasPrefix("P"), text.utf8.count <= 24 else { return nil }
        let units: [Character: Int64] = ["D": 86_400, "H": 3_600, "M": 60, "S": 1]
        var seconds: Int64 = 0
        var number: Int64?
        for character in text.dropFirst() where character != "T" {
            if let digit = character.wholeNumberValue, character.isASCII {
                number = min((number ?? 0) * 10 + Int64(digit), 1_000_000_000)
            } else {
                guard let unit = units[character], let count = number else { return nil }
                seconds += count * unit
                number = nil
            }
        }
        return number == nil ? Reading.length(seconds: seconds) : nil
    }
}
