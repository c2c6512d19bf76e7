import Bytes
public import EventLoop
public import HTTP

/// Files served from memory as they were at the start: strong entity tags, gzip made once, ranges.
///
/// A request looks a name up in a table and never touches the disk, so no path leads out of the
/// folder.
public struct StaticFiles: Sendable {
    /// What a folder may hold; more fails at the start.
    public struct Limits: Sendable {
        public var fileBytesMax = 8_388_608
        public var totalBytesMax = 67_108_864
        public var filesMax = 4096

        public init() {}
    }

    private static let compressedBytesMin = 256
    private static let indexName = "index.html"

    private let files: [String: StaticFile]
    private let prefix: String

    /// Reads `folder`; its files then stand below `prefix` (`""`, `"/app"`).
    ///
    /// `compress` makes gzip of a file, nil if it cannot; its work is kept where it saves a tenth.
    public init(
        folder: String, prefix: String = "", limits: Limits = Limits(),
        compress: @escaping ([UInt8]) -> [UInt8]?
    ) throws(SystemFailure) {
        let folder = try StaticFolder(folder, limits: limits) { type, bytes in
            guard bytes.count >= Self.compressedBytesMin, MediaType.isCompressible(type),
                let gzip = compress(bytes), gzip.count < bytes.count / 10 * 9
            else { return nil }
            return gzip
        }
        files = folder.files
        self.prefix = prefix
    }

    /// What to put behind `?v=` so that a client may keep the file for ever; nil if there is no
    /// such path.
    public func version(of path: String) -> String? {
        file(path)?.version
    }

    /// The answer to a request for a file; nil if none is meant.
    public func respond(to request: Request) -> Response? {
        guard let file = file(request.path) else {
            guard isFolder(request.path) else { return nil }
            return Response(status: 308, fields: Fields(["Location": request.path + "/"]))
        }
        guard request.method == .get || request.method == .head else {
            return Response(status: 405, fields: Fields(["Allow": "GET, HEAD"]))
        }
        // A range is one of the file as it is on disk.
        let gzip = request.fields["Range"] == nil && takesGzip(request) ? file.gzip : nil
        let tag = gzip == nil ? "\"\(file.version)\"" : "\"\(file.version)-gz\""
        let validators = Validators(entityTag: tag)
        var fields = Fields([
            "ETag": tag, "Cache-Control": caching(request), "X-Content-Type-Options": "nosniff",
        ])
        if file.gzip != nil { fields["Vary"] = "Accept-Encoding" }
        switch Precondition.evaluate(request.method, request.fields, against: validators) {
        case .notModified: return Response(status: 304, fields: fields)
        case .failed: return Response(status: 412)
        case .proceed: break
        }
        fields["Content-Type"] = file.type
        if let gzip {
            fields["Content-Encoding"] = "gzip"
            return Response(status: 200, fields: fields, body: .bytes(gzip))
        }
        fields["Accept-Ranges"] = "bytes"
        return ranged(request, file, fields, validators)
    }

    static func type(of name: String) -> String { MediaType.of(fileName: name) }

    private func ranged(
        _ request: Request, _ file: StaticFile, _ fields: Fields, _ validators: Validators
    ) -> Response {
        var fields = fields
        let length = file.bytes.count
        switch RangeChoice.choose(
            request.method, request.fields, of: length, against: validators)
        {
        case .whole: return Response(status: 200, fields: fields, body: .bytes(file.bytes))
        case .part(let range):
            fields["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
            return Response(status: 206, fields: fields, body: .bytes(Array(file.bytes[range])))
        case .unsatisfiable:
            return Response(status: 416, fields: Fields(["Content-Range": "bytes */\(length)"]))
        }
    }

    /// The file a path means; a folder's path with its slash means its index.
    private func file(_ path: String) -> StaticFile? {
        guard path.hasPrefix(prefix + "/") else { return nil }
        let name = String(path.dropFirst(prefix.count))
        return files[name.hasSuffix("/") ? name + Self.indexName : name]
    }

    private func isFolder(_ path: String) -> Bool {
        !path.hasSuffix("/") && file(path + "/") != nil
    }

    private func takesGzip(_ request: Request) -> Bool {
        guard let field = request.fields["Accept-Encoding"] else { return false }
        return Array(field.utf8).withRawSpan { bytes in
            AcceptEncoding.takesGzip(bytes, ByteSlice(offset: 0, count: bytes.byteCount))
        }
    }

    /// A versioned name never changes its content; any other is asked for again.
    private func caching(_ request: Request) -> String {
        request.query.contains { $0.name == "v" && !$0.value.isEmpty }
            ? "public, max-age=31536000, immutable" : "no-cache"
    }
}
