import Outbound
import Smartlink

// Documented: a subscription to the channel of the song's video. A second one to the same channel is a 400 of its
// own reason, which is as good as the first.
extension YouTubeMusic: ArtistPlatform {
    var followTerms: FollowTerms { .covered }

    func artist(of item: Item, _ grant: TokenGrant) async -> ArtistFinding {
        let pairs = [("part", "snippet"), ("id", item.id)]
        let request = door.call(
            .get, url("\(api)/youtube/v3/videos", pairs), authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        if let outcome = outcome(response) { return .ended(outcome.ofFollow) }
        guard let answer = response.json(Videos.self) else { return .ended(.unreachable) }
        guard let channel = answer.items.first?.snippet.channelId, isPlainID(channel) else {
            return .ended(.refused)
        }
        return .found(channel)
    }

    private struct Videos: Decodable {
        struct Video: Decodable { var snippet: Snippet }
        struct Snippet: Decodable { var channelId: String? }
        var items: [Video]
    }

    func follow(artist: String, _ grant: TokenGrant, _ key: String) async -> FollowOutcome {
        var request = door.call(
            .post, url("\(api)/youtube/v3/subscriptions", [("part", "snippet")]),
            authorization: "Bearer \(grant.access)")
        request.fields.append(("Content-Type", "application/json"))
        let resource = #"{"kind":"youtube#channel","channelId":"\#(artist)"}"#
        request.body = Array(#"{"snippet":{"resourceId":\#(resource)}}"#.utf8)
        guard let response = await door.send(request) else { return .unreachable }
        if response.status == 400, response.json(Refusal.self)?.reason == "subscriptionDuplicate" {
            return .followed
        }
        return outcome(response)?.ofFollow ?? (response.isBare ? .followed : .unreachable)
    }

    private struct Refusal: Decodable {
        struct Fault: Decodable { var errors: [Detail]? }
        struct Detail: Decodable { var reason: String? }
        var error: Fault
        var reason: String? { error.errors?.first?.reason }
    }
}
