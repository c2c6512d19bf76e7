// The one picture that stands for a link where it is shared (PREVIEWS.md): its card where cards are drawn, else the
// artwork itself.
public import Smartlink

/// Which picture a page's tags name.
public enum SharedPicture: Equatable, Sendable {
    case artwork
    case card
}

/// What a card says of a release that lies ahead, in words; empty for one that is out.
public func cardDateLine(of link: Link, in state: Link.State, _ wording: Wording) -> String {
    guard state == .presave, let releaseAt = link.releaseAt else { return "" }
    return wording.text(.presaveDate, ["date": wording.text(CalendarDate(releaseAt))])
}

extension PageHead {
    /// `og:image` and what belongs to it, once; nothing if there is no picture.
    func writePicture(to page: inout HTMLWriter) {
        switch (facts.sharedPicture, link.artwork) {
        case (.card, let artwork):
            let path = Card.path(of: link, in: facts.state, language: facts.wording.tag)
            page.property("og:image", origin.text + path)
            page.property("og:image:type", Card.mediaType)
            page.property("og:image:width", String(Card.width))
            page.property("og:image:height", String(Card.height))
            page.property("og:image:alt", pictured(artwork == nil ? .title : .cover))
        case (.artwork, let artwork?):
            page.property("og:image", origin.text + artwork.path)
            page.property("og:image:type", artwork.type.mediaType)
            page.property("og:image:width", String(artwork.width))
            page.property("og:image:height", String(artwork.height))
            page.property("og:image:alt", pictured(.cover))
        case (.artwork, nil): break
        }
    }

    /// The address of the picture that stands for the link; nil if there is none.
    var pictureURL: String? {
        switch facts.sharedPicture {
        case .card:
            origin.text + Card.path(of: link, in: facts.state, language: facts.wording.tag)
        case .artwork: link.artwork.map { origin.text + $0.path }
        }
    }

    var hasPicture: Bool { facts.sharedPicture == .card || link.artwork != nil }

    private func pictured(_ phrase: Phrase) -> String { name(facts.wording.text(phrase, words)) }
}
