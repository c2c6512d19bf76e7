// A message as it goes on the wire (RFC 5322, RFC 2045):
//
//   From, To, Subject, Date, Message-ID, Auto-Submitted
//   List-Unsubscribe, List-Unsubscribe-Post        where it can be stopped (RFC 8058)
//   MIME-Version, Content-Type: multipart/alternative
//     text/plain; charset=utf-8                     quoted-printable or base64, whichever is shorter
//     text/html; charset=utf-8
//
// Lines end in CRLF, lines stay within 78 columns but for an address that cannot be folded.
public import Smartlink

/// What tells one letter from all others: random bytes and the sender's own host.
public struct MailIdentity: Equatable, Sendable {
    /// Lower-case hexadecimal.
    let digits: String
    let host: String

    /// Nil for fewer than eight random bytes or for what is no host name.
    public init?(random: [UInt8], host: String) {
        guard random.count >= MailLimits.identityBytesMin, host.utf8.count <= 253,
            Mailbox.isHost(Array(host.utf8)[...])
        else { return nil }
        digits = random.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        self.host = host
    }
}

/// One message to one fan.
public struct MailMessage: Sendable {
    public var from: Mailbox
    public var to: Mailbox
    public var subject: String
    public var date: Instant
    public var identity: MailIdentity
    /// Where one POST ends the subscription; without https a person has to do it.
    public var unsubscribeURL: String?
    public var text: String
    /// A whole document.
    public var html: [UInt8]

    public init(
        from: Mailbox, to: Mailbox, subject: String, date: Instant, identity: MailIdentity,
        unsubscribeURL: String? = nil, text: String, html: [UInt8]
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.identity = identity
        self.unsubscribeURL = unsubscribeURL
        self.text = text
        self.html = html
    }

    /// The message with all its fields, ready for SMTP but for the dots at lines' beginnings.
    public var bytes: [UInt8] {
        var message: [UInt8] = []
        func line(_ text: String) { message += Array(text.utf8) + Array("\r\n".utf8) }
        line("From: \(from.field(after: 6))")
        line("To: \(to.field(after: 4))")
        let words = HeaderText(subject, charactersMax: MailLimits.subjectCharactersMax)
        line("Subject: \(words.unstructured(after: 9))")
        line("Date: \(mailDate(date))")
        line("Message-ID: <\(identity.digits)@\(identity.host)>")
        if let url = unsubscribeURL, Self.mayStand(url) {
            line("List-Unsubscribe: <\(url)>")
            if Self.isOneClick(url) { line("List-Unsubscribe-Post: List-Unsubscribe=One-Click") }
        }
        line("Auto-Submitted: auto-generated")
        line("MIME-Version: 1.0")
        // `=_` stands in no quoted-printable and no base64 text (RFC 2045 §6.7).
        let boundary = "=_\(identity.digits.prefix(32))"
        line("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"")
        line("")
        for (type, body) in [("plain", Array(text.utf8)), ("html", html)] {
            let encoding = TransferEncoding(for: body)
            line("--\(boundary)")
            line("Content-Type: text/\(type); charset=utf-8")
            line("Content-Transfer-Encoding: \(encoding.rawValue)")
            line("")
            message += encoding.encode(body)
            // The line end before a boundary is the boundary's own (RFC 2046 §5.1.1).
            line("")
        }
        line("--\(boundary)--")
        return message
    }

    /// Whether `url` can stand between angle brackets on one line (RFC 2369 §2).
    private static func mayStand(_ url: String) -> Bool {
        url.utf8.count <= MailLimits.unsubscribeURLBytesMax
            && url.lowercased().hasPrefix("http") && HTMLWriter.mayPoint(to: url)
            && !url.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }

    /// One click wants https (RFC 8058 §3.1); what never leaves this machine needs none.
    private static func isOneClick(_ url: String) -> Bool {
        let trusted = ["https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
        return trusted.contains { url.lowercased().hasPrefix($0) }
    }
}

/// `Fri, 04 Dec 2026 18:00:00 +0000` (RFC 5322 §3.3)
func mailDate(_ moment: Instant) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let date = CalendarDate(moment)
    let weekday = days[Int((moment.day % 7 + 7) % 7)]
    let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    let second = (moment.ms - moment.day * 86_400_000) / 1_000 % 60
    return "\(weekday), \(day) \(months[Int(date.month) - 1]) \(date.year) "
        + "\(clockTime(moment)):\(second < 10 ? "0" : "")\(second) +0000"
}
