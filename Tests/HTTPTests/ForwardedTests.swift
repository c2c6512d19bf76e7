import Bytes
import HTTP
import Testing

@Suite struct ForwardedTests {
    private let blocks = ["10.0.0.0/8", "::1", "2001:db8::/32"].compactMap(CIDR.init)

    private func client(_ lines: [String], peer: String) throws -> PeerAddress {
        let peer = try #require(PeerAddress(peer))
        let text = lines.map { "X-Forwarded-For: \($0)\r\n" }.joined()
        return Array("GET / HTTP/1.1\r\nHost: h\r\n\(text)\r\n".utf8).withRawSpan { bytes in
            guard let trusted = NetworkSet(blocks) else { return peer }
            var head = RequestHead()
            _ = head.parse(bytes, limits: HeadLimits())
            return Forwarded.client(of: head, in: bytes, peer: peer, trusted: trusted)
        }
    }

    @Test(
        arguments: [
            ("10.0.0.1", ["1.2.3.4"], "1.2.3.4"), ("10.0.0.1", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
            ("10.0.0.1", ["1.2.3.4, 10.9.9.9"], "1.2.3.4"), ("9.9.9.9", ["1.2.3.4"], "9.9.9.9"),
            ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", [""], "10.0.0.1"),
            ("10.0.0.1", ["unknown"], "10.0.0.1"),
            ("10.0.0.1", ["1.2.3.4, junk, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", ["10.0.0.3,10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", ["6.6.6.6", "1.2.3.4"], "1.2.3.4"),
            ("10.0.0.1", ["1.2.3.4", "10.0.0.2"], "1.2.3.4"),
            ("::1", ["1.2.3.4:5678"], "1.2.3.4"), ("::1", ["[2a00::1]:443"], "2a00::1"),
            ("::1", ["[2a00::1]"], "2a00::1"), ("::1", ["2a00::1"], "2a00::1"),
            ("::1", ["[2a00::1]x"], "::1"),
            ("::1", ["1.2.3.4:"], "::1"), ("::1", ["1.2.3.4:x"], "::1"),
            ("2001:db8::5", ["1.2.3.4"], "1.2.3.4"),
            ("::1", ["1.2.3.4,"], "::1"), ("::ffff:10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
            ("::1", ["["], "::1"),
        ] as [(String, [String], String)])
    func `the right-most address that is no proxy's is the fan's`(
        peer: String, lines: [String], address: String
    ) throws {
        #expect(try client(lines, peer: peer) == PeerAddress(address))
    }

    @Test(arguments: [
        ("10.0.0.1", "https", true), ("10.0.0.1", "HTTPS", true), ("10.0.0.1", "http", false),
        ("10.0.0.1", "http, https", true), ("10.0.0.1", "https, http", false),
        ("9.9.9.9", "https", false),
        ("10.0.0.1", "", false),
    ])
    func `only a proxy's word makes a connection secure`(
        peer: String, proto: String, isSecure: Bool
    ) throws {
        let peer = try #require(PeerAddress(peer))
        let text = "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-Proto: \(proto)\r\n\r\n"
        let found = Array(text.utf8).withRawSpan { bytes in
            guard let trusted = NetworkSet(blocks) else { return false }
            var head = RequestHead()
            _ = head.parse(bytes, limits: HeadLimits())
            return Forwarded.isSecure(head, in: bytes, peer: peer, trusted: trusted)
        }
        #expect(found == isSecure)
    }
}
