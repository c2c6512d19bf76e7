import API
import Glibc
import JSONText
import Loopback
import MusicFiles
import Smartlink
import Testing

@testable import Program

/// A listener's machine: music, a player that writes down what it is given, and a server with one link.
struct ListenersMachine: ~Copyable {
    let place = Workplace()
    let server: LoopbackServer
    var environment: [String: String]

    var music: String { place.path + "/music" }
    var played: String { place.path + "/played" }

    init(_ json: String, status: Int = 200) throws {
        try self.init(answering: { _ in .answer(status, json) })
    }

    init(answering answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply)
        throws
    {
        server = LoopbackServer(answer)
        environment = [
            "HOME": place.path, "XDG_MUSIC_DIR": "\(place.path)/music",
            "PATH": "\(place.path)/bin:/usr/bin:/bin", "LANG": "de_DE.UTF-8",
            "SEGUE_PLAYER": "'\(place.path)/bin/my player' --now",
        ]
        for folder in ["music", "bin"] { unsafe mkdir("\(place.path)/\(folder)", 0o700) }
        try write("bin/my player", Self.script("player", played))
        try write("bin/xdg-open", Self.script("desktop", played))
    }

    deinit { server.stop() }

    private static func script(_ name: String, _ file: String) -> String {
        """
        #!/bin/sh
        { echo \(name); for word in "$@"; do echo "<$word>"; done; } > \(file).new
        mv \(file).new \(file)
        """
    }

    func write(_ name: String, _ text: String) throws {
        let path = "\(place.path)/\(name)"
        try ListenerPlaces.write(text, to: path)
        unsafe chmod(path, 0o700)
    }

    func put(_ name: String, _ tags: SampleTags) throws {
        let path = "\(music)/\(name)"
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        let bytes = MusicFiles.mp3(tags)
        let written = unsafe Glibc.write(file, bytes, bytes.count)
        #expect(written == bytes.count)
    }

    /// Runs `play` with these words behind the link.
    func play(_ words: String..., link: String? = nil) async -> (
        answer: String, failure: CommandFailure?
    ) {
        let command = Command.play { call in
            var parts = try PlayParts.standing(call)
            parts.sources = []
            return parts
        }
        let file = "\(place.path)/answer"
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        defer { close(descriptor) }
        let line = ["play", link ?? "\(server.url)/link/sleeper?utm_source=x"] + words
        guard
            case .run(_, let operands, let values) = CommandLineReader(commands: [command])
                .read(line)
        else { return ("", CommandFailure(message: "misread", code: .misused)) }
        let call = Command.Call(
            operands: operands, values: values,
            console: Console(answers: descriptor, notes: descriptor), environment: environment)
        var failure: CommandFailure?
        do { try await command.run(call) } catch { failure = CommandFailure(describing: error) }
        let bytes = (try? ProgramFile.read(file)) ?? []
        return (String(decoding: bytes, as: UTF8.self), failure)
    }

    /// What was started, and with which arguments; waits for it, and forgets it.
    func whatPlays() async -> [String] {
        for _ in 0..<6_000 {
            if let bytes = try? ProgramFile.read(played) {
                unsafe unlink(played)
                return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
                    .map(String.init)
            }
            try? await Task.sleep(nanoseconds: 10_000_000)
        }
        return []
    }
}

struct PlayCommandTests {
    private static let track = """
        {"kind":"track","title":"Sleeper","artist":"Mira","isrc":"DEA671100001",
         "durationMs":245000,"unknown":{"a":[1]},"releaseAt":null,
         "destinations":[{"platform":"deezer","url":"https://www.deezer.com/track/1"}]}
        """
    private static let sleeper = SampleTags(
        title: "Sleeper", artist: "Mira", isrc: "DEA671100001", durationMs: 245_000)

    @Test func `a file on this machine plays, as one argument`() async throws {
        let machine = try ListenersMachine(Self.track)
        try machine.put("it's $(a) \"song\".mp3", Self.sleeper)
        let played = await machine.play()
        #expect(played.failure == nil)
        let file = "\(machine.music)/it's $(a) \"song\".mp3"
        #expect(await machine.whatPlays() == ["player", "<--now>", "<\(file)>"])
        #expect(played.answer.contains("Playing Sleeper by Mira from local: \(file)"))
        #expect(machine.server.requests.map(\.target) == ["/link/sleeper.json"])
    }

    @Test func `the listener's order decides between two that are sure`() async throws {
        let machine = try ListenersMachine(Self.track)
        try machine.put("1.mp3", Self.sleeper)
        let played = await machine.play("--order", "deezer,local", "--explain")
        #expect(played.failure == nil)
        #expect(await machine.whatPlays() == ["desktop", "<https://www.deezer.com/track/1>"])
        let lines = played.answer.split(separator: "\n")
        #expect(lines.first?.hasPrefix("RANK") == true)
        #expect(lines.dropFirst().first?.contains("deezer") == true)
        #expect(lines.dropFirst(2).first?.contains("local") == true)
    }

    @Test func `the second time it is remembered, until files come`() async throws {
        let machine = try ListenersMachine(Self.track)
        _ = await machine.play()
        #expect(await machine.whatPlays() == ["desktop", "<https://www.deezer.com/track/1>"])
        let again = await machine.play("--json")
        #expect(try JSON(reading: Array(again.answer.utf8))["remembered"] == true)
        _ = await machine.whatPlays()
        try machine.put("1.mp3", Self.sleeper)
        let third = await machine.play("--json")
        let json = try JSON(reading: Array(third.answer.utf8))
        #expect(json["remembered"] == false)
        #expect(json["choice"]?["platform"] == "local")
        #expect(await machine.whatPlays().first == "player")
    }

