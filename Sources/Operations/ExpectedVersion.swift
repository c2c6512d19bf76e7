internal import Smartlink

/// What a caller believes a link's version to be, before changing it (RFC 9110 §13.1.1).
public enum ExpectedVersion: Equatable, Sendable {
    /// Whatever it is now.
    case any
    /// One of these.
    case oneOf([Int64])

    func check(_ link: Link) throws(Failure) {
        guard case .oneOf(let wanted) = self, !wanted.contains(link.version) else { return }
        throw Failure(
            .preconditionFailed,
            "The link has changed: it is at version \(link.version) now. Read it and try again.")
    }
}
