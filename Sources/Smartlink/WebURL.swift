/// An absolute `http` or `https` URL in the one form that is stored and sent (RFC 3986, RFC 9110
/// §4.2).
///
/// Strict where a lenient reader and a browser might disagree about the host: user information,
/// backslashes, addresses in place of names and control characters are refused.
public struct WebURL: Equatable, Sendable {
    public enum Scheme: String, Sendable { case http, https }

    public let scheme: Scheme
    /// Lower case, no trailing dot.
    public let host: String
    /// Nil for the scheme's own port.
    public let port: UInt16?
    /// Path from its `/`, query and fragment; visible ASCII only.
    public let rest: String

    /// The whole URL: visible ASCII, safe as a field value.
    public var text: String {
        "\(scheme.rawValue)://\(host)\(port.map { ":\($0)" } ?? "")\(rest)"
    }

    /// Why a text is no such URL.
    public enum Flaw: Error, Sendable {
        case scheme, userInformation, host, port, character, tooLong

        /// What to do, for the person who wrote it.
        public var message: String {
            switch self {
            case .scheme: "use a URL that starts with https:// or http://"
            case .userInformation: "leave out the part before @ in the host"
            case .host: "use a host name such as open.spotify.com (other scripts as xn--…)"
            case .port: "use a port from 1 to 65535, or none"
            case .character: "leave out blanks, control characters and backslashes"
            case .tooLong: "use at most \(Route.urlBytesMax) bytes"
            }
        }
    }

    /// Which hosts are taken.
    public enum Hosts: Sendable {
        /// Names under a domain.
        case names
        /// Also IPv4 addresses and this machine's own names.
        case any
    }

    /// Reads `text`; blanks around it are dropped, bytes above ASCII in the path are
    /// percent-encoded.
    public init(_ text: String, hosts: Hosts = .names) throws(Flaw) {
        var bytes = Array(text.utf8)[...]
        while let first = bytes.first, Self.isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
        guard bytes.count <= Route.urlBytesMax else { throw .tooLong }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else { throw .character }
        let colon = bytes.firstIndex(of: 0x3A) ?? bytes.endIndex
        guard
            let scheme = Scheme(
                rawValue: String(decoding: bytes[..<colon], as: UTF8.self).lowercased()),
            bytes[colon...].starts(with: Array("://".utf8))
        else { throw .scheme }
        let authorityAt = colon + 3
        let restAt = bytes[authorityAt...].firstIndex { [0x2F, 0x3F, 0x23].contains($0) }
        let authority = bytes[authorityAt..<(restAt ?? bytes.endIndex)]
        guard !authority.contains(0x40) else { throw .userInformation }
        let portAt = authority.firstIndex(of: 0x3A) ?? authority.endIndex
        guard let host = Self.normalHost(String(decoding: authority[..<portAt], as: UTF8.self)),
            hosts == .any || Self.isName(host)
        else { throw .host }
        self.scheme = scheme
        self.host = host
        port = try Self.port(authority[portAt...].dropFirst(), of: scheme)
        var rest: [UInt8] = []
        for byte in bytes[(restAt ?? bytes.endIndex)...] {
            // What RFC 3986 has no place for is sent encoded; everything else as the artist wrote
            // it.
            if byte >= 0x7F || Array(#""<>^`{|}"#.utf8).contains(byte) {
                rest += PercentEncoding.escape(byte)
            } else {
                rest.append(byte)
            }
        }
        if rest.first != 0x2F { rest.insert(0x2F, at: 0) }
        self.rest = String(decoding: rest, as: UTF8.self)
        guard self.text.utf8.count <= Route.urlBytesMax else { throw .tooLong }
    }

    /// A host name in lower case without its trailing dot; nil if a byte or label of it cannot be
    /// one.
    static func normalHost(_ text: String) -> String? {
        var bytes = Array(text.utf8)
        if bytes.last == 0x2E { bytes.removeLast() }
        guard (1...253).contains(bytes.count) else { return nil }
        for label in bytes.split(separator: 0x2E, omittingEmptySubsequences: false) {
            guard (1...63).contains(label.count), label.first != 0x2D, label.last != 0x2D,
                label.allSatisfy(isLabelByte)
            else { return nil }
        }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    /// Whether this is a name under a domain, not an address in any of the forms browsers accept.
    private static func isName(_ host: String) -> Bool {
        let labels = host.split(separator: ".")
        guard labels.count > 1, let last = labels.last?.utf8, let first = last.first else {
            return false
        }
        return !(0x30...0x39).contains(first)
    }

    private static func port(
        _ digits: ArraySlice<UInt8>, of scheme: Scheme
    ) throws(Flaw) -> UInt16? {
        if digits.isEmpty { return nil }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0
        else { throw .port }
        return port == (scheme == .https ? 443 : 80) ? nil : port
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