    @Test func `a dry run opens nothing and says what it would open`() async throws {
        let machine = try ListenersMachine(Self.track)
        try machine.put("1.mp3", Self.sleeper)
        let dry = await machine.play("--dry-run", "--json")
        let json = try JSON(reading: Array(dry.answer.utf8))
        #expect(json["opened"] == false)
        #expect(json["target"] == .string("\(machine.music)/1.mp3"))
        #expect(json["sources"]?["local"] == "found")
        guard case .array(let options)? = json["options"] else {
            Issue.record("no options")
            return
        }
        #expect(options.count == 2)
        #expect(unsafe access(machine.played, F_OK) != 0)
        let second = await machine.play("--dry-run")
        #expect(second.answer.hasPrefix("Would play Sleeper by Mira from local"))
    }

    @Test func `a link that moved on its own host is followed, no further`() async throws {
        let moved = try ListenersMachine(answering: { request in
            request.target == "/link/sleeper.json"
                ? .answer(301, fields: [("Location", "/music/link/sleeper.json")])
                : .answer(200, Self.track)
        })
        #expect(await moved.play("--dry-run").failure == nil)
        let away = try ListenersMachine(answering: { _ in
            .answer(301, fields: [("Location", "http://localhost:1/link/sleeper.json")])
        })
        #expect(await away.play("--dry-run").failure?.code == .failed)
    }

    @Test func `an album plays as a list, in the link's order`() async throws {
        let machine = try ListenersMachine(
            """
            {"kind":"album","title":"Last Stop","artist":"Mira","destinations":[],
             "tracks":[{"title":"Two","isrc":"DEA671100002","durationMs":2000},
                       {"title":"One","isrc":"DEA671100001","durationMs":1000}]}
            """)
        for (number, title) in ["One", "Two"].enumerated() {
            try machine.put(
                "\(number + 1).mp3",
                SampleTags(
                    title: title, artist: "Mira", album: "Last Stop",
                    isrc: "DEA67110000\(number + 1)", durationMs: Int64(number + 1) * 1_000))
        }
        #expect(await machine.play().failure == nil)
        let list = "\(machine.place.path)/.cache/segue/playlists/sleeper.m3u8"
        #expect(await machine.whatPlays() == ["player", "<--now>", "<\(list)>"])
        let lines = String(decoding: try ProgramFile.read(list), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        #expect(
            lines.filter { $0.hasPrefix("/") } == [
                machine.music + "/2.mp3", machine.music + "/1.mp3",
            ])
        #expect(lines.first == "#EXTM3U")
    }

    @Test func `before the release it says when, and ends with 1`() async throws {
        let machine = try ListenersMachine(
            #"{"title":"Sleeper","artist":"Mira","releaseAt":"2999-01-01T00:00:00Z"}"#)
        let early = await machine.play()
        #expect(early.failure?.code == .failed)
        #expect(early.failure?.message.contains("2999-01-01") == true)
    }

    @Test func `what cannot be played is said, and how to ask for it`() async throws {
        let machine = try ListenersMachine(Self.track)
        #expect(await machine.play(link: "nothing").failure?.code == .misused)
        #expect(await machine.play("--order", "a b").failure?.code == .misused)
        #expect(await machine.play("--music", "/nowhere/at/all").failure?.code == .misused)
        let unknown = try ListenersMachine("{}", status: 404)
        #expect(await unknown.play().failure?.code == .failed)
        let page = try ListenersMachine("<html>")
        #expect(await page.play().failure?.message.contains("not answer as a smart link") == true)
    }

    @Test func `a player that fails or is not there is named`() async throws {
        var machine = try ListenersMachine(Self.track)
        try machine.put("1.mp3", Self.sleeper)
        machine.environment["SEGUE_PLAYER"] = "false"
        let failed = await machine.play()
        #expect(failed.failure?.message.contains("false could not open it") == true)
        machine.environment["SEGUE_PLAYER"] = "/nowhere/player"
        #expect(await machine.play().failure?.message.contains("/nowhere/player") == true)
        machine.environment["SEGUE_PLAYER"] = "'open"
        #expect(await machine.play().failure?.code == .misused)
    }

    @Test func `music and country are those of the desktop`() throws {
        let place = Workplace()
        func places(_ environment: [String: String]) throws -> ListenerPlaces {
            try ListenerPlaces(
                Command.Call(
                    operands: [], values: [:], console: Console(), environment: environment))
        }
        let home = place.path
        #expect(try places(["HOME": home]).music == ["\(home)/Music"])
        #expect(try places(["HOME": home, "XDG_MUSIC_DIR": "/m"]).music == ["/m"])
        unsafe mkdir("\(home)/.config", 0o700)
        try ListenerPlaces.write(
            "# x\nXDG_MUSIC_DIR=\"$HOME/Meine Musik\"\n", to: "\(home)/.config/user-dirs.dirs")
        #expect(try places(["HOME": home]).music == ["\(home)/Meine Musik"])
        #expect(try places(["HOME": home]).cache == "\(home)/.cache/segue")
        #expect(throws: CommandFailure.self) { try places([:]) }
        #expect(ListenerPlaces.market(["LANG": "de_AT.UTF-8"]) == "AT")
        #expect(ListenerPlaces.market(["LANG": "C.UTF-8"]) == "US")
        #expect(ListenerPlaces.market(["LC_ALL": "pt_BR", "LANG": "de_DE"]) == "BR")
    }
}
