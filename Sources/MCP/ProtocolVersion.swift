/// The revisions of the protocol that are spoken here, by the day that names them.
enum ProtocolVersion: String, CaseIterable, Sendable {
    case november2025 = "2025-11-25"
    case june2025 = "2025-06-18"
    case march2025 = "2025-03-26"
    case november2024 = "2024-11-05"

    /// What is offered to a client that asks for one that is not spoken here.
    static let newest = ProtocolVersion.november2025

    /// Whether its clients may send several messages in one body; the revision after it took that back.
    var takesBatches: Bool { self == .march2025 }
}
