public import Smartlink

/// In which order options are worth opening.
public enum Ranking {
    /// Best first: what surely is this music before what may be, then in the listener's order of platforms, then what
    /// can be played where they are, then by confidence. What is another music comes last.
    ///
    /// Confidence counts in grades, not in hundredths, or the listener's order would never decide anything: one
    /// catalogue's 0.97 is no worse than another's 0.98. Among guesses it counts in tenths.
    public static func ranked(_ options: [PlayOption], order: [String]) -> [PlayOption] {
        let places = Dictionary(
            order.enumerated().map { ($1, $0) }, uniquingKeysWith: { one, _ in one })
        func key(_ option: PlayOption) -> [Double] {
            let verdict = option.verdict
            let step = verdict.grade == .sure ? 0 : -(verdict.confidence * 10).rounded()
            return [
                Double(verdict.grade.rawValue), step,
                Double(places[option.platform] ?? order.count), option.isAvailable ? 0 : 1,
                -verdict.confidence,
            ]
        }
        return distinct(options).enumerated()
            .map { (place: $0, key: key($1) + [Double($0)], option: $1) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map(\.option)
    }

    /// The first that can be played; one that cannot be played here only if nothing else is there.
    public static func best(of ranked: [PlayOption]) -> Int? {
        let open = ranked.indices.filter { ranked[$0].verdict.grade != .other }
        return open.first { ranked[$0].isAvailable } ?? open.first
    }

    /// Whether nothing that is still to come could be opened instead.
    static func isSettled(_ ranked: [PlayOption], order: [String]) -> Bool {
        guard let first = ranked.first, let favourite = order.first else { return false }
        return first.verdict.grade == .sure && first.isAvailable && first.platform == favourite
    }

    /// What several sources tell of stands once, as the one that is surest tells of it.
    private static func distinct(_ options: [PlayOption]) -> [PlayOption] {
        var places: [String: Int] = [:]
        var kept: [PlayOption] = []
        for option in options {
            let name = option.files.isEmpty ? "\(option.platform) \(option.target)" : "files"
            guard let place = places[name] else {
                places[name] = kept.count
                kept.append(option)
                continue
            }
            let (old, new) = (kept[place].verdict, option.verdict)
            if (new.grade, -new.confidence) < (old.grade, -old.confidence) { kept[place] = option }
        }
        return kept
    }
}
