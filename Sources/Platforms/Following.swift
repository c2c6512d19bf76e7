// What following has in common on all platforms: the artist is whom the catalogue's entry names first, and no
// answer to a follow says anything about the save before it.
import Outbound
import Smartlink

/// What looking for the artist of the music came to.
enum ArtistFinding: Sendable {
    case found(String)
    case ended(FollowOutcome)
}

extension Finding {
    /// The item whose artist is meant, or why nobody can be followed.
    var item: Result<Item, FollowTrouble> {
        switch self {
        case .found(let item): .success(item)
        // It was saved a moment ago.
        case .notReleased: .failure(FollowTrouble(outcome: .unreachable))
        case .ended(let outcome): .failure(FollowTrouble(outcome: outcome.ofFollow))
        }
    }
}

struct FollowTrouble: Error { var outcome: FollowOutcome }

extension SaveOutcome {
    /// What the same answer means where it is one to a follow.
    var ofFollow: FollowOutcome {
        switch self {
        case .saved: .followed
        case .busy(let seconds): .busy(retryAfterSeconds: seconds)
        case .unreachable, .misconfigured: .unreachable
        case .unauthorised, .refused, .notReleased: .refused
        }
    }
}

extension OutboundResponse {
    /// What an answer that is no success comes to: 400 and 403 among others say that it is not supported.
    var followOutcome: FollowOutcome { (plainOutcome ?? .refused(.rejected)).ofFollow }
}

/// A platform whose follows take two steps: whose music it is, and following them.
protocol ArtistPlatform: SavingPlatform {
    var artists: Found<String> { get }
    func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding
    /// The catalogue's entry of an item.
    func artist(of item: Item, _ grant: TokenGrant) async -> ArtistFinding
    func follow(artist: String, _ grant: TokenGrant, _ key: String) async -> FollowOutcome
}

extension ArtistPlatform {
    func follow(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> FollowOutcome {
        let item: Item
        switch await find(target, grant).item {
        case .success(let match): item = match
        case .failure(let trouble): return trouble.outcome
        }
        let name = "\(item.kind.rawValue) \(item.id)"
        if let artist = artists.item(name) { return await follow(artist: artist, grant, key) }
        switch await artist(of: item, grant) {
        case .found(let artist):
            artists.keep(artist, name)
            return await follow(artist: artist, grant, key)
        case .ended(let outcome): return outcome
        }
    }
}
