import Outbound
import Smartlink

// Documented: that following an artist is a permission of its own, and the older endpoint. Measured by others, and
// doubted by the reference: that `PUT /v1/me/library` takes an artist. So it goes in a request of its own, and a
// refusal means that it is not supported.
extension Spotify: ArtistPlatform {
    var followTerms: FollowTerms { .asked }

    func followURL(state: String, challenge: String, redirect: String) -> String? {
        var both = flow
        both.scope = "user-library-modify user-follow-modify"
        return both.authorizeURL(state: state, challenge: challenge, redirect: redirect)
    }

    func artist(of item: Item, _ grant: TokenGrant) async -> ArtistFinding {
        let request = door.call(
            .get, "\(api)/v1/\(item.kind.rawValue)s/\(item.id)",
            authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        guard response.isSuccess else { return .ended(response.followOutcome) }
        guard let entry = response.json(Entry.self) else { return .ended(.unreachable) }
        guard let artist = entry.artists.first?.id, isPlainID(artist) else {
            return .ended(.refused)
        }
        return .found(artist)
    }

    private struct Entry: Decodable {
        struct Artist: Decodable { var id: String }
        var artists: [Artist]
    }

    func follow(artist: String, _ grant: TokenGrant, _ key: String) async -> FollowOutcome {
        let address =
            switch library {
            case .current: url("\(api)/v1/me/library", [("uris", "spotify:artist:\(artist)")])
            case .legacy: url("\(api)/v1/me/following", [("type", "artist"), ("ids", artist)])
            }
        let request = door.call(.put, address, authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request) else { return .unreachable }
        guard response.isSuccess else { return response.followOutcome }
        return response.isBare ? .followed : .unreachable
    }
}
