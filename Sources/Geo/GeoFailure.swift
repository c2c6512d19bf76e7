/// Why a country source cannot be used; found at start, never later.
public enum GeoFailure: Error, Equatable, Sendable {
    /// The file cannot be opened or mapped.
    case unreadable(path: String, reason: String)
    /// The file is not what it should be.
    case damaged(path: String, reason: String)

    /// What is wrong and what to do, for the operator.
    public var message: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .damaged(let path, let reason):
            "\(path) is no country database: \(reason); get it again or leave the setting empty"
        }
    }
}
