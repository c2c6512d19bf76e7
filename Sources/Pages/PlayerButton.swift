// "Play in Parachord": a desktop player that listens on the fan's own machine. The script shows the button where there
// is a mouse, asks the player once the fan has pressed it, and leaves the link alone where nobody answers, so that the
// player's own page opens.
import Smartlink

/// The player's addresses on the web; each opens the program where it is installed.
struct PlayerAddress {
    static let name = "Parachord"
    private static let play = "https://parachord.com/play"
    private static let suffix = ".xspf"

    let link: Link
    let origin: String

    var url: String {
        switch link.kind {
        case .track: Self.play + names
        case .album: Self.play + "/album" + names
        case .playlist: Self.play + "/playlist?url=" + encoded("\(page)\(Self.suffix)")
        }
    }

    private var page: String { "\(origin)/link/\(link.code)" }
    private var names: String { "?artist=\(encoded(link.artist))&title=\(encoded(link.title))" }

    private func encoded(_ text: String) -> String {
        String(decoding: PercentEncoding.encode(text), as: UTF8.self)
    }
}

/// What the player can be asked to do with a link, by its own words.
enum PlayerAction: String {
    case play, importPlaylist

    /// All that can be done with such a link: a list nobody knows the songs of names none to play.
    static func all(for link: Link) -> [PlayerAction] {
        switch link.kind {
        case .track: [.play]
        case .album: link.tracks.isEmpty ? [] : [.play]
        case .playlist: link.tracks.isEmpty ? [] : [.play, .importPlaylist]
        }
    }

    var phrase: Phrase {
        switch self {
        case .play: .playerPlay
        case .importPlaylist: .playerKeep
        }
    }
}

extension PageFacts {
    /// What the page offers a player to do: nothing where none can be.
    func playerActions(for link: Link) -> [PlayerAction] {
        offersPlayer ? PlayerAction.all(for: link) : []
    }
}

extension HTMLWriter {
    /// What a button shows; the whole sentence is its name either way.
    enum PlayerWords { case sentence, player }

    /// Hidden until the script finds that it can be of use here.
    mutating func player(
        _ actions: [PlayerAction], of link: Link, _ facts: PageFacts,
        showing words: PlayerWords = .sentence
    ) {
        guard !actions.isEmpty else { return }
        for action in actions { playerButton(action, link, facts, words) }
        markup("<span class=\"said\" role=\"status\"></span>")
    }

    private mutating func playerButton(
        _ action: PlayerAction, _ link: Link, _ facts: PageFacts, _ words: PlayerWords
    ) {
        let player = ["player": PlayerAddress.name]
        let origin = Origin(facts.baseURL).text
        markup("<a class=\"player\" hidden target=\"_blank\" rel=\"noopener noreferrer nofollow\"")
        attribute(.href, PlayerAddress(link: link, origin: origin).url)
        attribute(.playerAction, action.rawValue)
        attribute(.playerLink, "\(origin)/link/\(link.code)")
        attribute(.playerSent, facts.wording.text(.playerSent, player))
        attribute(.playerSilent, facts.wording.text(.playerSilent, player))
        let sentence = facts.wording.text(action.phrase, player)
        switch words {
        case .sentence:
            markup(">")
            text(sentence)
        case .player:
            attribute(.title, sentence)
            attribute(.label, sentence)
            markup(">")
            text(PlayerAddress.name)
        }
        markup("</a>")
    }

    mutating func playerScript() {
        script(file: "<script src=\"/player.js\" defer></script>\n")
    }
}
