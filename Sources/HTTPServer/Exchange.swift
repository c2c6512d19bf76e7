// What a connection needs while it is with the control plane: first the request that grows, then
// the response that shrinks.
import EventLoop
import HTTP

final class Exchange {
    var request: Request
    var decoder: BodyDecoder
    /// HTTP/1.0 wants to be told that its connection is kept.
    let minorVersion: UInt8
    let startedNs: Int64
    var head: [UInt8] = []
    var body = Content.none
    /// Where the body's next part comes from, if it is made while it is sent; `head` and `body`
    /// then hold the piece at hand.
    var stream: StreamedBody?
    /// Bytes of head and body that are gone.
    var sent = 0
    /// `sent` when the peer's time was last extended.
    var sentAtDeadline = 0

    /// What follows the response's head.
    enum Content {
        case none
        case bytes([UInt8])
        case file(OpenFile, Range<Int>)
    }

    /// A file that is open as long as somebody sends it.
    final class OpenFile {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) {
            self.descriptor = descriptor
        }
    }

    init(_ request: Request, decoder: BodyDecoder, minorVersion: UInt8, startedNs: Int64) {
        self.request = request
        self.decoder = decoder
        self.minorVersion = minorVersion
        self.startedNs = startedNs
    }

    private var bodyCount: Int {
        switch body {
        case .none: 0
        case .bytes(let bytes): bytes.count
        case .file(_, let range): range.count
        }
    }

    var isSent: Bool { sent == head.count + bodyCount }

    /// Has a piece of the body sent now that the last is gone.
    func hold(_ piece: StreamedBody.Piece) {
        head = piece.head
        body = .bytes(piece.bytes)
        sent = 0
        sentAtDeadline = 0
    }

    /// Sends as much as the peer takes at once.
    func send(_ number: Int32) -> Transfer {
        while !isSent {
            let transfer = sendOnce(number)
            switch transfer {
            case .moved(let count): sent += count
            case .blocked, .broken, .ended: return transfer
            }
        }
        return .moved(0)
    }

    private func sendOnce(_ number: Int32) -> Transfer {
        let bodySent = max(0, sent - head.count)
        let headSent = min(sent, head.count)
        switch body {
        case .none: return send(number, headSent, [], 0, followsMore: false)
        case .bytes(let bytes): return send(number, headSent, bytes, bodySent, followsMore: false)
        case .file(let file, let range):
            if headSent < head.count { return send(number, headSent, [], 0, followsMore: true) }
            return Stream.sendFile(
                number, from: file.descriptor, offset: range.lowerBound + bodySent,
                count: range.count - bodySent)
        }
    }

    private func send(
        _ number: Int32, _ headSent: Int, _ bytes: [UInt8], _ bodySent: Int, followsMore: Bool
    ) -> Transfer {
        unsafe head.withUnsafeBytes { head in
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe Stream.send(
                    number, UnsafeRawBufferPointer(rebasing: head[headSent...]),
                    UnsafeRawBufferPointer(rebasing: bytes[bodySent...]), followsMore: followsMore)
            }
        }
    }
}
