public import Smartlink

/// Why the store did not do something.
public enum StoreFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// SQLite refused; `code` is its extended result code.
    case database(code: Int32, message: String)
    /// A file or folder could not be used.
    case file(path: String, error: Int32, doing: String)
    /// The database file was refused and left as it is.
    case refused(path: String, why: String)
    /// The caller's fault, in the domain's words.
    case domain(Failure)

    public var description: String {
        switch self {
        case .database(let code, let message): "database error \(code): \(message)"
        case .file(let path, let error, let doing):
            "cannot \(doing) \(path): \(systemMessage(error))"
        case .refused(let path, let why): "\(path) was refused and not touched: \(why)"
        case .domain(let failure): failure.message
        }
    }

    /// What the caller of a port gets to see.
    var failure: Failure {
        switch self {
        case .domain(let failure): failure
        case .database(let code, _) where code & 0xFF == Self.full:
            Failure(
                .unavailable, "The disk of the store is full: nothing was changed.",
                retryAfterSeconds: 30)
        case .database(let code, _) where code & 0xFF == Self.busy:
            Failure(
                .unavailable, "The store is busy with another program: try again.",
                retryAfterSeconds: 1)
        default:
            Failure(
                .unavailable, "The store could not be used: nothing was changed.",
                retryAfterSeconds: 30)
        }
    }

    /// SQLITE_FULL and SQLITE_BUSY (sqlite.org/rescode.html).
    private static let full: Int32 = 13
    private static let busy: Int32 = 5
}
