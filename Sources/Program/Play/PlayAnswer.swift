import API
import JSONText
import Player
import Smartlink
import Store

/// What the command says in the end.
struct PlayAnswer {
    let link: LinkAddress
    let plan: Player.Plan
    /// What was handed over: a path or a URL.
    let target: String
    let deed: Deed

    enum Deed { case opened, wouldOpen }

    // MARK: Words

    var words: String {
        let option = plan.chosen
        let verb = deed == .opened ? "Playing" : "Would play"
        var text =
            "\(verb) \(Self.name(option.music)) from \(TerminalText.plain(option.platform)): \(TerminalText.plain(target))"
        if plan.origin == .remembered { text += "\nAs last time: nothing has changed since." }
        if let doubt = plan.doubt {
            text += "\nFrom memory, for the link could not be asked. \(doubt)"
        }
        if option.verdict.grade != .sure {
            text += "\nThis is a guess: \(option.verdict.reason)."
        }
        if !option.isAvailable { text += "\nIt may not be available where you are." }
        return text
    }

    private static func name(_ music: Music) -> String {
        TerminalText.plain(
            music.artist.isEmpty ? music.title : "\(music.title) by \(music.artist)")
    }

    /// Everything found, in its order, and what each source said.
    func explain(_ console: Console) {
        let rows = plan.record.options.enumerated().map { place, option in
            [
                option.verdict.grade == .other ? "-" : "\(place + 1)",
                option.source, TerminalText.plain(option.platform),
                TerminalText.plain(option.music.title), TerminalText.plain(option.music.artist),
                Self.length(option.music.durationMs), Self.hundredths(option.verdict.confidence),
                option.isAvailable ? option.verdict.reason : option.verdict.reason + ", not here",
            ]
        }
        console.say(
            heading: [
                "RANK", "SOURCE", "WHERE", "TITLE", "ARTIST", "LENGTH", "CONFIDENCE", "WHY",
            ], rows: rows)
        let said = plan.record.outcomes.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        if !said.isEmpty { console.say("Sources: \(said)") }
    }

    private static func length(_ ms: Int64?) -> String {
        guard let ms, ms > 0 else { return "" }
        let seconds = (ms + 500) / 1_000
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `0.97`
    private static func hundredths(_ value: Double) -> String {
        let whole = Int((value * 100).rounded())
        return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
    }

    // MARK: JSON

    var json: JSON {
        let metadata = plan.record.metadata
        return [
            "link": .string(link.url), "kind": .string(metadata.kind.rawValue),
            "title": .string(metadata.title), "artist": .string(metadata.artist),
            "opened": .bool(deed == .opened), "target": .string(target),
            "choice": Self.json(plan.chosen, rank: plan.record.opened + 1),
            "remembered": .bool(plan.origin == .remembered),
            "doubt": plan.doubt.map { .string($0) } ?? .null,
            "options": .array(
                plan.record.options.enumerated().map { Self.json($1, rank: $0 + 1) }),
            "sources": .object(
                plan.record.outcomes.sorted { $0.key < $1.key }
                    .map { JSON.Member($0.key, .string($0.value)) }),
        ]
    }

    private static func json(_ option: PlayOption, rank: Int) -> JSON {
        let isOther = option.verdict.grade == .other
        return [
            "rank": isOther ? .null : .integer(Int64(rank)),
            "source": .string(option.source), "platform": .string(option.platform),
            "title": .string(option.music.title), "artist": .string(option.music.artist),
            "durationMs": option.music.durationMs.map { .integer($0) } ?? .null,
            "confidence": .number(option.verdict.confidence),
            "verdict": .string("\(option.verdict.grade)"), "why": .string(option.verdict.reason),
            "available": .bool(option.isAvailable), "target": .string(option.target),
            "files": .array(option.files.map { .string($0.path) }),
        ]
    }
}

/// How far a look through the music folders is, on a terminal.
struct ScanProgress: Sendable {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func show(_ tally: ScanTally) {
        // Nothing worth a line if all was known.
        guard tally.read > 0 else { return }
        console.pass("Reading your music: \(tally.files) files, \(tally.read) of them new")
    }
}
