extension MusicFiles {
    /// Where a file's description stands.
    public enum Place: Sendable, CaseIterable { case beforeTheSound, behindTheSound }

    public static func m4a(
        _ tags: SampleTags, _ place: Place = .beforeTheSound, soundBytes: Int = 64,
        pictureBytes: Int = 0
    ) -> [UInt8] {
        let kind = box("ftyp", Array("M4A ".utf8) + big(0, 4) + Array("M4A mp42isom".utf8))
        let sound = box("mdat", [UInt8](repeating: 0x21, count: soundBytes))
        let movie = movie(tags, pictureBytes)
        return kind + (place == .beforeTheSound ? movie + sound : sound + movie)
    }

    private static func movie(_ tags: SampleTags, _ pictureBytes: Int) -> [UInt8] {
        let header =
            big(0, 12) + big(1_000, 4) + big(Int(tags.durationMs), 4) + big(0, 80)
        var items: [UInt8] = []
        if pictureBytes > 0 {
            items += box("covr", data(13, [UInt8](repeating: 0x55, count: pictureBytes)))
        }
        let texts = [
            ("\u{A9}nam", tags.title), ("\u{A9}ART", tags.artist), ("\u{A9}alb", tags.album),
            ("aART", tags.albumArtist),
        ]
        for (name, text) in texts {
            if let text { items += box(name, data(1, Array(text.utf8))) }
        }
        if let number = tags.number {
            items += box("trkn", data(0, big(0, 2) + big(number, 2) + big(12, 2) + big(0, 2)))
        }
        if let disc = tags.disc {
            items += box("disk", data(0, big(0, 2) + big(disc, 2) + big(2, 2)))
        }
        if let isrc = tags.isrc {
            items += box(
                "----",
                box("mean", big(0, 4) + Array("com.apple.iTunes".utf8))
                    + box("name", big(0, 4) + Array("ISRC".utf8)) + data(1, Array(isrc.utf8)))
        }
        let handler = box("hdlr", big(0, 8) + Array("mdirappl".utf8) + big(0, 9))
        let meta = box("meta", big(0, 4) + handler + box("ilst", items))
        return box("moov", box("mvhd", header) + box("udta", meta))
    }

    private static func data(_ kind: Int, _ value: [UInt8]) -> [UInt8] {
        box("data", big(kind, 4) + big(0, 4) + value)
    }

    static func box(_ name: String, _ body: [UInt8]) -> [UInt8] {
        big(body.count + 8, 4) + Encoding.latin1.bytes(name) + body
    }
}
