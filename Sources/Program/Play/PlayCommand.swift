import API
import EventLoop
import Player
import Smartlink
import Store

extension Command {
    /// Runs on a listener's machine: no store, no server, no configuration of its own.
    static let play = play { call in try PlayParts.standing(call) }

    static func play(_ parts: @escaping @Sendable (Call) throws -> PlayParts) -> Command {
        Command(
            words: ["play"], summary: "play a link's music on this machine",
            operands: ["LINK"],
            flags: [
                Flag(
                    name: "explain", value: nil,
                    help: "show everything found, and why in this order"),
                Flag(
                    name: "dry-run", value: nil, help: "open nothing, only say what would be opened"
                ),
                Flag(
                    name: "music", value: "DIR",
                    help: "a folder of music, instead of your music folder (several allowed)",
                    need: .repeatable),
                Flag(
                    name: "order", value: "LIST",
                    help: "what you like best, first: local,spotify,deezer (default: local)"),
                Flag(
                    name: "rescan", value: nil,
                    help: "look through the music folders again and forget what was played"),
                .json,
            ], notes: Self.playNotes
        ) { call in try await PlayRun(call, try parts(call)).run() }
    }

    private static let playNotes = """
        LINK is a smart link as you got it: https://host/link/mira-sleeper. Your own music folders and
        every platform that can be asked are searched at once; the best match is opened. A file is
        opened with the command in $SEGUE_PLAYER (for example: mpv --no-video), or else with what
        your desktop has for it (xdg-open); a platform's page opens in its app or your browser.
        Albums and playlists play in order.

        $SEGUE_PLAY_ORDER stands for --order where that is not given.

        MP3, FLAC, Ogg Vorbis, Opus and M4A files are known by their tags. The first run reads them
        all; later ones only what changed. What was played for a link is remembered, so the second
        time is quick; if the link or your folders change, it is looked for anew.

        Music folders: --music, else $XDG_MUSIC_DIR, else your desktop's music folder, else ~/Music.
        Exits 1 if nothing was found or opened, or before the release; 2 if LINK is no smart link.
        """
}

/// One run of the command.
struct PlayRun {
    private let call: Command.Call
    private let parts: PlayParts
    private let places: ListenerPlaces

    init(_ call: Command.Call, _ parts: PlayParts) throws {
        self.call = call
        self.parts = parts
        places = try ListenerPlaces(call)
    }

    func run() async throws {
        let link = try LinkAddress(call.operands[0])
        let order = try order()
        let folders = try folders()
        let index = openIndex()
        var player = Player(
            now: Instant(ms: SystemClock.realMs()), sleep: BackgroundWork.sleep)
        player.sources = parts.sources
        player.memory = index
        player.order = order
        player.market = places.market
        player.setting = (folders.roots + parts.sources.map(\.id).sorted()).joined(separator: " ")
        player.patience = call.isSet("explain") || call.wantsJSON ? .all : .enough
        if let index, !folders.roots.isEmpty {
            let progress = ScanProgress(call.console)
            let local = LocalSource(index, folders) { progress.show($0) }
            if call.isSet("rescan") { await local.scan() }
            player.local = local
        }
        let plan: Player.Plan
        do {
            // Whatever stood there of a look through the folders.
            defer { call.console.pass("") }
            plan = try await player.plan(
                for: link, memories: call.isSet("rescan") ? .passedOver : .used,
                fetch: parts.fetch)
        }
        let target = try target(of: plan.chosen, link)
        let answer = PlayAnswer(
            link: link, plan: plan, target: target,
            deed: call.isSet("dry-run") ? .wouldOpen : .opened)
        if !call.isSet("dry-run") {
            let words = try Opening.words(
                target, isFile: plan.chosen.platform == "local", call.environment)
            // The table first: should opening fail, it still says what else there is.
            if call.isSet("explain"), !call.wantsJSON { answer.explain(call.console) }
            try await Opening.open(words, call.environment)
            await player.remember(plan, of: link)
        } else if call.isSet("explain"), !call.wantsJSON {
            answer.explain(call.console)
        }
        call.answer(answer.json) { answer.words }
    }

    private func order() throws -> [String] {
        guard let text = call.value("order") else { return parts.order }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop { $0 == " " }).lowercased()
        }
        for name in names {
            let isName = name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
            guard isName, !name.isEmpty else {
                throw CommandFailure(
                    message: "--order expects names such as local,spotify,deezer, not \(text).",
                    code: .misused)
            }
        }
        return names
    }

    /// Folders somebody named must be there; the usual ones need not.
    private func folders() throws -> MusicFolders {
        let folders = MusicFolders(places.music)
        if let named = call.values["music"], let missing = folders.missing.first {
            throw CommandFailure(
                message:
                    "there is no folder \(missing) (--music \(named.joined(separator: ", "))).",
                code: .misused)
        }
        return folders
    }

    /// Without an index the platforms still answer.
    private func openIndex() -> MusicIndex? {
        do throws(StoreFailure) { return try MusicIndex("\(places.cache)/music.db") } catch {
            call.console.note("segue: your music is left out: \(error)")
            return nil
        }
    }

    /// What is handed to the player: a list of several files is written first.
    private func target(of option: PlayOption, _ link: LinkAddress) throws -> String {
        guard !option.files.isEmpty else { return option.target }
        let names = [option.music.artist, option.music.title].filter { !$0.isEmpty }
        let text = Playlist.m3u8(option.files, title: names.joined(separator: " - "))
        let path = "\(places.cache)/playlists/\(link.code).m3u8"
        try ListenerPlaces.write(text, to: path)
        return path
    }
}
