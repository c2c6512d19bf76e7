/// What an account's holdings can be taken away as.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// Everything, to be imported again.
    case jsonl
    /// The links, one a row.
    case csv
    /// Where every link leads, for nginx and for hosts that read `_redirects`.
    case nginx, redirects

    var mediaType: String {
        switch self {
        case .jsonl: "application/jsonl"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .nginx, .redirects: "text/plain; charset=utf-8"
        }
    }

    var fileName: String {
        switch self {
        case .jsonl: "segue.jsonl"
        case .csv: "links.csv"
        case .nginx: "segue-map.conf"
        case .redirects: "_redirects"
        }
    }
}
