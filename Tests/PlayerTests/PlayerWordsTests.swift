import Smartlink
import Testing

@testable import Player

struct ShellWordsTests {
    @Test(arguments: [
        ("mpv --no-video", ["mpv", "--no-video"]),
        ("  vlc\t-I dummy ", ["vlc", "-I", "dummy"]),
        ("'my player' \"an argument\"", ["my player", "an argument"]),
        (#"a\ b 'c\d' "e\"f\g""#, ["a b", #"c\d"#, #"e"f\g"#]),
        ("--title='x y'z", ["--title=x yz"]),
        ("$HOME `id` *; rm", ["$HOME", "`id`", "*;", "rm"]),
        ("''", [""]), ("", []),
    ])
    func `a command is taken apart as by a shell`(text: String, words: [String]) {
        #expect(ShellWords.split(text) == words)
    }

    @Test func `an open quote is none`() {
        #expect(ShellWords.split("mpv 'x") == nil)
    }
}

struct TerminalTextTests {
    @Test func `nothing in it commands a terminal`() {
        #expect(TerminalText.plain("a\u{1B}[2Jb\u{9B}c\nü夜") == "a [2Jb c ü夜")
    }
}

struct LinkAddressTests {
    @Test(arguments: [
        "https://Host.example/link/mira-sleeper", "host.example/link/mira-sleeper",
        "https://host.example/link/mira-sleeper.json",
        "https://host.example/link/mira-sleeper?utm_source=x&ch=y#top",
        "https://host.example/link/mira-sleeper/", "HTTPS://host.example/link/mira-sleeper/embed",
    ])
    func `a link is known in every form it goes round in`(text: String) throws {
        let link = try LinkAddress(text)
        #expect(link.metadataURL == "https://host.example/link/mira-sleeper.json")
    }

    @Test func `a port and a path before it stay`() throws {
        #expect(
            try LinkAddress("http://127.0.0.1:8080/link/x1").url == "http://127.0.0.1:8080/link/x1")
        #expect(
            try LinkAddress("https://h.example/music/link/x").url
                == "https://h.example/music/link/x")
    }

    @Test(arguments: [
        "", "mira-sleeper", "https://host.example/", "https://host.example/link/",
        "ftp://host.example/link/x", "https://a@host.example/link/x", "https:///link/x",
        "https://host.example/link/a b", "file:///link/x", "https://host.example/link/ä",
    ])
    func `what is no link is refused`(text: String) {
        let failure = #expect(throws: Failure.self) { try LinkAddress(text) }
        #expect(failure?.code == .invalidField)
    }
}

struct PlaylistTests {
    @Test func `a list names each file with its length`() {
        var one = LocalTrack(path: "/music/a b/ü.mp3", title: "Sleeper\nTwo", artist: "Mira")
        one.durationMs = 245_499
        let two = LocalTrack(path: "/music/2.mp3", title: "Awake", artist: "")
        let broken = LocalTrack(path: "/music/\n.mp3", title: "x", artist: "")
        #expect(
            Playlist.m3u8([one, broken, two], title: "Mira - Last Stop") == """
                #EXTM3U
                #PLAYLIST:Mira - Last Stop
                #EXTINF:245,Mira - Sleeper Two
                /music/a b/ü.mp3
                #EXTINF:-1,Awake
                /music/2.mp3

                """)
    }
}
