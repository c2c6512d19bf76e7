import FoundationEssentials
import HTTP
import Smartlink

/// One request as a stand-in sees it.
struct Call {
    let request: Request
    let standIn: StandIn
    /// Behind the platform's own segment.
    let segments: [String]
    let now: Instant
    /// Nothing of the catalogue is out (a fault).
    var hidesCatalogue = false

    init(_ request: Request, _ standIn: StandIn, at now: Instant) {
        self.request = request
        self.standIn = standIn
        self.now = now
        segments = request.path.split(separator: "/").dropFirst().map(String.init)
    }

    var path: String { "/" + segments.joined(separator: "/") }
    var isRead: Bool { request.method == .get || request.method == .head }

    func parameter(_ name: String) -> String? { request.query.first { $0.name == name }?.value }

    /// A comma-separated parameter's values; empty if it is absent.
    func list(_ name: String) -> [String] {
        guard let text = parameter(name) else { return [] }
        return text.split(separator: ",").map(String.init)
    }

    /// What follows the scheme in `Authorization`; nil for another scheme.
    func credentials(_ scheme: String) -> String? {
        guard let value = request.fields["authorization"] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == scheme.lowercased() else { return nil }
        return String(parts[1])
    }

    /// The body as JSON; nil if it is not what is expected.
    func body<Body: Decodable>(_ type: Body.Type) -> Body? {
        try? JSONDecoder().decode(type, from: Data(request.body))
    }

    /// Whether the body is of this media type, parameters aside.
    func isBody(of type: String) -> Bool {
        guard let given = request.fields["content-type"] else { return false }
        return given.prefix { $0 != ";" }.lowercased() == type
    }
}
