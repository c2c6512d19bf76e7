internal import JSONText
internal import Operations
internal import Smartlink

/// Makes rows of a file that comes in pieces, whatever its format.
struct RowReader {
    private enum Cutter {
        case lines(LineCutter)
        case cells(CellCutter)
        case objects(ObjectCutter)
    }

    private let format: ImportFormat
    private var cutter: Cutter
    private(set) var own = OwnRows()
    private var table: TableRows
    private var shortener: ShortenerRows
    private var hasHeading = false

    /// `start`: the file's first bytes, by which tables and JSON of the same program are told apart.
    init(_ format: ImportFormat, start: [UInt8], catalogue: Catalogue, artist: String) {
        self.format = format
        table = TableRows(catalogue)
        shortener = ShortenerRows(format, catalogue, artist: artist)
        let first = start.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        cutter =
            switch format {
            case .jsonl, .list: .lines(LineCutter())
            case .csv: .cells(CellCutter())
            case .shlink, .yourls:
                isJSON
                    ? .objects(ObjectCutter(ShortenerRows.marks(format))) : .cells(CellCutter())
            }
    }

    /// Errors: a table's heading that cannot be understood; nothing of the file is taken then.
    mutating func read(_ bytes: [UInt8]) throws(Failure) -> [ImportRow] {
        switch cutter {
        case .lines(var lines):
            cutter = .lines(LineCutter())
            let cut = lines.cut(bytes)
            cutter = .lines(lines)
            return try rows(cut)
        case .cells(var cells):
            let cut = cells.cut(bytes)
            cutter = .cells(cells)
            return try rows(cut)
        case .objects(var objects):
            cutter = .lines(LineCutter())
            let cut = objects.cut(bytes)
            cutter = .objects(objects)
            return try rows(cut)
        }
    }

    mutating func end() throws(Failure) -> [ImportRow] {
        switch cutter {
        case .lines(var lines): return try rows(lines.end())
        case .cells(var cells): return try rows(cells.end())
        case .objects(var objects): return try rows(objects.end())
        }
    }

    private mutating func rows(_ cut: [CutRow]) throws(Failure) -> [ImportRow] {
        var rows: [ImportRow] = []
        for piece in cut {
            if case .cells(let cells) = piece.content, !hasHeading {
                hasHeading = true
                if format == .csv { try table.begin(cells) } else { try shortener.begin(cells) }
                continue
            }
            rows.append(ImportRow(line: piece.line, content: content(piece)))
        }
        return rows
    }

    private mutating func content(_ piece: CutRow) -> ImportRow.Content {
        switch (piece.content, format) {
        case (.flawed(let message), _): return .flawed(.row(message))
        case (_, .jsonl): return own.row(piece)
        case (.cells(let cells), .csv): return table.row(cells)
        case (.cells(let cells), _): return shortener.row(cells)
        case (.bytes(let bytes), .list):
            do throws(Failure) {
                switch try ListedLine(String(decoding: bytes, as: UTF8.self)) {
                case .blank: return .none
                case .music(let music): return .music(music)
                }
            } catch {
                return .flawed(error)
            }
        case (.bytes(let bytes), _):
            do throws(Failure) {
                return shortener.row(try Node.line(bytes))
            } catch {
                return .flawed(error)
            }
        }
    }
}
