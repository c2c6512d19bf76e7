import Operations
import Outbound
import Smartlink

/// Fetches pictures: the type is told by their bytes, whatever the server says they are.
struct ImageDoor: ImageSource {
    let outbound: Outbound

    private static let totalMs = 15_000

    func image(at text: String) async throws(Failure) -> [UInt8] {
        let url: WebURL
        do throws(WebURL.Flaw) {
            url = try WebURL(text)
        } catch {
            throw Self.flaw("This is no URL of a picture: \(error.message).")
        }
        var request = OutboundRequest(.get, url.text, to: .publicOnly)
        request.fields = [("Accept", "image/jpeg, image/png, image/webp")]
        request.responseBytesMax = OperationLimits.artworkBytesMax
        request.totalMs = Self.totalMs
        request.redirects = .anywhere
        let response: OutboundResponse
        do throws(OutboundFailure) {
            response = try await outbound.send(request)
        } catch {
            throw error.kind == .tooLarge
                ? Failure(
                    .tooLarge,
                    "The picture has over \(OperationLimits.artworkBytesMax >> 20) MiB.",
                    field: Self.field)
                : Self.flaw("The picture cannot be fetched: \(error).")
        }
        guard response.status == 200, !response.body.isEmpty else {
            throw Self.flaw("There is no picture at this address: it answers \(response.status).")
        }
        return response.body
    }

    private static let field = "artworkUrl"

    private static func flaw(_ message: String) -> Failure {
        Failure(.invalidField, message, field: field)
    }
}
