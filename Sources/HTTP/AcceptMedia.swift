extension Request {
    /// Whether `Accept` names a media type, and not as what is not wanted (RFC 9110 §12.5.1); ranges of types count for
    /// nothing, so that who takes everything gets the usual.
    public func accepts(_ type: String) -> Bool {
        (fields["Accept"] ?? "").lowercased().split(separator: ",").contains { choice in
            let parts = choice.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            return parts.first == type && !parts.contains { ["q=0", "q=0.0"].contains($0) }
        }
    }
}
