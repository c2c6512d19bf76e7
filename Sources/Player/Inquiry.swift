import Smartlink

/// All sources asked about one link.
struct Inquiry: Sendable {
    let player: Player
    let metadata: LinkMetadata

    private var wanted: Music {
        var music = metadata.music
        music.isrc = metadata.isrc.flatMap(ISRC.normal)
        music.upc = metadata.upc.flatMap(GTIN.normal)
        return music
    }

    /// What stands for a source that was not waited for, because nothing better could come.
    static let notNeeded = "not needed"

    private enum Word: Sendable {
        case said(String, [PlayOption], outcome: String)
        case timeIsUp
    }

    /// What was found, ranked, and what each source said.
    func run() async -> (options: [PlayOption], outcomes: [String: String]) {
        var options = Ranking.ranked(linked, order: player.order)
        var outcomes: [String: String] = [:]
        var waiting = Set(player.sources.map(\.id))
        if let local = player.local { waiting.insert(local.id) }
        // Tasks of their own instead of a group, which would wait for those nobody waits for any more.
        let (words, feed) = AsyncStream.makeStream(of: Word.self)
        let tasks = ask(feed)
        defer { for task in tasks { task.cancel() } }
        guard !waiting.isEmpty else { return (options, outcomes) }
        for await word in words {
            switch word {
            case .said(let source, let found, let outcome):
                guard waiting.remove(source) != nil else { continue }
                outcomes[source] = outcome
                options = Ranking.ranked(options + found, order: player.order)
            case .timeIsUp:
                // A first look through large folders takes its time.
                for source in waiting where source != player.local?.id {
                    outcomes[source] = SourceFailure.Kind.timedOut.rawValue
                    waiting.remove(source)
                }
            }
            if waiting.isEmpty { break }
            if player.patience == .enough, Ranking.isSettled(options, order: player.order) {
                for source in waiting { outcomes[source] = Self.notNeeded }
                break
            }
        }
        return (options, outcomes)
    }

    private func ask(_ feed: AsyncStream<Word>.Continuation) -> [Task<Void, Never>] {
        var tasks = player.sources.map { source in
            Task {
                let (found, outcome) = await options(of: source)
                feed.yield(.said(source.id, found, outcome: outcome))
            }
        }
        if let local = player.local {
            tasks.append(
                Task {
                    let (found, outcome) = await options(of: local)
                    feed.yield(.said(local.id, found, outcome: outcome))
                })
        }
        tasks.append(
            Task {
                await player.sleep(Limits.sourceMsMax)
                feed.yield(.timeIsUp)
            })
        return tasks
    }

    // MARK: The link itself

    /// What the link names: it need not be found.
    private var linked: [PlayOption] {
        metadata.destinations.compactMap { place in
            guard let url = Self.openable(place.url) else { return nil }
            var option = PlayOption(
                source: "link", platform: place.platform, target: url, music: metadata.music,
                verdict: PlayVerdict(confidence: 1, grade: .sure, reason: "named by the link"))
            option.isAvailable = isHere(place.territories)
            return option
        }
    }

    /// Only the web is opened: no other scheme, whoever names it.
    private static func openable(_ url: String) -> String? {
        (try? WebURL(url))?.text
    }

    private func isHere(_ territories: [String]) -> Bool {
        territories.isEmpty || territories.contains(player.market)
    }

    // MARK: Sources

    private func options(of source: any MusicSource) async -> ([PlayOption], String) {
        let wanted = wanted
        var outcome = SourceAnswer.missed
        for clue in clues(wanted) where source.takes(clue) {
            let answer = await ask(source, clue)
            if case .found(let candidates) = answer {
                return (
                    candidates.compactMap { option($0, from: source, for: wanted) }, "found"
                )
            }
            if case .missed = answer { continue }
            outcome = answer
        }
        if case .failed(let failure) = outcome { return ([], failure.kind.rawValue) }
        return ([], "missed")
    }

    /// The code first, for it cannot err; words where that finds nothing.
    private func clues(_ music: Music) -> [Clue] {
        var clues: [Clue] = []
        if music.kind == .track, let isrc = music.isrc { clues.append(.isrc(isrc)) }
        if music.kind == .album, let upc = music.upc { clues.append(.upc(upc)) }
        if !music.title.isEmpty { clues.append(.words(music)) }
        return clues
    }

