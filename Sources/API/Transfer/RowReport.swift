public import JSONText
internal import Operations
internal import Smartlink

/// What became of one row.
public struct RowReport: Equatable, Sendable {
    /// The line of the file it begins at.
    public var row: Int
    public var status: Status
    public var code: String?
    public var url: String?
    /// Why not, or what is not quite as it was.
    public var problem: String?

    public enum Status: String, Sendable, CaseIterable {
        case created, skipped, failed, wouldCreate
    }

    init(_ row: Int, _ outcome: ImportOutcome, _ run: Importer.Run, baseURL: String) {
        self.row = row
        switch outcome {
        case .created(let link, let remark):
            status = run == .real ? .created : .wouldCreate
            // A random code is drawn when the link is made.
            if run == .real || remark == nil { code = link.code.text }
            problem = remark
        case .skipped(let link, let why):
            status = .skipped
            code = link?.code.text
            problem = why
        case .failed(let failure):
            status = .failed
            problem = failure.field.map { "\($0): \(failure.message)" } ?? failure.message
        }
        url = code.map { "\(baseURL)/link/\($0)" }
    }

    public var json: JSON {
        [
            "row": .integer(Int64(row)), "status": .string(status.rawValue), "code": .text(code),
            "url": .text(url), "problem": .text(problem),
        ]
    }

    /// Whether somebody should look at it.
    var isNotable: Bool { status == .failed || problem != nil && status != .skipped }
}
