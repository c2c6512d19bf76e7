/// The bytes of one request, sent again and again. `{}` in path or fields becomes a running number
/// of ten digits, `{visitor}` the same number as eight hexadecimal digits in two groups, as an IPv6
/// address has them.
struct RequestTemplate: Sendable {
    /// Where the running number goes, and in which form.
    struct Spot: Sendable {
        enum Form { case decimal, address }
        var offset: Int
        var form: Form
    }

    private(set) var bytes: [UInt8] = []
    private(set) var spots: [Spot] = []

    init(path: String, host: String, fields: [String], closes: Bool = false) throws {
        var lines = ["GET \(path) HTTP/1.1", "Host: \(host)"] + fields
        if closes { lines.append("Connection: close") }
        for line in lines where line.utf8.contains(where: { $0 < 32 }) {
            throw Usage("\(quoted(line)) has control characters")
        }
        var rest = (lines.joined(separator: "\r\n") + "\r\n\r\n")[...]
        while let brace = rest.firstIndex(of: "{") {
            bytes += Array(rest[..<brace].utf8)
            rest = rest[brace...]
            if rest.hasPrefix("{}") {
                spots.append(Spot(offset: bytes.count, form: .decimal))
                bytes += Array("0000000000".utf8)
            } else if rest.hasPrefix("{visitor}") {
                spots.append(Spot(offset: bytes.count, form: .address))
                bytes += Array("0000:0000".utf8)
            } else {
                throw Usage("after { only } or visitor} is known")
            }
            rest = rest[(rest.firstIndex(of: "}") ?? brace)...].dropFirst()
        }
        bytes += Array(rest.utf8)
    }

    /// Writes `number` over a spot's digits; `base` is where its request starts.
    static func write(_ number: UInt64, _ spot: Spot, in base: UnsafeMutablePointer<UInt8>) {
        let digits = unsafe base + spot.offset
        var rest = number
        switch spot.form {
        case .decimal:
            for place in (0..<10).reversed() {
                unsafe digits[place] = UInt8(truncatingIfNeeded: 48 + rest % 10)
                rest /= 10
            }
        case .address:
            for place in (0..<9).reversed() where place != 4 {
                let digit = UInt8(truncatingIfNeeded: rest & 15)
                unsafe digits[place] = digit < 10 ? 48 + digit : 87 + digit
                rest >>= 4
            }
        }
    }

    /// A fan's browser on an iPhone: the fields it sends, about 500 bytes.
    static let browserFields = [
        "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
            + "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Sec-Fetch-Dest: document",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Site: cross-site",
        "Referer: https://linkin.bio/",
        "Accept-Language: en-GB,en;q=0.9",
        "Accept-Encoding: gzip, deflate, br",
        "Priority: u=0, i",
    ]
}
