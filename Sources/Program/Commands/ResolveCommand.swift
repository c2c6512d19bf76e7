import API
import JSONText
import Operations
import Smartlink

extension Command {
    static let resolve = Command(
        words: ["resolve"], summary: "look music up on every platform, and make nothing",
        operands: ["CODE-OR-URL"], flags: [.data, .config, .json],
        notes: """
            Takes an ISRC, a UPC or EAN, or a platform's URL, and asks all sources of the configuration at once. Beside a
            running server or alone; answers are kept in the store for both. Exits 1 if nobody knows the music.
            """
    ) { call in
        try await Workbench.open(call, .made, reach: .sources) { bench in
            let search = try await bench.actions.resolve(order(call.operands[0]))
            let catalogue = bench.actions.surroundings.catalogue()
            call.answer(ResolutionResource.json(search, catalogue: catalogue)) {
                text(search, catalogue)
            }
            if search.music == nil {
                throw CommandFailure(message: "nobody knows this music (yet).")
            }
        }
    }

    /// What the text can only be: a URL has a colon, a UPC only digits.
    private static func order(_ text: String) -> MusicOrder {
        if text.contains(":") || text.contains("/") { return MusicOrder(sourceURL: text) }
        let isNumber = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x20
        }
        return isNumber ? MusicOrder(upc: text) : MusicOrder(isrc: text)
    }

    private static func text(_ search: Search, _ catalogue: Catalogue) -> String {
        var lines: [String] = []
        if let music = search.music {
            let codes = [music.isrc, music.upc].compactMap { $0 }.joined(separator: ", ")
            lines.append(
                "\(music.kind) “\(music.title)” by \(music.artist)\(codes.isEmpty ? "" : " (\(codes))")"
            )
        }
        let found = search.destinations(catalogue).map { place in
            (place.platform, "\(place.url) (\(place.status), \(percent(place.confidence)))")
        }
        if !found.isEmpty { lines.append(CommandHelp.table(found)) }
        lines.append(CommandHelp.table(search.reports.map { ($0.source, $0.message) }))
        return lines.joined(separator: "\n")
    }

    private static func percent(_ confidence: Double) -> String {
        "\(Int((confidence * 100).rounded())) %"
    }
}
