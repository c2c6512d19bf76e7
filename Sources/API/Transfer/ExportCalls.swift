internal import HTTP
internal import Operations
internal import Smartlink

extension Call {
    /// Sends everything of the account, made while it is sent.
    func export() throws(Failure) -> Response {
        let asked = try query("format")
        let format = try asked.choice("format", ExportFormat.self) ?? .jsonl
        guard let transfer = api.transfer else { throw Self.noTransfer }
        let stream = ExportStream(transfer, of: account, as: format, baseURL: baseURL)
        return Response(
            status: 200,
            fields: Fields([
                "Content-Type": format.mediaType,
                "Content-Disposition": "attachment; filename=\"\(format.fileName)\"",
                "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
            ]), body: request.method == .head ? .none : .stream(stream))
    }

    static let noTransfer = Failure(.unavailable, "This server neither exports nor imports.")
}
