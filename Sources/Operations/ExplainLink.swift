public import Smartlink

/// A visit an artist asks about, in the words a browser or the artist would use.
public struct VisitQuestion: Equatable, Sendable {
    /// A human's unknown browser where nil.
    public var userAgent: String?
    /// ISO 3166, either case.
    public var country: String?
    /// The platform the fan's cookie names, with or without `segue_platform=`; a whole Cookie field with
    /// `segue_variant=` too.
    public var cookie: String?
    /// A host or a whole URL.
    public var referrer: String?
    /// A language, or a whole Accept-Language, of which the first counts.
    public var language: String?
    public var channel: String?
    /// `?to=`
    public var to: String?
    /// `?choose`
    public var chooses = false
    /// Now where nil.
    public var at: Instant?

    public init() {}
}

extension Actions {
    /// Where a fan would be sent and why; nothing is counted.
    ///
    /// Errors: `not_found`, `invalid_field`.
    public func explainLink(_ code: String, of account: Int64, _ question: VisitQuestion)
        async throws(Failure) -> Explanation
    {
        var link = try await showLink(code, of: account)
        for (text, field) in [
            (question.userAgent, "userAgent"), (question.referrer, "referrer"),
            (question.channel, "channel"), (question.language, "language"),
            (question.cookie, "cookie"), (question.to, "to"),
        ] where (text?.utf8.count ?? 0) > OperationLimits.questionBytesMax {
            throw Failure(
                .invalidField, "\(field) has at most \(OperationLimits.questionBytesMax) bytes.",
                field: field)
        }
        let agent = question.userAgent.map { surroundings.agents().classify($0) } ?? Agent()
        var enquiry = Enquiry(now: question.at ?? surroundings.now(), agent: agent)
        enquiry.asked = question.to
        enquiry.choosing = question.chooses
        if let cookie = question.cookie { Self.remember(cookie, in: &enquiry) }
        if let split = link.split { link.split = try await shown(split, of: link) }
        if let country = question.country { enquiry.country = try Self.country(country) }
        enquiry.minutesAhead = surroundings.minutesAhead(enquiry.country, enquiry.now)
        if let language = question.language { enquiry.language = Self.language(language) }
        enquiry.referrer = question.referrer ?? ""
        enquiry.channel = question.channel ?? ""
        return explain(enquiry, link: link, catalogue: surroundings.catalogue())
    }

    private static func country(_ text: String) throws(Failure) -> ShortCode {
        guard let country = Territory.normal(text) else {
            throw Failure(
                .invalidField, "country is an ISO 3166 code like DE.", field: "country")
        }
        return country
    }

    private static let platformCookie = "segue_platform="
    private static let variantCookie = "segue_variant="

    /// Reads `name=value; …` (RFC 6265 §4.2.1); a bare word is a platform.
    private static func remember(_ cookie: String, in enquiry: inout Enquiry) {
        for part in cookie.split(separator: ";") {
            let pair = part.drop { $0 == " " }
            if pair.hasPrefix(variantCookie) {
                enquiry.variant = String(pair.dropFirst(variantCookie.utf8.count))
            } else if pair.hasPrefix(platformCookie) {
                enquiry.remembered = String(pair.dropFirst(platformCookie.utf8.count))
            } else {
                enquiry.remembered = String(pair)
            }
        }
    }

    /// The split without variants that cannot be shown: deleted, or switched off.
    private func shown(_ split: Split, of link: Link) async throws(Failure) -> Split {
        var shown = split
        shown.variants = []
        for share in split.variants {
            if share.link != link.id {
                guard let variant = try await links.link(id: share.link), !variant.isDisabled,
                    variant.deletedAt == nil
                else { continue }
            }
            shown.variants.append(share)
        }
        return shown
    }

    /// The first language's primary subtag (RFC 9110 §12.5.4); unknown if it has none.
    private static func language(_ field: String) -> ShortCode {
        let first = field.lowercased().drop { $0 == " " }
            .prefix { $0.isASCII && $0.isLetter }
        return ShortCode(first) ?? .unknown
    }
}
