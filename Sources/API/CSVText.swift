/// Cells of a table (RFC 4180), safe to open: what a spreadsheet would take for a formula gets an apostrophe in front,
/// and one that looks as if it had got one gets another, so that reading it back gives the same text.
enum CSVText {
    private static let formulaStarts = Array("=+-@\t\r".utf8)
    private static let apostrophe = UInt8(ascii: "'")

    static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    static func cell(_ text: String) -> String {
        let cell = isFormula(text.utf8.drop { $0 == apostrophe }) ? "'" + text : text
        guard cell.utf8.contains(where: { "\",\r\n'".utf8.contains($0) }) else { return cell }
        return "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// The text that a cell was written for.
    static func text(ofCell cell: String) -> String {
        guard cell.utf8.first == apostrophe, isFormula(cell.utf8.drop { $0 == apostrophe }) else {
            return cell
        }
        return String(cell.dropFirst())
    }

    private static func isFormula(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.first.map { formulaStarts.contains($0) } ?? false
    }
}
