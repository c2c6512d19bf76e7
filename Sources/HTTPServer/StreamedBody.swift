import HTTP

/// A body that is made while it is sent: the part at hand, cut into pieces as they leave.
///
/// Memory holds one part and one piece of it, however long the body is.
final class StreamedBody {
    private let source: any BodyStream
    private let framing: ResponseFraming
    private var part: [UInt8] = []
    /// Bytes of `part` that were cut off.
    private var cut = 0
    /// Works at the next part; its letter has not been read yet.
    private var asking: Task<Void, Never>?
    /// The last piece was made.
    private(set) var hasEnded = false

    /// Bytes of one write: what frames them, and they themselves.
    struct Piece {
        var head: [UInt8] = []
        var bytes: [UInt8] = []
    }

    init(_ source: any BodyStream, _ framing: ResponseFraming) {
        self.source = source
        self.framing = framing
    }

    var isAsking: Bool { asking != nil }

    /// Whether a peer would take the connection's end for the body's.
    var endsWithConnection: Bool { framing == .untilClose }

    /// Has the next part made; `post` gets it on another thread.
    func ask(_ post: @escaping @Sendable (BodyPart) -> Void) {
        let source = source
        asking = Task { post(await source.next()) }
    }

    /// Lets whoever makes the next part know that nobody waits for it.
    func cancel() {
        asking?.cancel()
    }

    /// Takes the part over that was asked for.
    func take(_ bytes: [UInt8]) {
        asking = nil
        part = bytes
        cut = 0
    }

    /// The next piece of the part at hand; nil once it is gone.
    func nextPiece() -> Piece? {
        guard cut < part.count else { return nil }
        let end = min(part.count, cut + Limits.pieceBytesMax)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end - cut + Self.lineEnd.count)
        bytes += part[cut..<end]
        let size = end - cut
        cut = end
        if cut == part.count { take([]) }
        guard framing == .chunked else { return Piece(bytes: bytes) }
        bytes += Self.lineEnd
        return Piece(head: Array(String(size, radix: 16).utf8) + Self.lineEnd, bytes: bytes)
    }

    /// The piece that says that nothing more comes.
    func end() -> Piece {
        asking = nil
        hasEnded = true
        return framing == .chunked ? Piece(head: Array("0\r\n\r\n".utf8)) : Piece()
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
}
