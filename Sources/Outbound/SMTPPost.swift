import CCurl
public import Smartlink

/// Hands letters to an SMTP server (RFC 5321) over the same thread as everything else.
public final class SMTPPost: Post {
    private let outbound: Outbound
    private let server: SMTPServer

    public init(_ outbound: Outbound, server: SMTPServer) {
        self.outbound = outbound
        self.server = server
    }

    /// Errors: `permanent` for an address or letter that cannot be, and for a 5xx to sender, recipient or letter;
    /// `transient` for everything else, a refused password included, which the operator can put right.
    public func send(
        _ message: [UInt8], from sender: String, to recipient: String
    ) async throws(PostFailure) {
        guard Self.isPath(sender), Self.isPath(recipient) else {
            throw .permanent("not an address a letter can go to")
        }
        guard message.count <= Limits.letterBytesMax else {
            throw .permanent("the letter is too long")
        }
        let errand = LetterErrand(
            server: server, sender: sender, recipient: recipient, message: message)
        let outcome = await outbound.perform(.letter(errand), totalMs: Limits.letterMsMax)
        guard let failure = outcome.failure else { return }
        throw Self.failure(failure, outcome, host: server.address.host)
    }

    private static func failure(
        _ failure: OutboundFailure.Kind, _ outcome: Outcome, host: String
    ) -> PostFailure {
        if outcome.isLoginRefused { return .transient("\(host) refuses name or password") }
        switch outcome.status {
        // A server that greets with 5xx refuses us, not this letter: it comes before any recipient.
        case 500..<600
        where failure == .broken && (outcome.isUploaded || outcome.isEnvelopeRefused):
            return .permanent("\(host) answers \(outcome.status)")
        case 400..<600 where failure == .broken:
            return .transient("\(host) answers \(outcome.status)")
        default:
            return .transient(OutboundFailure(failure, host: host).description)
        }
    }

    /// A mailbox without anything that could end the path or the command (RFC 5321 §4.1.2).
    private static func isPath(_ address: String) -> Bool {
        let bytes = address.utf8
        return (3...Limits.addressBytesMax).contains(bytes.count) && bytes.contains(0x40)
            && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x3C && $0 != 0x3E }
    }
}

extension Transfer {
    func prepare(_ letter: LetterErrand) -> Bool {
        let server = letter.server
        let domain = letter.sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let isRequired = server.security == .required
        return easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
            // The path is the name to greet with.
            && easy.set(CURLOPT_URL, "\(server.address.origin)/\(domain)")
            && easy.set(
                CURLOPT_USE_SSL, Int((isRequired ? CURLUSESSL_ALL : CURLUSESSL_TRY).rawValue))
            && easy.set(CURLOPT_SSL_VERIFYPEER, isRequired ? 1 : 0)
            && easy.set(CURLOPT_SSL_VERIFYHOST, isRequired ? 2 : 0)
            && (server.login.map {
                easy.set(CURLOPT_USERNAME, $0.name) && easy.set(CURLOPT_PASSWORD, $0.password)
            } ?? true)
            && easy.set(CURLOPT_MAIL_FROM, "<\(letter.sender)>")
            && set(CURLOPT_MAIL_RCPT, list: ["<\(letter.recipient)>"])
            && easy.set(CURLOPT_UPLOAD, 1)
            && easy.set(CURLOPT_INFILESIZE_LARGE, bytesCount: letter.message.count)
    }
}