    /// Asks, unless it answered the same lately.
    private func ask(_ source: any MusicSource, _ clue: Clue) async -> SourceAnswer {
        let name = "\(clue.text) \(player.market)"
        if let kept = await player.memory?.answers(to: name)
            .first(where: { $0.source == source.id && player.now.ms < $0.goodUntil.ms })
        {
            return kept.candidates.isEmpty ? .missed : .found(kept.candidates)
        }
        let answer = await source.find(clue, market: player.market)
        switch answer {
        case .found(let candidates): await keep(candidates, Limits.foundMs, source.id, name)
        case .missed: await keep([], Limits.missedMs, source.id, name)
        case .failed: break
        }
        return answer
    }

    private func keep(
        _ candidates: [Candidate], _ goodMs: Int64, _ source: String, _ name: String
    ) async {
        await player.memory?.keep([
            KeptAnswer(
                source: source, clue: name, candidates: candidates, at: player.now,
                goodUntil: Instant(ms: player.now.ms + goodMs))
        ])
    }

    private func option(
        _ candidate: Candidate, from source: any MusicSource, for wanted: Music
    ) -> PlayOption? {
        guard let url = Self.openable(candidate.url) else { return nil }
        var option = PlayOption(
            source: source.id, platform: candidate.platform, target: url, music: candidate.music,
            verdict: PlayVerdict(player.judge(candidate, wanted)))
        option.isAvailable = candidate.isAvailable && isHere(candidate.territories)
        return option
    }
}

// MARK: This machine's music

extension Inquiry {
    private func options(of local: any LocalMusic) async -> ([PlayOption], String) {
        if metadata.kind != .track { return await release(local) }
        switch await local.find(.words(wanted), market: player.market) {
        case .found(let candidates):
            let options = candidates.map { candidate in
                PlayOption(
                    source: local.id, platform: candidate.platform, target: candidate.id,
                    music: candidate.music,
                    verdict: PlayVerdict(player.judge(candidate, wanted)))
            }
            return (options, "found")
        case .missed: return ([], "missed")
        case .failed(let failure): return ([], failure.kind.rawValue)
        }
    }

    /// The files of an album or playlist, in its order.
    private func release(_ local: any LocalMusic) async -> ([PlayOption], String) {
        guard !metadata.tracks.isEmpty else { return await unlisted(local) }
        var gathering = Gathering(judge: player.judge)
        for entry in metadata.tracks.prefix(Limits.tracksMax) {
            let track = track(entry)
            guard
                case .found(let candidates) = await local.find(
                    .words(track), market: player.market)
            else {
                gathering.miss(entry.title)
                continue
            }
            gathering.take(candidates, for: track)
        }
        guard let verdict = gathering.verdict else { return ([], "missed") }
        return ([option(gathering.files, verdict)], "found")
    }

    private func track(_ entry: LinkMetadata.Entry) -> Music {
        var music = Music(
            kind: .track, title: entry.title,
            artist: entry.artist ?? (metadata.kind == .album ? metadata.artist : ""))
        music.album = entry.album ?? (metadata.kind == .album ? metadata.title : nil)
        music.isrc = entry.isrc.flatMap(ISRC.normal)
        music.durationMs = entry.durationMs
        return music
    }

    /// Without a track list nobody knows whether these are all: never more than likely.
    private func unlisted(_ local: any LocalMusic) async -> ([PlayOption], String) {
        guard metadata.kind == .album, !metadata.title.isEmpty else { return ([], "missed") }
        let files = await local.tracks(ofAlbum: metadata.title, by: metadata.artist)
        guard !files.isEmpty else { return ([], "missed") }
        let verdict = PlayVerdict(
            confidence: 0.8, grade: .likely,
            reason: "an album of this name with \(files.count) tracks; the link lists none")
        return ([option(files, verdict)], "found")
    }

    private func option(_ files: [LocalTrack], _ verdict: PlayVerdict) -> PlayOption {
        var option = PlayOption(
            source: "local", platform: "local", target: "", music: metadata.music,
            verdict: verdict)
        option.files = files
        option.music.durationMs = files.reduce(0) { $0 + ($1.durationMs ?? 0) }
        return option
    }
}
