import CCurl

extension OutboundRequest {
    /// Whether it can go out as it is: no field that would end early, no size out of bounds.
    var isSendable: Bool {
        (1...Limits.totalMsMax).contains(totalMs) && responseBytesMax >= 0
            && fields.allSatisfy { field in
                !field.name.isEmpty && field.name.utf8.allSatisfy(Self.isTokenByte)
                    && field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            }
    }

    /// RFC 9110 §5.6.2
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension Transfer {
    func prepare(
        _ request: OutboundRequest, to address: WebAddress, as userAgent: String
    ) -> Bool {
        var lines = request.fields.map { field in
            // libcurl's own notation: a name with a colon alone would take the field away.
            field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
        }
        // What libcurl would add by itself to a body, or waits for.
        if !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        lines.append("Expect:")
        return easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
            && easy.set(CURLOPT_URL, address.text)
            && easy.set(CURLOPT_USERAGENT, userAgent)
            && set(CURLOPT_HTTPHEADER, list: lines)
            && easy.set(CURLOPT_FRESH_CONNECT, request.connection == .fresh ? 1 : 0)
            // Many requests at once share a connection where HTTP/2 is spoken, which only TLS can tell.
            && easy.set(CURLOPT_PIPEWAIT, address.scheme == "https" ? 1 : 0)
            && prepare(request.method, request.body)
    }

    private func prepare(_ method: OutboundRequest.Method, _ body: [UInt8]) -> Bool {
        switch method {
        case .get where body.isEmpty: return easy.set(CURLOPT_HTTPGET, 1)
        case .head: return easy.set(CURLOPT_NOBODY, 1)
        default: break
        }
        return easy.set(CURLOPT_POSTFIELDSIZE_LARGE, bytesCount: body.count)
            && (body.isEmpty
                ? easy.set(CURLOPT_COPYPOSTFIELDS, "")
                : easy.set(CURLOPT_COPYPOSTFIELDS, bytes: body))
            && easy.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    }
}
