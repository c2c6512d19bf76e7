// A/B: `POST …/duplicate` makes a variant, `PUT …/split` deals a link's visits out among several, `DELETE …/split` ends it.
internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    /// Any field of a link may be changed on the way; no body changes none.
    func duplicateLink(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        let body = request.body.isEmpty ? Node(value: [:], path: "") : try body(Self.jsonType)
        let fields = LinkFields(body: body, now: now, baseURL: baseURL)
        let order = try fields.order(once: try once())
        let made = try await actions.duplicateLink(code, of: account, order) {
            (link) throws(Failure) in try fields.vary(&link)
        }
        var response = reply(made.link, status: 201)
        response.fields["Location"] = "\(APIPath.prefix)/links/\(made.link.code.text)"
        if made.isRepeat { response.fields["Idempotency-Replayed"] = "true" }
        return response
    }

    func splitLink(_ code: String) async throws(Failure) -> Response {
        _ = try query()
        let order = try body(Self.jsonType).split()
        return reply(try await actions.splitLink(code, of: account, order, if: expected))
    }

    func endSplit(_ code: String) async throws(Failure) -> Response {
        let asked = try query("keep")
        return reply(
            try await actions.endSplit(
                code, of: account.id, keeping: asked["keep"], if: expected))
    }
}

extension Node {
    private static let splitNames = ["variants", "startsAt", "endsAt"]
    private static let shareNames = ["variant", "weight"]

    /// The body of `PUT …/split`, itself the whole test.
    func split() throws(Failure) -> SplitOrder {
        var order = SplitOrder(variants: [])
        for (name, node) in try members() {
            switch name {
            case "variants":
                for item in try node.items() { order.variants.append(try item.share()) }
            case "startsAt": order.startsAt = try node.optionalInstant()
            case "endsAt": order.endsAt = try node.optionalInstant()
            default: throw node.unknown(Self.splitNames)
            }
        }
        return order
    }

    private func share() throws(Failure) -> SplitOrder.Share {
        var share = SplitOrder.Share(variant: "", weight: 0)
        for (name, node) in try members() {
            switch name {
            case "variant": share.variant = try node.string()
            case "weight":
                guard let weight = Int(exactly: try node.integer()) else {
                    throw node.fail("\(node.path) is too large.")
                }
                share.weight = weight
            default: throw node.unknown(Self.shareNames)
            }
        }
        for name in Self.shareNames where value[name] == nil {
            throw Failure(.invalidField, "\(path) needs \(name).", field: "\(path).\(name)")
        }
        return share
    }
}
