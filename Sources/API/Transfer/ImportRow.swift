// What a row of any file says, once it is understood.
internal import JSONText
internal import Operations
internal import Smartlink

struct ImportRow {
    /// Where in the file.
    var line: Int
    var content: Content

    enum Content {
        case link(LinkRow)
        case music(ListedMusic)
        /// An image, under the hash it should have.
        case artwork([UInt8])
        case tallies(code: String, [Tally], line: [UInt8])
        case webhook(ListedWebhook)
        case flawed(Failure)
        /// Part of an export that nothing can be made of here.
        case none
    }
}

/// A link in a file: members as in a link's JSON, and what stands beside them.
struct LinkRow {
    var members: [JSON.Member] = []
    var code: String?
    var createdAt: Instant?
    var family: String?
    /// `hash.jpg`, its media type, width and height.
    var artwork: JSON?
    /// What makes it this row and no other.
    var identity: String
}

/// A line of a list.
enum ListedLine: Equatable {
    case blank
    case music(ListedMusic)

    init(_ text: some StringProtocol) throws(Failure) {
        let line = String(
            text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        if line.isEmpty || line.hasPrefix("#") {
            self = .blank
        } else {
            self = .music(try ListedMusic(line))
        }
    }
}

extension Failure {
    /// One at a row of a file.
    static func row(_ message: String, field: String? = nil) -> Failure {
        Failure(.invalidField, message, field: field)
    }
}
