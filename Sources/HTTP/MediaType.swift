/// Media types of files by the end of their names.
public enum MediaType {
    /// The type for `name`, with its character set where it is text; `application/octet-stream` if
    /// unknown.
    public static func of(fileName name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return unknown }
        return byExtension[name[name.index(after: dot)...].lowercased()] ?? unknown
    }

    /// Whether compressing a body of this type is worth it; images and fonts are compressed
    /// already.
    public static func isCompressible(_ type: String) -> Bool {
        let essence = type.prefix { $0 != ";" }
        return essence.hasPrefix("text/") || essence.hasSuffix("+json")
            || essence.hasSuffix("+xml") || essence == "application/json"
            || essence == "application/xml" || essence == "application/wasm"
            || essence == "image/x-icon"
    }

    public static let unknown = "application/octet-stream"

    private static let byExtension = [
        "html": "text/html; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "json": "application/json",
        "jsonl": "application/jsonl",
        "map": "application/json",
        "webmanifest": "application/manifest+json",
        "xml": "application/xml",
        "xspf": "application/xspf+xml",
        "jspf": "application/jspf+json",
        "svg": "image/svg+xml",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
        "avif": "image/avif",
        "gif": "image/gif",
        "ico": "image/x-icon",
        "woff": "font/woff",
        "woff2": "font/woff2",
        "ttf": "font/ttf",
        "otf": "font/otf",
        "pdf": "application/pdf",
        "wasm": "application/wasm",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "webm": "video/webm",
        "gz": "application/gzip",
        "zip": "application/zip",
    ]
}
