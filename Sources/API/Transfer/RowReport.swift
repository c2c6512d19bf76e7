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
    /// The webhook it became: by it the secret is found when the report is shown, which is not kept in it.
    public var webhook: Int64?

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

    /// Of a webhook.
    init(_ row: Int, _ status: Status, _ listed: ListedWebhook, _ made: Webhook?) {
        self.row = row
        self.status = status
        url = made?.url ?? listed.url
        webhook = made?.id
        problem =
            switch status {
            case .created: "This webhook has a new secret: give it to whoever receives its events."
            case .wouldCreate: "This webhook will have a new secret."
            case .skipped, .failed: "It is here already."
            }
    }

    public var json: JSON {
        var members: [JSON.Member] = [
            .init("row", .integer(Int64(row))), .init("status", .string(status.rawValue)),
            .init("code", .text(code)), .init("url", .text(url)), .init("problem", .text(problem)),
        ]
        if let webhook { members.append(.init("webhook", .integer(webhook))) }
        return .object(members)
    }

    /// Whether somebody should look at it.
    var isNotable: Bool { status == .failed || problem != nil && status != .skipped }
}
