// What comes in one body. The revision of March 2025 lets its clients send several messages in an array (JSON-RPC 2.0
// §6), the ones before and after it do not; what was agreed upon in `initialize` decides.
internal import HTTP
internal import JSONText

enum Posted {
    case message(Message)
    /// Not yet read: each that is wrong gets an error of its own.
    case batch([JSON])

    init(reading body: [UInt8]) throws(RPCError) {
        let json: JSON
        do throws(JSON.Malformed) {
            json = try JSON(reading: body)
        } catch {
            throw .parse(error.message)
        }
        if case .array(let items) = json {
            self = .batch(items)
        } else {
            self = .message(try Message(json))
        }
    }

    static func taken(
        _ items: [JSON], under version: ProtocolVersion
    ) throws(RPCError) -> [JSON] {
        guard version.takesBatches else {
            throw .invalidRequest(
                "Batches belong to protocol version \(ProtocolVersion.march2025.rawValue); this session speaks "
                    + "\(version.rawValue): send one message at a time.")
        }
        guard !items.isEmpty else { throw .invalidRequest("A batch needs a message.") }
        guard items.count <= Limits.batchMessagesMax else {
            throw .invalidRequest(
                "A batch has at most \(Limits.batchMessagesMax) messages, not \(items.count).")
        }
        return items
    }
}

extension MCPDoor {
    /// One after the other, their answers in the same order; 202 where none asks for one.
    func answer(batch items: [JSON], _ caller: Caller) async -> Response {
        var bytes: [UInt8] = []
        for item in items {
            guard let answer = await answer(item, caller) else { continue }
            // Who is not let in hears so once, as of a message alone.
            guard answer.status == 200, case .bytes(let one) = answer.body else { return answer }
            bytes.append(UInt8(ascii: bytes.isEmpty ? "[" : ","))
            bytes += one
        }
        guard !bytes.isEmpty else { return Response(status: 202) }
        return Message.response(status: 200, bytes + [UInt8(ascii: "]")])
    }

    private func answer(_ item: JSON, _ caller: Caller) async -> Response? {
        do throws(RPCError) {
            switch try Message(item) {
            case .request(let id, "initialize", _):
                throw .invalidRequest("initialize is sent alone, not in a batch.", id)
            case .request(let id, let method, let params):
                return await answer(method, params, id, caller)
            case .notification, .response: return nil
            }
        } catch {
            return error.response(status: 200)
        }
    }
}
