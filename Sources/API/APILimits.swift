/// What a JSON body or a field of a request may hold at most; none of these is a setting.
enum APILimits {
    /// Fans on one page of a list, and on a page that is not asked to be of a size.
    static let pageFansMax = 200
    static let pageFans = 50
    /// Keys of one dimension in a filter of statistics.
    static let filterKeysMax = 100
    /// Bytes of an `Idempotency-Key`.
    static let onceBytesMax = 255
    /// Bytes after which a part of an export is sent, whatever comes next.
    static let exportPartBytes = 64 * 1_024
    /// Links, and entries of a ledger, read at once for an export.
    static let exportPageLinks = 100
    /// Images an export remembers to have written.
    static let exportArtworksMax = 500_000
    /// Rows of one line of statistics.
    static let talliesOfLine = 500
    /// What was counted in an hour, and under what.
    static let tallyMax: Int64 = 1 << 40
    static let tallyKeyBytesMax = 256
    /// Bytes by which the format of a file is guessed.
    static let guessBytes = 4_096
    /// Bytes of one line of a file that is imported: an image of the largest size in base64, and what is around it. A
    /// buffer that grew past the second is given back.
    static let rowBytesMax = 16 << 20
    static let rowBytesKept = 1 << 20
    /// Bytes and cells of one row of a table, or of one object.
    static let tableRowBytesMax = 256 << 10
    static let tableColumnsMax = 256
    /// Bytes of a text that may be a member's name, and arrays and objects inside one another.
    static let markBytesMax = 64
    static let nestingMax = 64
    /// Rows of a report that are kept; the counts are of all.
    static let reportRowsMax = 1_000
    /// Rows of a list whose music is looked for at the same time.
    static let searchesAtOnce = 4
    /// Bytes of an imported file that are cut into rows at once.
    static let importPieceBytes = 64 * 1_024
    /// Time between two words of how far an import is.
    static let importNewsMs: Int64 = 1_000
}
