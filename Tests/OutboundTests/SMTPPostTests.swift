import Outbound
import Smartlink
import Testing

struct SMTPPostTests {
    private let letter = Array(
        "From: a@songs.example\r\nSubject: x\r\n\r\nHello\r\n.\r\n.dots\r\nend\r\n".utf8)

    private func post(
        _ server: PythonServer, login: SMTPServer.Login? = nil, certificates: String? = nil
    ) throws -> SMTPPost {
        let outbound = try Outbound(version: "1", certificates: certificates)
        let url = "smtp://127.0.0.1:\(server.port)"
        return SMTPPost(outbound, server: try #require(SMTPServer(url: url, login: login)))
    }

    private func failure(
        _ post: SMTPPost, _ letter: [UInt8], from: String = "a@songs.example", to: String
    ) async -> PostFailure? {
        do throws(PostFailure) {
            try await post.send(letter, from: from, to: to)
            return nil
        } catch { return error }
    }

    @Test func `a letter arrives whole, dots and all, several over one connection`() async throws {
        let server = PythonServer(.open)
        let post = try post(server)
        try await post.send(letter, from: "a@songs.example", to: "fan@d.example")
        try await post.send(letter, from: "b@songs.example", to: "other@d.example")
        let body = String(decoding: letter, as: UTF8.self)
        #expect(
            server.letters == [
                "a@songs.example|fan@d.example|songs.example|open|\n\(body)",
                "b@songs.example|other@d.example|songs.example|open|\n\(body)",
            ])
    }

    @Test func `a refusal for good is told from one for now`() async throws {
        let server = PythonServer(.open)
        let post = try post(server)
        let spam = Array("Subject: spam\r\n\r\n".utf8)
        let soon = Array("Subject: soon\r\n\r\n".utf8)
        let permanent = PostFailure.permanent("127.0.0.1 answers 550")
        #expect(await failure(post, letter, to: "nobody@d.example") == permanent)
        #expect(
            await failure(post, letter, from: "banned@d.example", to: "a@d.example") == permanent)
        #expect(
            await failure(post, spam, to: "fan@d.example") == .permanent("127.0.0.1 answers 554"))
        #expect(
            await failure(post, letter, to: "later@d.example")
                == .transient("127.0.0.1 answers 451"))
        #expect(
            await failure(post, soon, to: "fan@d.example") == .transient("127.0.0.1 answers 452"))
        #expect(await failure(post, letter, to: "fan@d.example") == nil)
        #expect(server.letters.count == 1)
    }

    @Test func `a password goes out under verified TLS only`() async throws {
        let server = PythonServer(.guarded)
        let login = SMTPServer.Login(name: "mira", password: "open sesame")
        let good = try post(server, login: login, certificates: server.certificate)
        try await good.send(letter, from: "a@songs.example", to: "fan@d.example")
        #expect(
            server.letters.first?.hasPrefix(
                "a@songs.example|fan@d.example|songs.example|tls|mira\n") == true)
        let doubtful = await failure(try post(server, login: login), letter, to: "fan@d.example")
        #expect(doubtful == .transient("127.0.0.1: its certificate cannot be trusted"))
        let open = PythonServer(.open)
        let bare = await failure(try post(open, login: login), letter, to: "fan@d.example")
        #expect(bare == .transient("127.0.0.1: its certificate cannot be trusted"))
        #expect(server.letters.count == 1)
        #expect(open.letters.isEmpty)
    }

    @Test func `a refused password is the operator's to mend: the letter waits`() async throws {
        let server = PythonServer(.guarded)
        let login = SMTPServer.Login(name: "mira", password: "open barley")
        let post = try post(server, login: login, certificates: server.certificate)
        let failure = await failure(post, letter, to: "fan@d.example")
        #expect(failure == .transient("127.0.0.1 refuses name or password"))
    }

    @Test func `without a password whatever encryption there is is taken`() async throws {
        let server = PythonServer(.encrypted)
        try await post(server).send(letter, from: "a@songs.example", to: "fan@d.example")
        #expect(server.letters.first?.contains("|tls|") == true)
    }

    @Test func `a server that wants nothing of us, or is not there, costs no letter`() async throws
    {
        var server: PythonServer? = PythonServer(.hostile)
        let post = try post(#require(server))
        let refused = await failure(post, letter, to: "fan@d.example")
        guard case .transient? = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        server = nil
        #expect(
            await failure(post, letter, to: "fan@d.example")
                == .transient("127.0.0.1: no connection"))
    }

    @Test(arguments: [
        "", "fan", "fan@d.example\r\nRCPT TO:<x@y.example>", "fan@d.example> <x@y.example",
        "a b@d.example", String(repeating: "a", count: 300) + "@d.example",
    ])
    func `an address that could say more than an address is refused`(address: String) async throws {
        let outbound = try Outbound(version: "1")
        let post = SMTPPost(outbound, server: try #require(SMTPServer(url: "smtp://127.0.0.1:9")))
        let permanent = PostFailure.permanent("not an address a letter can go to")
        #expect(await failure(post, letter, to: address) == permanent)
        #expect(await failure(post, letter, from: address, to: "a@d.example") == permanent)
    }

    @Test(arguments: [
        "", "mail.example.org", "http://mail.example.org", "smtp://a:b@mail.example.org",
        "smtp://mail.example.org/path", "smtp://mail.example.org?x", "smtp://",
    ])
    func `what names no mail server is refused`(url: String) {
        #expect(SMTPServer(url: url) == nil)
    }

    @Test(arguments: ["smtp://mail.example.org", "smtps://mail.example.org:465", "smtp://[::1]:25"])
    func `what names one is taken`(url: String) {
        #expect(SMTPServer(url: url) != nil)
    }
}
