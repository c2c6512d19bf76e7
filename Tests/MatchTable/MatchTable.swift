// The hard cases of matching, for those who check them and those who print them.
public import Smartlink

/// A row of `Tests/Samples/matches.txt`.
public struct MatchCase: Sendable, CustomStringConvertible {
    /// `verified`, `pending` or `dropped`
    public var expected: String
    public var wanted: Music
    public var found: Music
    public var description: String

    /// Reads the table; nil for one with a row that is none.
    public static func table(_ text: String) -> [MatchCase]? {
        var rows: [MatchCase] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let cells = line.split(separator: ";").map { unescaped($0.trimmed) }
            guard cells.count == 9 else { return nil }
            rows.append(
                MatchCase(
                    expected: cells[0], wanted: music(cells[1..<5]), found: music(cells[5..<9]),
                    description: String(line)))
        }
        return rows
    }

    private static func music(_ cells: ArraySlice<String>) -> Music {
        let cells = Array(cells).map { $0 == "-" ? "" : $0 }
        var music = Music(kind: .track, title: cells[0], artist: cells[1])
        music.album = cells[2].isEmpty ? nil : cells[2]
        music.durationMs = Int64(cells[3]).map { $0 * 1_000 }
        return music
    }

    /// `\u200F` written out, since it cannot be seen.
    private static func unescaped(_ text: Substring) -> String {
        let parts = text.split(separator: "\\u", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { text, part in
            guard let value = UInt32(part.prefix(4), radix: 16), let scalar = Unicode.Scalar(value)
            else { return text + "\\u" + part }
            return text + String(scalar) + part.dropFirst(4)
        }
    }

    public func candidate(_ basis: Candidate.Basis) -> Candidate {
        Candidate(platform: "a", id: "1", url: "https://a.example/1", music: found, basis: basis)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
