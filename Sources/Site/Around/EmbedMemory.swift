// Embeds stand in other people's pages and are asked for whenever those are opened. Each is rendered once and then
// answered from memory, until its link changes, its release comes or the tables are replaced.
internal import HTTP
internal import Pages
internal import Smartlink
internal import Synchronization

/// Rendered embeds, bounded in bytes.
final class EmbedMemory: Sendable {
    /// Everything that makes two embeds of a link differ.
    struct Look: Hashable {
        var form: EmbedForm
        var language: String
    }

    /// One rendered embed.
    struct Kept: Sendable {
        var fields: Fields
        var body: [UInt8]
        /// Without its quotes.
        var entityTag: String
        /// When it shows what is no longer so: the release.
        var until: Instant?
    }

    private struct State {
        var cursor: UInt64
        /// The tables they were made with, by their count.
        var tables = 0
        /// By the hash of the link's code (`LinkChanges`), then by code and look.
        var links: [UInt64: [Name: Kept]] = [:]
        var bytes = 0

        mutating func forgetAll() {
            links.removeAll()
            bytes = 0
        }
    }

    private struct Name: Hashable {
        var code: String
        var look: Look
    }

    private let changes: LinkChanges
    private let bytesMax: Int
    private let state: Mutex<State>

    init(changes: LinkChanges, bytesMax: Int = AroundLimits.embedMemoryBytesMax) {
        self.changes = changes
        self.bytesMax = bytesMax
        state = Mutex(State(cursor: changes.newest))
    }

    /// The embed, if it is kept and still true; else what `keep` is to be told once it is made.
    func find(_ code: Code, _ look: Look, at now: Instant, tables: Int) -> (Kept?, Ticket) {
        state.withLock { state in
            catchUp(&state, tables)
            let ticket = Ticket(cursor: state.cursor, tables: tables)
            let kept = state.links[LinkChanges.hash(of: code)]?[Name(code: code.text, look: look)]
            if let until = kept?.until, until <= now { return (nil, ticket) }
            return (kept, ticket)
        }
    }

    /// What was true when an embed began to be made.
    struct Ticket {
        fileprivate var cursor: UInt64
        fileprivate var tables: Int
    }

    /// Not if anything has changed since the ticket: what was made may be of before.
    func keep(_ kept: Kept, _ code: Code, _ look: Look, _ ticket: Ticket) {
        state.withLock { state in
            catchUp(&state, ticket.tables)
            guard state.cursor == ticket.cursor, kept.body.count <= bytesMax else { return }
            if state.bytes + kept.body.count > bytesMax { state.forgetAll() }
            let name = Name(code: code.text, look: look)
            let before = state.links[LinkChanges.hash(of: code), default: [:]]
                .updateValue(kept, forKey: name)
            state.bytes += kept.body.count - (before?.body.count ?? 0)
        }
    }

    /// Bytes of all that is kept.
    var bytes: Int { state.withLock { $0.bytes } }

    private func catchUp(_ state: inout State, _ tables: Int) {
        if state.tables != tables {
            state.forgetAll()
            state.tables = tables
        }
        while true {
            switch changes.next(&state.cursor) {
            case .none: return
            case .overrun: state.forgetAll()
            case .hash(let hash):
                let gone = state.links.removeValue(forKey: hash) ?? [:]
                state.bytes -= gone.values.reduce(0) { $0 + $1.body.count }
            }
        }
    }
}
