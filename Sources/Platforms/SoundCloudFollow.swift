import Outbound
import Smartlink

// By the specification: who uploaded the music is followed; 422 says that they cannot be.
extension SoundCloud: ArtistPlatform {
    var followTerms: FollowTerms { .covered }

    func artist(of item: Item, _ grant: TokenGrant) async -> ArtistFinding {
        let path = item.kind == .track ? "tracks" : "playlists"
        let request = door.call(
            .get, "\(api)/\(path)/\(item.id)", authorization: "OAuth \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        guard response.isSuccess else { return .ended(response.followOutcome) }
        guard let entry = response.json(Entry.self) else { return .ended(.unreachable) }
        let parts = (entry.user.urn ?? "").split(
            separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "soundcloud", parts[1] == "users", isNumber(parts[2])
        else { return .ended(.refused) }
        return .found("soundcloud:users:\(parts[2])")
    }

    private struct Entry: Decodable {
        struct User: Decodable { var urn: String? }
        var user: User
    }

    func follow(artist: String, _ grant: TokenGrant, _ key: String) async -> FollowOutcome {
        let request = door.call(
            .put, "\(api)/me/followings/\(artist)", authorization: "OAuth \(grant.access)")
        guard let response = await door.send(request) else { return .unreachable }
        guard response.isSuccess else { return response.followOutcome }
        return response.isBare ? .followed : .unreachable
    }
}
