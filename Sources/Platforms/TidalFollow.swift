import Outbound
import Smartlink

// By the specification: an artist is an item of a collection like any other, under the same permission.
extension Tidal: ArtistPlatform {
    var followTerms: FollowTerms { .covered }

    func artist(of item: Item, _ grant: TokenGrant) async -> ArtistFinding {
        guard item.kind != .playlist else { return .ended(.refused) }
        var pairs = [("include", "artists")]
        if let market = grant.market { pairs.append(("countryCode", market.uppercased())) }
        let request = door.call(
            .get, url("\(api)/v2/\(item.kind.rawValue)s/\(item.id)", pairs),
            authorization: "Bearer \(grant.access)", accept: Self.mediaType)
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        guard response.isSuccess else { return .ended(response.followOutcome) }
        guard let entry = response.json(Entry.self) else { return .ended(.unreachable) }
        guard let artist = entry.data.relationships?.artists?.data?.first?.id, isPlainID(artist)
        else { return .ended(.refused) }
        return .found(artist)
    }

    private struct Entry: Decodable {
        struct Resource: Decodable { var relationships: Relationships? }
        struct Relationships: Decodable { var artists: Artists? }
        struct Artists: Decodable { var data: [Artist]? }
        struct Artist: Decodable { var id: String }
        var data: Resource
    }

    func follow(artist: String, _ grant: TokenGrant, _ key: String) async -> FollowOutcome {
        let request = adding([artist], of: .artists, grant, key)
        guard let response = await door.send(request) else { return .unreachable }
        switch outcomes(response, of: [artist]) {
        case .each(let outcomes): return outcomes[0].ofFollow
        case .whole(let outcome): return outcome.ofFollow
        }
    }
}
