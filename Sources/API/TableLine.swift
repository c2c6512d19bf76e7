/// A line of a table as spreadsheets read it (RFC 4180).
enum TableLine {
    /// The cells with commas between them and an end of line.
    static func of(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// Quoted where needed; what a spreadsheet would take for a formula gets an apostrophe in front.
    private static func cell(_ text: String) -> String {
        var cell = text
        if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) { cell = "'" + text }
        guard cell.utf8.contains(where: { "\",\r\n'".utf8.contains($0) }) else { return cell }
        return "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
