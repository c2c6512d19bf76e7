// Whole HTTP/1.1 messages of the fan's path, written straight into the loop's reply arena.
internal import Bytes
internal import HTTP
internal import Smartlink

/// What every reply of a turn shares.
struct ReplyTone: BitwiseCopyable {
    /// `Connection: close` goes out with it.
    var closes: Bool
    /// The cookie may carry `Secure`.
    var isSecure: Bool
}

extension ByteSink {
    /// Ends a head: connection, then the empty line.
    @_noLocks
    mutating func appendHeadEnd(_ tone: ReplyTone) {
        if tone.closes {
            append("Connection: close\r\n\r\n")
        } else {
            append("\r\n")
        }
    }

    /// `Set-Cookie` of the platform a fan chose (SPEC §2): the id and nothing else.
    @_noLocks
    mutating func appendChoice(_ bytes: RawSpan, _ platform: ByteSlice, _ tone: ReplyTone) {
        append("Set-Cookie: segue_platform=")
        append(bytes, platform)
        append("; Path=/link; Max-Age=31536000; HttpOnly; SameSite=Lax")
        if tone.isSecure { append("; Secure") }
        append("\r\n")
    }
}

extension ByteSink {
    /// A 302 to the decision's location (SPEC §2): `no-store`, and the choice remembered if a button was tapped.
    @_noLocks
    mutating func appendRedirect(
        _ decision: Decision, _ path: FanPath, _ facts: FanFacts, _ bytes: RawSpan, route: RawSpan,
        catalogue: HotCatalogue, _ date: borrowing DateText, _ tone: ReplyTone
    ) {
        append("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nCache-Control: no-store\r\nDate: ")
        append(date)
        append("\r\nLocation: ")
        appendLocation(
            of: decision, route: route, catalogue: catalogue,
            form: facts.isPrivate ? .bare : .tagged, to: &self)
        append("\r\n")
        if case .clickThrough = path.kind { appendChoice(bytes, path.platform, tone) }
        appendHeadEnd(tone)
    }
}
