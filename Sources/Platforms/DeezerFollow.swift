import Outbound
import Smartlink

// Recorded: an artist is a favourite like a track, under the same permission, and `true` is the answer.
extension Deezer: ArtistPlatform {
    var followTerms: FollowTerms { .covered }

    func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding { await find(target) }

    func artist(of item: Item, _ grant: TokenGrant) async -> ArtistFinding {
        let path = item.kind == .track ? "track" : "album"
        let request = door.call(.get, "\(api)/\(path)/\(item.id)", authorization: nil)
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        if let outcome = outcome(response) { return .ended(outcome.ofFollow) }
        guard let entry = response.json(Entry.self), entry.artist.id > 0 else {
            return .ended(.refused)
        }
        return .found("\(entry.artist.id)")
    }

    private struct Entry: Decodable {
        struct Artist: Decodable { var id: Int64 }
        var artist: Artist
    }

    func follow(artist: String, _ grant: TokenGrant, _ key: String) async -> FollowOutcome {
        let pairs = [("artist_id", artist), ("access_token", grant.access)]
        let request = door.call(.post, url("\(api)/user/me/artists", pairs), authorization: nil)
        guard let response = await door.send(request) else { return .unreachable }
        if let outcome = outcome(response) { return outcome.ofFollow }
        return response.json(Bool.self) == true ? .followed : .unreachable
    }
}
