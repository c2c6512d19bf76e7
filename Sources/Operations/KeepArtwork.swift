public import Smartlink

extension Actions {
    /// Keeps an image and makes it the link's artwork; its type is what its bytes say.
    ///
    /// Errors: `not_found`, `too_large`, `unsupported_media_type`, `invalid_field`,
    /// `precondition_failed`.
    public func keepArtwork(
        _ bytes: [UInt8], for code: String, of account: Int64, if expected: ExpectedVersion = .any
    ) async throws(Failure) -> Link {
        try expected.check(try await showLink(code, of: account))
        let artwork = try await artwork(bytes)
        try await links.keepArtwork(bytes, artwork)
        return try await updateLink(code, of: account, if: expected) { link in
            link.artwork = artwork
        }
    }

    /// Keeps an image that no link has yet.
    ///
    /// Errors: as `keepArtwork` for a link.
    func keepArtwork(_ bytes: [UInt8]) async throws(Failure) -> Artwork {
        let artwork = try await artwork(bytes)
        try await links.keepArtwork(bytes, artwork)
        return artwork
    }

    /// Fetches a picture and keeps it.
    ///
    /// Errors: as `keepArtwork`, at the field `artworkUrl`.
    func fetchArtwork(_ url: String) async throws(Failure) -> Artwork {
        guard let images else {
            throw Failure(
                .invalidField, "Pictures are not fetched here: send it by PUT …/artwork.",
                field: Self.artworkURLField)
        }
        do {
            let bytes = try await images.image(at: url)
            let artwork = try await artwork(bytes)
            try await links.keepArtwork(bytes, artwork)
            return artwork
        } catch {
            // What the artist would have sent themselves is somebody else's here.
            if error.code == .unsupportedMediaType {
                throw Failure(
                    .invalidField, "What lies there is no JPEG, PNG or WebP image.",
                    field: Self.artworkURLField)
            }
            var failure = error
            if failure.field != nil { failure.field = Self.artworkURLField }
            throw failure
        }
    }

    static let artworkURLField = "artworkUrl"

    /// What a picture is by its own head, and by its decoder where one is at hand.
    private func artwork(_ bytes: [UInt8]) async throws(Failure) -> Artwork {
        guard bytes.count <= OperationLimits.artworkBytesMax else {
            throw Failure(
                .tooLarge, "Artwork has at most \(OperationLimits.artworkBytesMax >> 20) MiB.",
                field: "artwork")
        }
        let head: ImageHead
        do {
            head = try ImageHead(reading: bytes)
        } catch {
            throw Self.failure(error)
        }
        try Self.checkSize(head)
        guard !head.isAnimated else { throw Self.animated }
        let artwork = Artwork(
            hash: Self.hexadecimal(surroundings.sha256(bytes)), type: head.type, width: head.width,
            height: head.height)
        switch await examination?.examine(bytes, artwork) {
        // Without a decoder its head is taken at its word: pages then show what there is of it.
        case nil, .sound: return artwork
        case .animated: throw Self.animated
        case .tooLarge: throw Self.tooManyPixels(head)
        case .mixed:
            throw Failure(
                .invalidField,
                "Another file is hidden behind the picture. Open it and save the picture anew.",
                field: "artwork")
        case .broken:
            throw Failure(
                .invalidField,
                "The \(head.type.rawValue.uppercased()) image is damaged: it cannot be decoded to "
                    + "its end. Export or download it again.", field: "artwork")
        }
    }

    private static func checkSize(_ head: ImageHead) throws(Failure) {
        let pixels = head.width.multipliedReportingOverflow(by: head.height)
        guard head.width >= 1, head.height >= 1 else {
            throw Failure(.invalidField, "The image has no pixels.", field: "artwork")
        }
        guard !pixels.overflow, pixels.partialValue <= OperationLimits.artworkPixelsMax else {
            throw tooManyPixels(head)
        }
    }

    private static func tooManyPixels(_ head: ImageHead) -> Failure {
        Failure(
            .invalidField,
            "The image has \(head.width) × \(head.height) pixels; at most "
                + "\(OperationLimits.artworkPixelsMax / 1_000_000) million are taken.",
            field: "artwork")
    }

    private static var animated: Failure {
        Failure(
            .invalidField, "The image is animated; artwork is a still one.", field: "artwork")
    }

    private static func failure(_ error: ImageHead.Unreadable) -> Failure {
        switch error {
        case .unknownType:
            Failure(
                .unsupportedMediaType,
                "Artwork is a JPEG, PNG or WebP image, sent as the whole body "
                    + "(curl --data-binary @cover.jpg).")
        case .damaged(let type):
            Failure(
                .invalidField,
                "The image starts like a \(type.rawValue.uppercased()) file but is "
                    + "damaged: it states no size.", field: "artwork")
        }
    }

    /// Lower-case hexadecimal.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
