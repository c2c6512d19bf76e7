/// What this door takes at most.
public enum DashboardLimits {
    /// Bytes of a sign-in.
    static let signInBytesMax = 4_096
    /// Bytes of a draft: a link's whole JSON, escaped as a form escapes it.
    static let draftBytesMax = 3 * 1_024 * 1_024
}
