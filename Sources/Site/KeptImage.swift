internal import HTTP

/// An image in a file whose tag changes whenever its bytes do.
struct KeptImage {
    var path: String
    var bytes: Int
    var tag: String
    var type: String
    /// Where the address names the very bytes, everybody may keep them for good.
    var caching = KeptImage.forGood

    static let forGood = "public, max-age=31536000, immutable"
    /// For an address that names the newest.
    static let shortly = "public, max-age=300"

    /// Whole or in part (RFC 9110 §13, §14).
    func response(to request: Request) -> Response {
        let current = Validators(entityTag: "\"\(tag)\"")
        var fields: Fields = [
            "Content-Type": type, "ETag": "\"\(tag)\"", "Accept-Ranges": "bytes",
            "Cache-Control": caching,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "cross-origin",
        ]
        switch Precondition.evaluate(request.method, request.fields, against: current) {
        case .notModified: return Response(status: 304, fields: fields)
        case .failed: return Response(status: 412, fields: fields)
        case .proceed: break
        }
        switch RangeChoice.choose(request.method, request.fields, of: bytes, against: current) {
        case .whole:
            return Response(
                status: 200, fields: fields, body: .file(path: path, range: 0..<bytes))
        case .part(let range):
            fields["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes)"
            return Response(status: 206, fields: fields, body: .file(path: path, range: range))
        case .unsatisfiable:
            fields["Content-Range"] = "bytes */\(bytes)"
            return Response(status: 416, fields: fields)
        }
    }
}
