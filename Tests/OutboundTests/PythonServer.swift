import Glibc

/// A server of other people's making, in Python: aiosmtpd for letters, http.server for TLS.
@safe
final class PythonServer {
    enum Kind: String {
        /// SMTP in the open; it knows no TLS and no login.
        case open
        /// SMTP with STARTTLS and a login, `mira` and `open sesame`.
        case guarded
        /// SMTP with STARTTLS by a certificate nobody vouches for, no login.
        case encrypted
        /// Greets with 554.
        case hostile
        /// HTTPS.
        case https
    }

    let port: Int
    /// Of the server's certificate, to be trusted or not.
    var certificate: String { "\(scratch.path)/certificate.pem" }
    private let scratch = Scratch()
    private let output: UnsafeMutablePointer<FILE>?
    private let process: pid_t

    init(_ kind: Kind) {
        scratch.write(Self.script, to: "server.py")
        let path = scratch.path
        if kind != .open, kind != .hostile {
            _ = unsafe system(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                    + " -subj /CN=loopback -addext subjectAltName=IP:127.0.0.1"
                    + " -keyout \(path)/key.pem -out \(path)/certificate.pem 2>/dev/null")
        }
        unsafe output = popen("exec python3 \(path)/server.py \(kind.rawValue) \(path)", "r")
        var line = [CChar](repeating: 0, count: 64)
        let text =
            unsafe fgets(&line, Int32(line.count), output) == nil
            ? "" : String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        precondition(numbers.count == 2, "python3 or aiosmtpd is missing (config/setup test)")
        port = numbers[0]
        process = pid_t(numbers[1])
    }

    deinit {
        kill(process, SIGKILL)
        if let output = unsafe output { unsafe pclose(output) }
    }

    /// Letters taken, with a line of envelope first.
    var letters: [String] {
        scratch.names(in: ".").filter { $0.hasPrefix("letter") }.sorted()
            .map { String(decoding: scratch.read($0), as: UTF8.self) }
    }

    private static let script = """
        import asyncio, os, ssl, sys
        kind, folder = sys.argv[1:]

        def context():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
            return context

        class Handler:
            count = 0
            async def handle_MAIL(self, server, session, envelope, address, options):
                if address.startswith("banned"): return "550 no"
                envelope.mail_from = address
                return "250 ok"
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("nobody"): return "550 no such mailbox"
                if address.startswith("later"): return "451 greylisted"
                envelope.rcpt_tos.append(address)
                return "250 ok"
            async def handle_DATA(self, server, session, envelope):
                if b"spam" in envelope.content: return "554 spam"
                if b"soon" in envelope.content: return "452 full"
                Handler.count += 1
                with open(f"{folder}/letter{Handler.count}", "wb") as file:
                    line = [envelope.mail_from, *envelope.rcpt_tos, session.host_name]
                    line.append("tls" if session.ssl else "open")
                    line.append((session.auth_data or b"").decode())
                    file.write("|".join(line).encode() + b"\\n" + envelope.content)
                return "250 ok"

        def protocol():
            from aiosmtpd.smtp import SMTP, AuthResult
            if kind == "open": return SMTP(Handler())
            if kind == "encrypted": return SMTP(Handler(), tls_context=context())
            def check(server, session, envelope, mechanism, login):
                good = login.login == b"mira" and login.password == b"open sesame"
                return AuthResult(success=good, handled=False, auth_data=login.login)
            return SMTP(Handler(), tls_context=context(), require_starttls=True,
                auth_required=True, authenticator=check)

        async def serve():
            loop = asyncio.get_running_loop()
            if kind == "hostile":
                async def greet(reader, writer):
                    writer.write(b"554 go away\\r\\n")
                    await reader.read()
                server = await asyncio.start_server(greet, "127.0.0.1", 0)
            else:
                server = await loop.create_server(protocol, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], os.getpid(), flush=True)
            await server.serve_forever()

        if kind == "https":
            from http.server import HTTPServer, BaseHTTPRequestHandler
            class Page(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"safe")
                def log_message(self, *words): pass
            server = HTTPServer(("127.0.0.1", 0), Page)
            server.socket = context().wrap_socket(server.socket, server_side=True)
            print(server.server_port, os.getpid(), flush=True)
            server.serve_forever()
        asyncio.run(serve())
        """
}
