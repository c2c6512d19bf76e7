// segue-card's whole life: an order from standard input, an answer to standard output, until the input ends.
import CardFrames
import Glibc

/// Draws what standard input orders until it ends.
public func drawOrders() {
    Confinement.enter()
    // Fonts are found and read at the first text of all: better before somebody waits for it.
    _ = OrderLoop.answer(CardOrder(title: "Segue", artist: "音 ع"))
    OrderLoop.run(from: STDIN_FILENO, to: STDOUT_FILENO)
}

enum OrderLoop {
    /// Ends where the orders end, at the first frame that is none, and when nobody takes the answers.
    static func run(from input: CInt, to output: CInt) {
        while true {
            guard let start = read(CardOrderHead.bytes, from: input),
                let head = CardOrderHead(start), let body = read(head.bodyBytes, from: input),
                let order = head.order(body)
            else { return }
            Confinement.renewProcessorTime()
            guard write(answer(order).frame, to: output) else { return }
        }
    }

    /// The picture ordered, or why there is none.
    static func answer(_ order: CardOrder) -> CardAnswer {
        do throws(CardAnswer.Refusal) {
            guard order.width > 0 else { return .jpeg(try CardDrawing(order: order).jpeg()) }
            let scaled = try Pixmap(
                decoding: order.cover, within: (order.width, CardFrames.Limits.widthMax))
            guard let bytes = scaled.jpeg(bytesMax: CardFrames.Limits.imageBytesMax) else {
                return .refused(.undrawable)
            }
            return .jpeg(bytes)
        } catch {
            return .refused(error)
        }
    }

    /// Exactly so many bytes; nil if the input ends before.
    private static func read(_ count: Int, from input: CInt) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var place = 0
        while place < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(input, buffer.baseAddress! + place, count - place)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            place += got
        }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to output: CInt) -> Bool {
        var place = 0
        while place < bytes.count {
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(output, buffer.baseAddress! + place, bytes.count - place)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { return false }
            place += put
        }
        return true
    }
}
