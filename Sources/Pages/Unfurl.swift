public import Smartlink

/// What a messenger shows of a link, taken from the tags its page bears.
public struct Unfurl: Equatable, Sendable {
    public var title: String
    public var description: String
    public var siteName: String
    /// Absolute; nil where no picture stands for the link.
    public var image: String?
    public var url: String

    public init(_ link: Link, _ facts: PageFacts) {
        let head = PageHead(link: link, facts: facts)
        title = head.previewTitle
        description = head.previewText
        siteName = head.origin.siteName
        image = head.pictureURL
        url = head.url
    }
}
