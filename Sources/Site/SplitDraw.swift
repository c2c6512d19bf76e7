// Which variant of a link's page a fan is shown. The cookie says it where it names one of the test's variants; else
// chance does, by weight. The cookie holds the variant's code and nothing that tells one fan from another:
//
//   segue_variant=<code of the variant>; Path=/link/<code>; Max-Age=<to the test's end, at most 30 days>
//
// A variant is a link with a route of its own: by it a loop notices that the variant was changed (its version is in
// the page's name), switched off or deleted (it drops out, and its weight with it).
internal import Bytes
internal import Smartlink

/// The variant a fan was dealt.
struct ShownVariant: BitwiseCopyable {
    /// The variant's link id, under which the visit is counted; 0 for none.
    var link: Int64 = 0
    /// The version of the variant's link; 0 where the page is the link's own.
    var version: Int64 = 0
    /// Bytes of the variant's code and of the cookie's line, as the draw keeps them.
    var codeBytes = 0
    var lineBytes = 0

    /// The link's own page, in no test.
    static var none: ShownVariant { ShownVariant() }
}

/// One loop's own chance, and what it dealt last.
@safe
final class SplitDraw {
    /// SplitMix64: fast, even, and nobody gains by guessing it.
    private var state: UInt64
    private let code = Block(bytes: Code.bytesMax)
    private let line = Block(bytes: SplitDraw.lineBytesMax)

    private static let lineBytesMax = 256
    static let cookieSecondsMax: Int64 = 30 * 86_400

    /// `key` is secret and another one in every loop: what comes of it nobody can foresee.
    init(key: HashKey) {
        state = Array("segue_variant".utf8).withRawSpan { bytes in
            tableHash(bytes, ByteSlice(offset: 0, count: bytes.byteCount), key: key)
        }
    }

    /// Deals a variant of the link `name` names in `bytes`; the route last found afterwards may be another one's.
    func deal(
        _ facts: FanFacts, _ name: ByteSlice, in bytes: RawSpan, _ tone: ReplyTone,
        from routes: RouteMemory
    ) -> ShownVariant {
        var gone: UInt8 = 0
        // Each round finds a variant or leaves one out.
        for _ in 0...LinkLimits.sharesMax {
            guard routes.find(name, in: bytes) else { return .none }
            let route = unsafe RawSpan(_unsafeBytes: routes.found)
            guard Route.isSplit(route, at: facts.visit.now) else { return .none }
            var share = gone == 0 ? Route.share(named: facts.variant, in: bytes, route) : .none
            if share.place < 0 { share = Route.share(drawn: next(), without: gone, route) }
            guard share.place >= 0 else { return .none }
            var shown = ShownVariant(link: share.link)
            shown.codeBytes = keep(share.code, of: route)
            shown.lineBytes = writeLine(shown, name, bytes, facts.visit.now, route, tone)
            if share.link == Route.link(route) { return shown }
            shown.version = version(of: shown, from: routes)
            if shown.version > 0 { return shown }
            gone |= 1 << UInt8(truncatingIfNeeded: share.place)
        }
        return .none
    }

    /// The code of the variant last dealt.
    func code(of shown: ShownVariant) -> Code? {
        let bytes = unsafe RawSpan(_unsafeBytes: code.bytes(shown.codeBytes))
        return Code(bytes.text(ByteSlice(offset: 0, count: shown.codeBytes)))
    }

    /// The field line that keeps the variant last dealt; empty for none. Valid until the next one is dealt.
    @unsafe func cookie(of shown: ShownVariant) -> UnsafeRawBufferPointer {
        unsafe line.bytes(shown.lineBytes)
    }

    /// The version of a variant that can be shown; 0 for one that is gone or switched off.
    private func version(of shown: ShownVariant, from routes: RouteMemory) -> Int64 {
        let name = ByteSlice(offset: 0, count: shown.codeBytes)
        let isFound = unsafe routes.find(
            name, in: RawSpan(_unsafeBytes: code.bytes(shown.codeBytes)))
        guard isFound else { return 0 }
        let route = unsafe RawSpan(_unsafeBytes: routes.found)
        guard Route.link(route) == shown.link, !Route.isDisabled(route) else { return 0 }
        return Route.version(route)
    }

    /// Copies the code: the route it stands in is overwritten by the next one that is read.
    private func keep(_ name: ByteSlice, of route: RawSpan) -> Int {
        var sink = code.sink()
        sink.append(route, name)
        return sink.count
    }

    private func writeLine(
        _ shown: ShownVariant, _ name: ByteSlice, _ bytes: RawSpan, _ now: Instant,
        _ route: RawSpan,
        _ tone: ReplyTone
    ) -> Int {
        let left = Route.splitEnd(route).subtractingReportingOverflow(now.ms)
        let seconds = left.overflow ? Self.cookieSecondsMax : (left.partialValue + 999) / 1_000
        var sink = line.sink()
        sink.append("Set-Cookie: segue_variant=")
        unsafe sink.append(RawSpan(_unsafeBytes: code.bytes(shown.codeBytes)))
        sink.append("; Path=/link/")
        sink.append(bytes, name)
        sink.append("; Max-Age=")
        sink.append(decimal: Int(min(seconds, Self.cookieSecondsMax)))
        sink.append("; HttpOnly; SameSite=Lax")
        if tone.isSecure { sink.append("; Secure") }
        sink.append("\r\n")
        return sink.count
    }

    private func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed &>> 31)
    }
}
