// Tampered bytes against the grammar: heads, chunked bodies, cookies, choices, targets, addresses,
// dates.
//
// Nothing may crash, and what must hold for any input is checked for each: slices lie inside their
// buffer, a head that is whole stays whole and the same whatever follows it, a body means the same
// however it is cut.
import Bytes
import HTTP

/// An input that broke a rule; the seed and iteration bring it back.
struct FuzzFailure: Error, CustomStringConvertible {
    var rule: String
    var seed: UInt64
    var iteration: Int
    var input: [UInt8]

    var description: String {
        "\(rule): seed \(seed), iteration \(iteration), input \(hexadecimal(input))"
    }
}

/// Runs `iterations` inputs made from `seed` through every reader of untrusted bytes; throws at the
/// first that breaks a rule.
func fuzzGrammar(seed: UInt64, iterations: Int) throws(FuzzFailure) {
    var bytes = GrammarInputs(seed: seed)
    var head = RequestHead()
    for iteration in 0..<iterations {
        let input = bytes.next()
        let cut = bytes.number(below: input.count + 1)
        let broken = input.withRawSpan { input -> String? in
            let whole = ByteSlice(offset: 0, count: input.byteCount)
            return brokenHead(input, &head) ?? brokenBody(input, cut: cut)
                ?? brokenField(input, whole)
        }
        if let broken {
            throw FuzzFailure(rule: broken, seed: seed, iteration: iteration, input: input)
        }
    }
}

/// Makes inputs: a good message tampered with, or noise of the characters that matter.
private struct GrammarInputs {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private static let starts = [
        "GET /link/mira-sleeper?to=spotify&ch=a%20b HTTP/1.1\r\nHost: a.example:80\r\n"
            + "Cookie: a=b; segue_platform=spotify\r\nAccept-Language: de-AT,de;q=0.9,en;q=0.8\r\n"
            + "Accept-Encoding: gzip;q=0.5, *;q=0\r\nX-Forwarded-For: 1.2.3.4, [2001:db8::1]:80\r\n\r\n",
        "POST http://[::1]:8080/x HTTP/1.1\r\nhost: h\r\nContent-Length: 5, 5\r\n"
            + "Expect: 100-continue\r\nIf-None-Match: W/\"a,b\", \"c\"\r\n\r\nhello",
        "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close, TE\r\n\r\n",
        "5;a=\"b\"\r\nhello\r\n00A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n",
        "a=b; segue_platform=\"x\" ; c", "Sun, 06 Nov 1994 08:49:37 GMT",
        "2001:db8::ffff:192.0.2.1",
        "/a/%2e%2E/%C3%A4?x=%00+y", "bytes=0-4,-5", "W/\"a\", \"b", "::ffff:10.0.0.0/104",
    ].map { Array($0.utf8) }

    private static let pieces = [
        "\r\n", "\r", "\n", "\0", " ", "\t", ":", ",", ";", "=", "\"", "%", "/", "..", "?", "#",
        "*", "q=",
        "\r\n\r\n", "Host: b\r\n", "Content-Length: 99999999999999999999\r\n", "HTTP/1.1", "W/",
        "\u{7F}",
        "Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFF\r\n", "é", "::", "[", "]", "0", "a",
    ].map { Array($0.utf8) }

    mutating func number(below bound: Int) -> Int {
        Int(truncatingIfNeeded: random() % UInt64(bound))
    }

    mutating func next() -> [UInt8] {
        var input = Self.starts[number(below: Self.starts.count)]
        if random() % 16 == 0 { input = [] }
        for _ in 0..<(random() % 8) {
            let place = number(below: input.count + 1)
            switch random() % 5 {
            case 0, 1:
                input.insert(contentsOf: Self.pieces[number(below: Self.pieces.count)], at: place)
            case 2: input.removeSubrange(place..<min(input.count, place + number(below: 4)))
            case 3: if place < input.count { input[place] = UInt8(truncatingIfNeeded: random()) }
            default: if place < input.count { input[place] ^= 1 << (random() % 8) }
            }
        }
        return input
    }

