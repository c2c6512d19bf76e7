import Operations
import ScriptedSources
import Smartlink
import Store
import Synchronization

/// An artist at a desk with catalogues behind it.
struct Studio {
    let desk: Desk
    let account: Account

    init(
        _ sources: [ScriptedSource], graceMs: Int64 = 60_000, images: any ImageSource = NoImages()
    ) async throws {
        desk = try Desk(
            sources: sources, graceMs: graceMs, images: images,
            catalogue: ProjectCatalogue.catalogue)
        account = try await desk.actions.createAccount(name: "Mira", plan: .pro, credits: 5).account
    }

    func make(
        _ order: LinkOrder = LinkOrder(), _ edit: LinkEdit = { _ in }
    ) async throws(Failure) -> Link {
        try await desk.actions.createLink(order, for: account, edit).link
    }

    /// A link by the tests' ISRC.
    func make(isrc: String, _ order: LinkOrder = LinkOrder()) async throws(Failure)
        -> Link
    {
        try await make(order) { $0.isrc = isrc }
    }

    func link(_ link: Link) async throws -> Link {
        try await desk.actions.showLink(link.code.text, of: account.id)
    }

    /// The link once it is so; as it is after a minute else.
    func link(_ link: Link, once isSo: (Link) -> Bool) async throws -> Link {
        for _ in 0..<60_000 {
            let now = try await self.link(link)
            if isSo(now) { return now }
            try await Task.sleep(nanoseconds: 1_000_000)
        }
        return try await self.link(link)
    }

    /// When the link's music is looked for next, once the round that is under way is over; nil if never.
    func nextRound(after round: Instant? = nil) async throws -> Instant? {
        let lease = Instant(ms: (round ?? desk.now).ms + 60_000)
        for _ in 0..<60_000 {
            let next = try await desk.store.nextPursuit()
            if next != lease { return next }
            try await Task.sleep(nanoseconds: 1_000_000)
        }
        return lease
    }

    /// Has what is due looked for, as the runner does.
    func pursue() async throws {
        let due = try await desk.store.leasePursuits(
            8, at: desk.now, until: Instant(ms: desk.now.ms + 60_000))
        for pursuit in due { try await desk.actions.pursue(pursuit) }
    }

    /// What was taken and given, newest first.
    func ledger() async throws -> [Int64] {
        try await desk.actions.showAccount(account.id, limit: 50, cursor: nil).ledger.items
            .map(\.amount)
    }
}

extension Link {
    func on(_ platform: String) -> Destination? { destinations.first { $0.platform == platform } }
}

/// A catalogue whose answer changes while the test goes on.
final class Answers: Sendable {
    private let answer: Mutex<SourceAnswer>
    init(_ answer: SourceAnswer) { self.answer = Mutex(answer) }
    var now: SourceAnswer { answer.withLock { $0 } }
    func become(_ other: SourceAnswer) { answer.withLock { $0 = other } }
}

/// Pictures by their URL, and how often one was fetched.
final class Pictures: ImageSource {
    private let fetched = Mutex<[String]>([])
    private let pictures: [String: [UInt8]]

    init(_ pictures: [String: [UInt8]] = [:]) { self.pictures = pictures }

    var fetches: [String] { fetched.withLock { $0 } }

    func image(at url: String) async throws(Failure) -> [UInt8] {
        fetched.withLock { $0.append(url) }
        guard let picture = pictures[url] else {
            throw Failure(
                .invalidField, "There is no picture at this address.", field: "artworkUrl")
        }
        return picture
    }
}
