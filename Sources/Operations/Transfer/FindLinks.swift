public import Smartlink

/// What a row of a list names: a recording, a release or an address.
public enum ListedMusic: Equatable, Sendable {
    case isrc(String)
    case upc(String)
    case url(String)

    /// Errors: `invalid_field` for a line that is none of these.
    public init(_ line: String) throws(Failure) {
        let lower = line.lowercased()
        if lower.hasPrefix("https://") || lower.hasPrefix("http://") {
            self = .url(line)
        } else if line.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x20 }) {
            self = .upc(try GTIN.checked(line, field: "upc"))
        } else {
            self = .isrc(try ISRC.checked(line, field: "isrc"))
        }
    }

    public var text: String {
        switch self {
        case .isrc(let text), .upc(let text), .url(let text): text
        }
    }
}

extension TransferActions {
    /// Makes a link of what a list names, its title and artist found as for any link made so.
    public func findLink(
        _ music: ListedMusic, origin: Origin, for account: Account, _ terms: ImportTerms
    ) async -> ImportOutcome {
        do throws(Failure) {
            if let present = try await store.link(from: origin, of: account.id) {
                return .skipped(present, "It is here already.")
            }
            let key = "import-" + Actions.hexadecimal(origin.key)
            var order = LinkOrder(once: Once(key: key, fingerprint: key))
            order.cost = terms.cost
            if case .url(let url) = music { order.sourceURL = url }
            // An operator's own import asks nobody's plan.
            var owner = account
            if owner.plan == .free, terms.cost == 0 { owner.plan = .starter }
            let made = try await actions.createLink(order, for: owner) { (link) throws(Failure) in
                switch music {
                case .isrc(let isrc): link.isrc = isrc
                case .upc(let upc): link.upc = upc
                case .url: break
                }
            }
            try await store.keep(origin, for: made.link.id, of: account.id)
            return made.isRepeat
                ? .skipped(made.link, "It is here already.") : .created(made.link, remark: nil)
        } catch {
            return .failed(error)
        }
    }
}