    /// SplitMix64 (Steele, Lea, Flood).
    private mutating func random() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// The rule that a head read from `input` breaks; nil if none.
private func brokenHead(_ input: RawSpan, _ head: inout RequestHead) -> String? {
    let outcome = head.parse(input, limits: HeadLimits())
    guard case .complete(let headBytes) = outcome else { return nil }
    if headBytes > input.byteCount || input.integer(headBytes - 4, bytes: 4) != 0x0A0D_0A0D {
        return "a whole head ends with an empty line"
    }
    for line in 0..<head.fieldCount {
        for slice in [head.fieldName(line), head.fieldValue(line)] {
            if slice.upperBound > headBytes { return "a field lies inside its head" }
            for place in slice.lowerBound..<slice.upperBound {
                let octet = input.byte(place)
                if octet == 0x0D || octet == 0x0A || octet == 0 { return "a field is one line" }
            }
        }
    }
    if head.path.isEmpty || head.path.upperBound > headBytes { return "a head has a path" }
    if head.minorVersion == 1, head.authority.isEmpty { return "a head of HTTP/1.1 has a host" }
    let path = head.path
    let alone = input.bytes(ByteSlice(offset: 0, count: headBytes))
    let again = alone.withRawSpan { head.parse($0, limits: HeadLimits()) }
    if again != outcome || head.path != path { return "a head means the same without what follows" }
    let short = Array(alone.dropLast())
    if case .complete = short.withRawSpan({ head.parse($0, limits: HeadLimits()) }) {
        return "a head is whole only with its last byte"
    }
    return nil
}

/// The rule that a chunked body read from `input` breaks, whole and in two pieces.
private func brokenBody(_ input: RawSpan, cut: Int) -> String? {
    func read(_ pieces: [ByteSlice]) -> (payload: [UInt8], end: BodyStep, used: Int) {
        var decoder = BodyDecoder(.chunked, bodyBytesMax: 1 << 20)
        var payload: [UInt8] = []
        var used = 0
        var end = BodyStep.partial
        for piece in pieces {
            let bytes = input.bytes(piece)
            bytes.withRawSpan { bytes in
                var place = 0
                repeat {
                    end = decoder.next(bytes, at: &place)
                    if case .payload(let slice) = end { payload += bytes.bytes(slice) }
                } while end.isPayload
                used += place
            }
            if end != .partial { break }
        }
        return (payload, end, used)
    }
    let one = read([ByteSlice(offset: 0, count: input.byteCount)])
    let two = read([
        ByteSlice(offset: 0, count: cut), ByteSlice(offset: cut, count: input.byteCount - cut),
    ])
    if one.payload.count > one.used { return "a body is no longer than what it came in" }
    return one == two ? nil : "a body means the same however it is cut"
}

extension BodyStep {
    fileprivate var isPayload: Bool {
        if case .payload = self { return true }
        return false
    }
}

/// The rule that one of the readers of a field's value breaks.
private func brokenField(_ input: RawSpan, _ whole: ByteSlice) -> String? {
    let found = [
        Cookie.value(of: "segue_platform", in: input, whole),
        Target.parameter("to", in: input, whole),
    ]
    for slice in found {
        if let slice, slice.upperBound > input.byteCount { return "a value lies inside its field" }
    }
    if let path = Target.path(input, whole), path.split(separator: "/").contains("..") {
        return "a path goes nowhere up"
    }
    _ = Target.pairs(input, whole)
    _ = AcceptLanguage.preferred(in: input, whole)
    _ = AcceptEncoding.takesGzip(input, whole)
    _ = EntityTag.list(input, whole, holdsWeakly: input, whole)
    _ = EntityTag.list(input, whole, holdsStrongly: input, whole)
    let text = input.text(whole)
    _ = CIDR(text)
    _ = bytes(hexadecimal: text)
    if let plain = bytes(base64URL: text), base64URL(plain) != text {
        return "base64url has one text for any bytes"
    }
    if let seconds = HTTPDate.parse(text), seconds >= 0,
        HTTPDate.parse(HTTPDate.text(seconds)) != seconds
    {
        return "a date is read back as it was"
    }
    let choice = RangeChoice.choose(
        .get, Fields(["Range": text]), of: 10, against: Validators(entityTag: "\"a\""))
    if case .part(let range) = choice, range.isEmpty || range.upperBound > 10 {
        return "a range lies inside its file"
    }
    return nil
}
