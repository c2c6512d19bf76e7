/// One language's texts, from `config/locales/<tag>.json`; a missing one is the fallback's.
public struct Wording: Sendable {
    /// BCP 47 tag, as the `lang` attribute has it.
    public let tag: String
    public let isRightToLeft: Bool
    private let texts: [String: String]
    private let plural: PluralRule

    public init(tag: String, isRightToLeft: Bool, texts: [String: String], fallback: Wording?) {
        self.tag = tag
        self.isRightToLeft = isRightToLeft
        self.texts = (fallback?.texts ?? [:]).merging(texts) { _, own in own }
        plural = PluralRule(rawValue: self.texts["plural"] ?? "") ?? .none
    }

    /// The texts of a locale file, which says its own direction (`"direction": "rtl"`).
    public init(tag: String, texts: [String: String], fallback: Wording?) {
        self.init(
            tag: tag, isRightToLeft: texts["direction"] == "rtl", texts: texts, fallback: fallback)
    }

    func text(_ phrase: Phrase) -> String { texts[phrase.rawValue] ?? "" }

    /// The phrase with its `{name}`s filled in; plain text, not yet escaped.
    func text(_ phrase: Phrase, _ values: [String: String]) -> String {
        Self.pieces(of: text(phrase)).map { piece in
            switch piece {
            case .words(let words): words
            case .place(let name): values[name] ?? ""
            }
        }.joined()
    }

    /// The phrase in the form that goes with `count`.
    func text(_ phrase: CountedPhrase, count: Int) -> String {
        let form =
            texts["\(phrase.rawValue).\(plural.category(of: count))"]
            ?? texts["\(phrase.rawValue).other"] ?? ""
        return Self.pieces(of: form).map { piece in
            if case .words(let words) = piece { words } else { String(count) }
        }.joined()
    }

    /// `November 21, 2026`
    func text(_ date: CalendarDate) -> String {
        text(
            .date,
            [
                "day": String(date.day), "year": String(date.year),
                "month": texts["month.\(date.month)"] ?? String(date.month),
            ])
    }

    /// A whole playing time: `47 min`, `1 h 2 min`.
    func text(minutes: Int64) -> String {
        minutes < 60
            ? text(.minutes, ["minutes": String(minutes)])
            : text(.hours, ["hours": String(minutes / 60), "minutes": String(minutes % 60)])
    }

    enum Piece: Equatable {
        case words(String)
        case place(String)
    }

    /// A template cut at its `{name}`s; a brace without its partner is a word like any other.
    static func pieces(of template: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if rest.startIndex < open { pieces.append(.words(String(rest[..<open]))) }
            pieces.append(.place(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return pieces
    }
}

/// How a language counts (CLDR's cardinal rules for whole numbers).
enum PluralRule: String, CaseIterable {
    /// One form for all: Japanese.
    case none
    /// One thing, many things: English, German, Spanish.
    case one
    /// Nothing counts as one: French, Portuguese.
    case zeroOne = "zero-one"
    case arabic

    enum Category: String { case zero, one, two, few, many, other }

    func category(of count: Int) -> Category {
        switch (self, count) {
        case (.none, _): .other
        case (.one, 1), (.zeroOne, 0...1), (.arabic, 1): .one
        case (.arabic, 0): .zero
        case (.arabic, 2): .two
        case (.arabic, _):
            switch count % 100 {
            case 3...10: .few
            case 11...99: .many
            default: .other
            }
        default: .other
        }
    }

    /// The forms a locale file with this rule has to give.
    var categories: Set<Category> {
        switch self {
        case .none: [.other]
        case .one, .zeroOne: [.one, .other]
        case .arabic: [.zero, .one, .two, .few, .many, .other]
        }
    }
}
