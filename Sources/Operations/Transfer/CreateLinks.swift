public import Smartlink

/// A link to be imported: its fields are filled in, its code is settled here.
public struct ImportedLink: Sendable {
    public var link: Link
    /// The code it had; nil for a random one.
    public var code: String?
    public var origin: Origin

    public init(_ link: Link, code: String?, origin: Origin) {
        self.link = link
        self.code = code
        self.origin = origin
    }
}

/// What became of one of them.
public enum ImportOutcome: Sendable {
    /// With a remark where it is not quite as it was.
    case created(Link, remark: String?)
    /// It is here already, or was and has been deleted.
    case skipped(Link?, String)
    case failed(Failure)
}

extension TransferActions {
    /// A link to fill in, as `createLinks` takes it.
    public func blankLink(of account: Account, createdAt: Instant?) throws(Failure) -> Link {
        let now = surroundings.now()
        let at = createdAt.map { min($0, now) } ?? now
        return Link(
            code: try actions.randomCode(), account: account.id, kind: .track, title: "",
            artist: "", createdAt: at)
    }

    /// Makes links, at most `store.draftsMax`, each checked as any new one is; one outcome a link, in their order.
    ///
    /// Errors: those of the store as a whole. Want of credits is each link's own outcome.
    public func createLinks(
        _ links: [ImportedLink], for account: Account, _ terms: ImportTerms
    ) async throws(Failure) -> [ImportOutcome] {
        var outcomes: [ImportOutcome?] = Array(repeating: nil, count: links.count)
        var remarks: [Int: String] = [:]
        var drafts: [(place: Int, draft: LinkDraft)] = []
        for (place, imported) in links.enumerated() {
            do throws(Failure) {
                let (link, remark) = try checked(imported, terms)
                remarks[place] = remark
                drafts.append((place, draft(link, imported.origin, terms)))
            } catch {
                outcomes[place] = .failed(error)
            }
        }
        var attempt = 1
        while !drafts.isEmpty {
            let made = try await store.create(drafts.map(\.draft), at: surroundings.now())
            var again: [(place: Int, draft: LinkDraft)] = []
            for ((place, draft), outcome) in zip(drafts, made) {
                switch outcome {
                case .made(let link): outcomes[place] = .created(link, remark: remarks[place])
                case .isThere(let link): outcomes[place] = Self.skipped(link)
                case .refused(let failure):
                    guard failure.code == .conflict, failure.field == "slug",
                        attempt < OperationLimits.codeAttemptsMax
                    else {
                        outcomes[place] = .failed(failure)
                        continue
                    }
                    var other = draft
                    if links[place].code == draft.link.code.text {
                        remarks[place] =
                            "The code \(draft.link.code) is taken here: the link has a new one."
                    }
                    other.link.code = try actions.randomCode()
                    again.append((place, other))
                }
            }
            drafts = again
            attempt += 1
        }
        return outcomes.map {
            $0 ?? .failed(Failure(.unavailable, "No free code was found. Try again."))
        }
    }

    /// What `createLinks` would come to, as far as that shows beforehand.
    public func tryLinks(
        _ links: [ImportedLink], for account: Account, _ terms: ImportTerms
    ) async throws(Failure) -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        for imported in links {
            do throws(Failure) {
                var (link, remark) = try checked(imported, terms)
                if let present = try await store.link(from: imported.origin, of: account.id) {
                    outcomes.append(Self.skipped(present))
                    continue
                }
                if let present = try await actions.links.link(link.code) {
                    if present.account == account.id {
                        outcomes.append(Self.skipped(present))
                        continue
                    }
                    remark = "The code \(link.code) is taken here: the link will have a new one."
                    link.code = try actions.randomCode()
                }
                outcomes.append(.created(link, remark: remark))
            } catch {
                guard error.code != .unavailable else { throw error }
                outcomes.append(.failed(error))
            }
        }
        return outcomes
    }

    private func checked(
        _ imported: ImportedLink, _ terms: ImportTerms
    ) throws(Failure) -> (link: Link, remark: String?) {
        var link = try normalized(imported.link, catalogue: surroundings.catalogue())
        guard let wanted = imported.code else { return (link, nil) }
        guard terms.codes == .kept else {
            return (link, "The code \(wanted) needs the plan pro: the link has a random one.")
        }
        guard let code = Code(wanted) else {
            return (link, "“\(wanted)” cannot be a code here: the link has a random one.")
        }
        link.code = code
        return (link, nil)
    }

    private func draft(_ link: Link, _ origin: Origin, _ terms: ImportTerms) -> LinkDraft {
        let isSought = terms.search == .byAndBy && actions.finder?.hasSources == true
        return LinkDraft(
            link, cost: terms.cost, origin: origin,
            pursueAt: isSought ? surroundings.now() : nil)
    }

    private static func skipped(_ link: Link?) -> ImportOutcome {
        .skipped(
            link,
            link == nil
                ? "It was imported before and deleted since: it can be restored."
                : "It is here already.")
    }
}
