import FoundationEssentials
public import Outbound
public import Smartlink

extension LinkMetadata {
    /// Reads what a Segue says of one of its links, from the URL of its `.json`.
    ///
    /// For who listens, on their own machine: a server does not fetch addresses that artists write. Redirects stay on
    /// the host. Errors: `not_found` for what is no link there; `unavailable` for a server that cannot be asked now.
    public static func fetch(
        _ url: String, over outbound: Outbound
    ) async throws(Failure) -> LinkMetadata {
        // The listener's own choice of host, be it on this machine.
        var request = OutboundRequest(.get, url, to: .anything)
        request.fields = [("Accept", "application/json")]
        request.responseBytesMax = Limits.linkBytesMax
        // A proxy in front of it may lead from http to https.
        if let host = host(of: url) { request.redirects = .within([host]) }
        let response: OutboundResponse
        do throws(OutboundFailure) {
            response = try await outbound.send(request)
        } catch {
            throw Failure(.unavailable, "The link cannot be read: \(error).")
        }
        switch response.status {
        case 200:
            if let metadata = response.json(LinkMetadata.self), !metadata.title.isEmpty {
                return metadata
            }
            throw Failure(.notFound, "\(url) does not answer as a smart link does.")
        case 404: throw Failure(.notFound, "There is no such link: \(url) is not known there.")
        case 410: throw Failure(.notFound, "This link has been taken down.")
        case 429, 500...:
            throw Failure(
                .unavailable, "The link's server answers \(response.status): try later.",
                retryAfterSeconds: response.retryAfterSeconds)
        default:
            throw Failure(
                .notFound, "\(url) answers \(response.status), not as a smart link does.")
        }
    }
}
