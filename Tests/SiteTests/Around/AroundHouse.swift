// The door around a link over a real store, with the project's own languages and a code that says nothing.
import Bytes
import FoundationEssentials
import HTTP
import Site
import Smartlink
import Store
import Testing

final class AroundHouse: Sendable {
    let door: AroundDoor
    let store: Store
    private let account: Account
    private let folder: String

    /// 2026-03-04T12:00:00Z
    static let now = Instant(ms: 1_772_625_600_000)

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "around-\(UUID())").path
        var settings = Settings(folder: folder, now: { Self.now })
        settings.durability = .process
        settings.role = .tool
        let changes = LinkChanges()
        settings.onLinkChange = { changes.publish($0) }
        store = try Store(settings)
        door = AroundDoor(
            tables: try FanHouse().inForce, links: store, changes: changes,
            signs: AroundDoor.Signs { text in
                // Its size tells what was encoded.
                QRMatrix(
                    width: text.utf8.count,
                    modules: .init(repeating: true, count: text.utf8.count * text.utf8.count))
            } png: { matrix, side, margin in
                side > 100 ? Array("png \(matrix.width) \(side) \(margin)".utf8) : nil
            })
        account = try await store.createAccount(
            name: "Mira", plan: .pro, credits: 10, at: Self.now)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    @discardableResult
    func link(
        _ name: String = "summer", _ kind: Link.Kind = .track,
        _ adjust: (inout Link) -> Void = { _ in }
    ) async throws -> Link {
        var link = Link(
            code: try #require(Code(name)), account: account.id, kind: kind, title: "Summer",
            artist: "Mira", createdAt: Self.now)
        adjust(&link)
        return try await store.create(link, cost: 0, once: nil).link
    }

    /// One request; nil where the path is not this door's. `target` may carry a query.
    func ask(
        _ target: String, method: HTTP.Method = .get, fields: [String: String] = [:]
    ) async throws -> Answered? {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? try #require(Target.pairs(form: Array(parts[1].utf8))) : []
        var head = Fields()
        for (name, value) in fields { head[name] = value }
        let request = Request(
            method: method, path: parts[0], query: query, fields: head,
            arrival: Arrival(
                peer: PeerAddress(v4: 0x0102_0304), isSecure: true, isVouched: false,
                nowMs: Self.now.ms, closes: false))
        return await door.respond(to: request).map(Answered.init)
    }

    struct Answered {
        let status: Int
        let fields: Fields
        let text: String

        init(_ response: Response) {
            status = response.status
            fields = response.fields
            guard case .bytes(let bytes) = response.body else {
                text = ""
                return
            }
            text = String(decoding: bytes, as: UTF8.self)
        }
    }
}
