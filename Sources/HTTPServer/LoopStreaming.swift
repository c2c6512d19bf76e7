// Bodies that are made while they are sent. The order, for each part:
//
//   ask     a Task has the source make it; the connection is `answering`
//   letter  the part comes back by mailbox
//   send    in pieces; the connection is `sending`, and a peer that takes none of it is given up
//
// Nothing is asked for while anything is unsent: a slow peer slows the source down. The control plane counts such a
// response as its own until its end, or until the part that was being made when the peer left is there.
import EventLoop
import HTTP

extension Loop {
    /// What comes after a piece is out.
    func goOn(_ index: Int, _ exchange: Exchange, _ stream: StreamedBody) {
        if stream.hasEnded {
            controlRequests -= 1
            table[index].exchange = nil
            if drainEndMs != nil { table[index].flags.insert(.closes) }
            finish(index)
        } else if let piece = stream.nextPiece() {
            exchange.hold(piece)
            table[index].deadlineMs = nowMs + settings.writeMs
            settle(index)
            queue(index)
        } else {
            ask(index, stream)
        }
    }

    private func ask(_ index: Int, _ stream: StreamedBody) {
        table[index].phase = .answering
        let token = table.token(index)
        let mailbox = parts.mailbox
        stream.ask { mailbox.post(.part(token: token, $0)) }
    }

    /// Sends the part that was asked for.
    func deliver(_ part: BodyPart, to token: UInt64) {
        guard let index = table.live(token), let exchange = table[index].exchange,
            let stream = exchange.stream
        else {
            controlRequests -= 1
            return
        }
        switch part {
        case .bytes(let bytes):
            stream.take(bytes)
            // An empty chunk would be the last.
            guard let piece = stream.nextPiece() else { return ask(index, stream) }
            exchange.hold(piece)
        case .end: exchange.hold(stream.end())
        case .broken:
            stream.take([])
            return close(index)
        }
        table[index].phase = .sending
        table[index].deadlineMs = nowMs + settings.writeMs
        settle(index)
        continueExchange(index)
    }

    /// Forgets a body whose connection is being closed.
    func giveUp(_ stream: StreamedBody, at index: Int) {
        if stream.isAsking {
            // Its letter still comes, and finds nobody.
            stream.cancel()
        } else {
            controlRequests -= 1
        }
        if stream.endsWithConnection { Stream.endsByReset(table[index].descriptor) }
    }
}
