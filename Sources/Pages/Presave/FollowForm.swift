public import Smartlink

/// What can be said to a fan about following the artist too.
public enum FollowOffer: Equatable, Sendable {
    /// What they agreed to covers it.
    case offered
    /// The platform will ask them once more.
    case offeredAnew
    /// It will be done.
    case wanted
}

/// The offer to follow the artist, apart from the pre-save: `POST /me/<signed>/follow`.
///
///     link       the link's code
///     platform   the one the fan has just agreed on
struct FollowForm {
    let facts: PresaveDoneFacts

    private var names: [String: String] {
        ["artist": facts.link.artist, "platform": facts.platform.name]
    }

    func write(_ offer: FollowOffer, to page: inout HTMLWriter) {
        let wording = facts.setting.wording
        guard offer != .wanted else {
            return page.paragraph("<p class=\"lead\">", .followWanted, wording, names)
        }
        page.markup("<form class=\"follow\" method=\"post\"")
        page.attribute(.action, "\(facts.fanURL)/follow")
        page.markup(">\n")
        page.hidden("link", facts.link.code.text)
        page.hidden("platform", facts.platform.id)
        page.markup("<button class=\"send\">")
        page.phrase(.followOffer, wording, names)
        page.markup("</button>\n<p class=\"terms\">")
        page.phrase(.followTerms, wording, names)
        if offer == .offeredAnew {
            page.markup(" ")
            page.phrase(.followAsked, wording, names)
        }
        page.markup("</p>\n</form>\n")
    }
}

/// The step to a platform that wants the fan's agreement to following.
///
/// A page, because a form of ours may not lead to another site; the answer's `Refresh` field goes on by itself.
public enum FollowPage {
    /// The whole document in UTF-8; `url` is the platform's own page.
    public static func html(
        _ setting: PageSetting, _ link: Link, _ platform: Platform, url: String
    ) -> [UInt8] {
        let (wording, names) = (
            setting.wording, ["artist": link.artist, "platform": platform.name]
        )
        let step = StepPage(
            setting: setting, link: link, title: wording.text(.followOffer, names))
        return step.html { page in
            page.paragraph("<p class=\"lead\">", .followAsked, wording, names)
            page.markup("<p><a class=\"send\" rel=\"nofollow\"")
            page.attribute(.href, url)
            page.markup(">")
            page.phrase(.followGo, wording, names)
            page.markup("</a></p>\n")
            page.wayOn(.back, wording, to: "/link/\(link.code)")
        }
    }
}
