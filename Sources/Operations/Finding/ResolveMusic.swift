public import Smartlink

/// What somebody wants found, in their own words.
public struct MusicOrder: Equatable, Sendable {
    public var isrc: String?
    public var upc: String?
    /// A URL on any platform, or an app's own address (`spotify:track:…`).
    public var sourceURL: String?

    public init(isrc: String? = nil, upc: String? = nil, sourceURL: String? = nil) {
        self.isrc = isrc
        self.upc = upc
        self.sourceURL = sourceURL
    }
}

extension Actions {
    /// Looks for music on every platform, makes nothing.
    ///
    /// Errors: `invalid_field` for no clue, several, or one that cannot be. A source that fails says so in its report.
    public func resolve(_ order: MusicOrder) async throws(Failure) -> Search {
        try await lookUp(order).wait(for: .over)
    }

    /// The same, to be watched while it is under way.
    public func lookUp(_ order: MusicOrder) throws(Failure) -> Flight {
        let clue = try clue(order)
        guard let finder, finder.hasSources else {
            throw Failure(
                .unavailable,
                "Nothing is looked up here: the operator has switched off all sources.")
        }
        return finder.find(clue)
    }

    private func clue(_ order: MusicOrder) throws(Failure) -> Clue {
        let given = [order.isrc, order.upc, order.sourceURL].compactMap { $0 }
        guard given.count == 1 else {
            throw Failure(.invalidField, "Give one of isrc, upc and sourceUrl.", field: "isrc")
        }
        if let isrc = order.isrc { return .isrc(try ISRC.checked(isrc, field: "isrc")) }
        if let upc = order.upc { return .upc(try GTIN.checked(upc, field: "upc")) }
        return try clue(address: order.sourceURL ?? "")
    }

    /// The clue a URL is. Errors: `invalid_field` for what is nobody's music.
    func clue(address text: String) throws(Failure) -> Clue {
        let address = try surroundings.catalogue().address(of: text, field: "sourceUrl")
        guard address.isMusic else { throw address.refusal }
        return .address(address)
    }
}
